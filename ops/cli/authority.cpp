#include "ops/cli/authority.h"

#include <filesystem>

#include "sync/tls/authority.h"
#include "sync/tls/identity.h"
#include "sync/tls/private_directory.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;
using Said = Result<std::string, std::string>;

constexpr Millis kDay{86'400'000};
constexpr std::int64_t kHeadOfficeDays = 3'650;
/// For machines whose clock is behind this one's.
constexpr Millis kClockAllowance{3'600'000};

WallTime before(WallTime time) { return WallTime(time.millis() - kClockAllowance.count()); }

Result<Done, std::string> refuse_files(const fs::path& directory,
                                       std::initializer_list<const char*> names) {
  for (const char* name : names) {
    std::error_code error;
    if (fs::exists(directory / name, error))
      return failed("The file " + (directory / name).string() +
                    " exists already and is not overwritten.");
  }
  return Done{};
}

Result<Done, std::string> refuse_identity(const fs::path& directory) {
  return refuse_files(directory, {"tls.key", "tls.crt", "ca.crt"});
}

Result<Done, std::string> make_identity(const sync::Authority& authority, const sync::Party& party,
                                        const fs::path& directory, WallTime now,
                                        std::int64_t days) {
  if (auto made = sync::make_private_directory(directory); !made) return made;
  if (auto empty = refuse_identity(directory); !empty) return empty;
  const auto request = sync::make_identity_request(directory.string());
  if (!request) return failed(request.error());
  const auto certificate =
      authority.issue(request.value(), party, before(now), now + Millis(days * kDay.count()));
  if (!certificate) return failed(certificate.error());
  return sync::keep_identity(directory.string(), certificate.value(), authority.certificate(),
                             sync::Readers::OwnerOnly);
}

Said run(const MakeAuthority& task, WallTime now) {
  if (auto empty = refuse_files(task.directory, {"ca.key", "ca.crt"}); !empty)
    return failed(empty.error());
  if (!task.head_office_tls.empty()) {
    if (auto empty = refuse_identity(task.head_office_tls); !empty) return failed(empty.error());
  }
  if (auto made = sync::make_private_directory(task.directory); !made) return failed(made.error());
  const auto authority = sync::Authority::make(before(now));
  if (!authority) return failed(authority.error());
  if (auto saved = authority.value().save(task.directory); !saved) return failed(saved.error());
  std::string said = "The chain's authority is in " + task.directory +
                     ". Whoever reads ca.key there can be anyone: keep a copy where nobody can.\n";
  if (task.head_office_tls.empty()) return said;
  auto own = make_identity(authority.value(), sync::Party::head_office(), task.head_office_tls, now,
                           kHeadOfficeDays);
  if (!own) return failed(own.error());
  return said + "Head office's key and certificate are in " + task.head_office_tls +
         ". In perk-central's settings:\n  [tls]\n  directory = \"" + task.head_office_tls +
         "\"\n  authority = \"" + task.directory + "\"\n";
}

Said run(const IssueIdentity& task, WallTime now) {
  const auto authority = sync::Authority::load(task.directory);
  if (!authority) return failed(authority.error());
  auto made = make_identity(authority.value(), task.party, task.out, now, task.days);
  if (!made) return failed(made.error());
  return "The key and certificate of " + to_string(task.party) + " are in " + task.out +
         ": carry them there, and nowhere else.\n";
}

}  // namespace

Said run_authority(const AuthorityTask& task, WallTime now) {
  return std::visit([&](const auto& which) { return run(which, now); }, task);
}

}  // namespace perk::ops
