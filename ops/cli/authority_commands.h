// `perk ca`: the chain's certificate authority, as words on a command line. Runs on head office's machine and
// asks nobody. Reads no file.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "ledger/result.h"
#include "sync/tls/party.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}

namespace perk::ops {

/// `perk ca init`: makes the authority, and head office's identity if it is told where.
struct MakeAuthority {
  std::string directory;
  std::string head_office_tls;  ///< Empty: none.
};
/// `perk ca issue`: makes somebody's identity, with a new key, in a directory to be carried there.
struct IssueIdentity {
  std::string directory;  ///< The authority's.
  sync::Party party;
  std::string out;
  std::int64_t days = 0;
};
using AuthorityTask = std::variant<MakeAuthority, IssueIdentity>;

/// What the options fill in.
struct RawAuthority {
  std::string directory, head_office_tls, out, name;
  std::uint64_t terminal = 0;
  std::int64_t days = 365;
};

/// Adds the commands. `raw` outlives the parsing.
void add_authority_commands(CLI::App& app, RawAuthority& raw);
/// What was asked, if it was one of them; the error is a sentence about the command line.
[[nodiscard]] Result<std::optional<AuthorityTask>, std::string> authority_task(
    const CLI::App& app, const RawAuthority& raw);

}  // namespace perk::ops
