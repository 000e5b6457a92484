// `perk-store hand-in`: puts what this store's log says into a file that somebody carries to head office
// (sync/wire/hand_in_file.h), once no line leads there any more: the store was revoked, or its machine was found. Asks
// nobody, needs no certificate, and changes nothing: what it reads is a copy of the database, which is gone afterwards, so
// a medium that cannot be written will do. What it proves it proves with the log's key. Blocks on files.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/result.h"
#include "sync/wire/hand_in_file.h"

namespace perk::store_node {

struct HandInTask {
  std::filesystem::path database;  ///< Of the present log, or of a former one.
  std::filesystem::path
      log_key;  ///< As the settings name it; the others are looked for beside it (key_files.h).
  Seq after;    ///< What head office holds; 0: the whole log.
  std::filesystem::path
      to;  ///< A new file, for its owner only. The copy is made beside it meanwhile.
};

/// What is in the file, which is durable and was read once more from its beginning. The error is one sentence, and there is
/// no file: no such database or key, a node that uses it, no room, a log that is damaged, or that ends before `after`.
[[nodiscard]] Result<sync::HandInHead, std::string> hand_in(const HandInTask& task);

}  // namespace perk::store_node
