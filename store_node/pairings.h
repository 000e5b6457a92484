// The tills of a shop that are paired: each has a key in common with the store in place of a certificate
// (sync/tls/paired_key.h). One file for each, NUMBER.pairing, in the folder `pairings` of the data directory. The files
// are the truth: whoever adds or removes one need not tell the node, which looks at each handshake and at each second.
// No clock, no cache; thread-safe; blocks on small files. Errors are one sentence, and never hold any of a key.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/ids.h"
#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/tls/paired_key.h"

namespace perk::store_node {

struct PairedTill {
  TerminalId terminal;
  WallTime since;  ///< When the file was made, by the machine's clock.
};

class Pairings {
 public:
  Pairings(const std::filesystem::path& data_directory, StoreId store);

  /// A new key, durable on return. Refused for a till that is paired: its key is not written over.
  [[nodiscard]] Result<sync::PairedKey, std::string> pair(TerminalId terminal) const;
  /// Durable on return: the key is refused from then on. Fails if the till is not paired.
  [[nodiscard]] Result<Done, std::string> unpair(TerminalId terminal) const;
  /// Ascending. Fails if the folder, or one of its files' times, cannot be read; a missing folder is empty.
  [[nodiscard]] Result<std::vector<PairedTill>, std::string> list() const;

  /// For a handshake; the error is as in "terminal 42 is not paired here".
  [[nodiscard]] Result<sync::PairedKey, std::string> key_of(TerminalId terminal) const;
  /// Whether a connection that was opened by this key may not go on: the till was unpaired, or paired anew. False
  /// while the disk does not say.
  [[nodiscard]] bool is_over(TerminalId terminal, const Digest& fingerprint) const;

 private:
  [[nodiscard]] std::filesystem::path file_of(TerminalId terminal) const;
  std::filesystem::path folder_;
  StoreId store_;
};

}  // namespace perk::store_node
