// What a store signs with: the key in force, the one before it while that is kept, and the one that it is to go on
// with. A log says itself when its key changes (LogKeyRotated); this only follows it.
//
// A handle: all copies see the same change. Thread-safe: the till's thread follows the log, the uplink's signs.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "ledger/log_keys.h"
#include "store_node/journal.h"
#include "sync/crypto/keys.h"
#include "sync/messages.h"

namespace perk::store_node {

class SigningKeys {
 public:
  struct Held {
    sync::LogKey present;
    std::optional<sync::LogKey> former{};  ///< Head office may not have heard of the change yet.
    std::optional<sync::LogKey> next{};    ///< The log is to go on with it.
  };

  /// Of a store that never changed it.
  SigningKeys(sync::LogKey only);  // NOLINT(google-explicit-constructor)
  explicit SigningKeys(Held held);

  [[nodiscard]] Held now() const;
  [[nodiscard]] sync::LogKey present() const { return now().present; }
  /// For a head of the own log: before its last change the former key, while it is kept, for head office may not
  /// know another one there.
  [[nodiscard]] sync::LogKey key_at(Seq seq) const;
  /// The Hello's proofs, over the challenge and all else that it says.
  void sign(const sync::Challenge& challenge, sync::Hello& hello) const;

  /// The changes that stand in the own log, durably.
  void follow(const std::vector<LogKeyChange>& changes) const;
  /// Who is told of the key that came into force, on the thread that followed.
  using OnRotated = std::function<void(const PublicKey& now)>;
  void on_rotated(OnRotated told) const;

 private:
  struct State {
    std::mutex mutex;
    Held held;
    Seq changed_at;  // 0: nowhere in this log.
    OnRotated told;
  };
  std::shared_ptr<State> state_;
};

}  // namespace perk::store_node
