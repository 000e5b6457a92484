// How a run's tills prove who they are to their stores: each by a certificate of its own, by a key that it shares with
// its store, or, on one machine, not at all. Reads files; asks nobody. Errors are one sentence.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/ids.h"
#include "ops/simulate/store_place.h"
#include "sync/tls/security.h"

namespace perk::ops {

/// As it is typed; at most one of the two.
struct ProofFiles {
  /// A till's identity (tls.key, tls.crt, ca.crt); or of several tills each in a folder named by its number.
  std::string tls_directory;
  std::vector<std::string>
      pairings;  ///< What `perk-store terminal pair` wrote, a file for each till.
};

/// One till of a run, and the store it stands in.
struct Post {
  TerminalId terminal;
  StorePlace store;
};

/// How one till speaks to its store, and who is to answer.
struct TillLine {
  sync::Security security = sync::Security::insecure_loopback();
  sync::Party store{};
};
using TillLines = std::map<TerminalId, TillLine>;

/// Of every till; plain lines if no files are named. Refused: a till without a file of its own, a file that cannot be
/// used or is another till's, and with certificates a store whose number is not said.
[[nodiscard]] Result<TillLines, std::string> open_till_lines(const ProofFiles& files,
                                                             const std::vector<Post>& posts,
                                                             WallTime now);

}  // namespace perk::ops
