#include "ops/demo_run/till_papers.h"

#include "ops/cli/authority.h"
#include "sync/process/system_clock.h"

namespace perk::ops {
namespace {

constexpr std::int64_t kPaperDays = 30;

}  // namespace

Result<sync::Security, std::string> TillPapers::of(TerminalId terminal) const {
  if (authority_.empty()) return sync::Security::insecure_loopback();
  const WallTime now = sync::SystemClock().wall();
  const std::filesystem::path own = directory_ / std::to_string(terminal.value());
  std::error_code error;
  if (!std::filesystem::exists(own / "tls.crt", error)) {
    const auto issued = run_authority(
        IssueIdentity{authority_, sync::Party::terminal(terminal.value()), own, kPaperDays}, now);
    if (!issued) return failed(issued.error());
  }
  return sync::open_security({own.string(), false}, now);
}

}  // namespace perk::ops
