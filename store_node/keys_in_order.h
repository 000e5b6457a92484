// A store's key files and what its log says of its keys, made to agree.
#pragma once

#include "store_node/books.h"
#include "store_node/key_files.h"
#include "sync/process/log.h"

namespace perk::store_node {

/// Once the log is loaded: what an earlier life did not get done with the files is done, and what the log says of them
/// from here on is done at once, on the till's thread. `log` outlives the keys. The error is a sentence: the key that
/// the log goes on under is not there.
[[nodiscard]] Result<Done, std::string> put_keys_in_order(const KeyFiles& files,
                                                          const SigningKeys& keys,
                                                          const Books& books, WallTime now,
                                                          const sync::Log& log);

}  // namespace perk::store_node
