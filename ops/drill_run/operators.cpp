#include "ops/drill_run/operators.h"

#include <algorithm>

#include "ops/cli/authority.h"
#include "ops/cli/operator_key.h"
#include "ops/drill_run/scene.h"
#include "sync/process/system_clock.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;
using Outcome = Result<Done, std::string>;

constexpr std::int64_t kCertificateDays = 30;

}  // namespace

fs::path Operators::key_file(const std::string& name) const {
  return stage_.options().directory / (name + ".key");
}

Outcome Operators::admit(const std::string& name, OperatorRole role, const PublicKey& key) {
  const auto admitted = asked<central::OperatorsReply>(
      stage_, central::AdmitOperatorRequest{name, role, key, "joined", kDemoOperator});
  if (!admitted) return failed(name + " is not admitted: " + admitted.error());
  return Done{};
}

Outcome Operators::close_the_port() {
  const auto key = make_operator_key({key_file(kDemoOperator)});
  if (!key) return failed(key.error());
  if (auto admitted = admit(kDemoOperator, OperatorRole::Admin, key.value()); !admitted)
    return admitted;
  return stage_.sign_with(key_file(kDemoOperator));
}

Outcome Operators::admit(const std::string& name, OperatorRole role) {
  const auto key = make_operator_key({key_file(name)});
  if (!key) return failed(key.error());
  const fs::path& folder = stage_.options().directory;
  const auto issued = run_authority(IssueIdentity{folder / "ca", sync::Party::operator_named(name),
                                                  folder / (name + "-tls"), kCertificateDays},
                                    sync::SystemClock().wall());
  if (!issued) return failed(issued.error());
  return admit(name, role, key.value());
}

Result<Command, std::string> Operators::say(const std::string& name, const std::string& reason,
                                            const std::vector<std::string>& words) {
  const fs::path& folder = stage_.options().directory;
  std::vector<std::string> arguments = {
      "--admin", to_string(stage_.admin()), "--tls",       folder / (name + "-tls"), "--operator",
      name,      "--operator-key",          key_file(name)};
  arguments.insert(arguments.end(), words.begin(), words.end());
  arguments.insert(arguments.end(), {"--reason", reason});
  const auto program = stage_.start("perk", arguments, "perk-" + name);
  if (!program) return failed(program.error());
  return Command{name, reason, Amount(), program.value()};
}

Outcome Operators::hear_out(const std::vector<Command>& commands) {
  return stage_.wait_until("every operator has an answer", [&] {
    return std::none_of(commands.begin(), commands.end(),
                        [](const Command& command) { return command.program->is_running(); });
  });
}

}  // namespace perk::ops
