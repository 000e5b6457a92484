// Where a store's log keys are, beside the one that the settings name (log.key): log.key.next, made by `perk-store
// rotate-key`, which the log is to go on with, and log.key.former, which it was signed with before. All are for
// their owner only. Whoever is interrupted leaves a state from which the next call goes on, and in each of them
// the key that is in force is in one of the files. Blocks on small files. Errors are one sentence.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/log_keys.h"
#include "store_node/signing_keys.h"

namespace perk::store_node {

/// How long the former key is kept after a change that head office holds: a head office that is restored to before it
/// knows no other.
inline constexpr Millis kFormerKeyKept{30LL * 24 * 3'600'000};

class KeyFiles {
 public:
  explicit KeyFiles(std::filesystem::path log_key) : log_key_(std::move(log_key)) {}

  /// The key in force must be there; the two others may be.
  [[nodiscard]] Result<SigningKeys::Held, std::string> load() const;
  /// Makes the next key, unless it is there, and says its public half. Durable on return.
  [[nodiscard]] Result<PublicKey, std::string> make_next() const;
  /// The log says that it goes on under the next key: it becomes log.key, and what that was log.key.former. Durable on
  /// return; without a next key nothing is changed.
  [[nodiscard]] Result<Done, std::string> put_next_in_force() const;
  /// What must be done at a start, by what the log says: finishes what put_next_in_force() began, and removes a former
  /// key that nothing needs any more. `held_through`: of the log, by head office.
  [[nodiscard]] Result<Done, std::string> tidy(const std::vector<LogKeyChange>& changes,
                                               Seq held_through, WallTime now) const;

  [[nodiscard]] std::string next() const { return log_key_.string() + ".next"; }
  [[nodiscard]] std::string former() const { return log_key_.string() + ".former"; }

 private:
  [[nodiscard]] std::string present() const { return log_key_.string(); }
  std::filesystem::path log_key_;
};

}  // namespace perk::store_node
