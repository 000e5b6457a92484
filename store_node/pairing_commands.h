// `perk-store terminal pair|unpair|list`: done on the shop's machine, whether or not its node runs. Reads no command
// line; blocks on small files.
#pragma once

#include <string>
#include <variant>

#include "store_node/config.h"

namespace perk::store_node {

/// Makes a key, and the till's file of it.
struct PairTill {
  TerminalId terminal;
  std::string out;  ///< A new file, or "-": the text itself is the answer.
};
struct UnpairTill {
  TerminalId terminal;
};
struct ListTills {};
using PairingTask = std::variant<PairTill, UnpairTill, ListTills>;

/// What is said on standard output when it is done; the error is one sentence, and nothing was changed. A shop whose
/// tills speak plainly pairs none: nobody would look at the key.
[[nodiscard]] Result<std::string, std::string> run_pairing(const PairingTask& task,
                                                           const Config& config);

}  // namespace perk::store_node
