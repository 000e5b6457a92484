// Which keys a store's logs were signed with, and from where on in which log: the one place that knows by which
// key a head at a seq of a log must be signed. A store has one key at a time; each change stands in a log of
// its own, said by both keys (LogKeyRotated). Pure: whether those words are genuine is for sync/crypto to say.
#pragma once

#include <optional>
#include <vector>

#include "ledger/event.h"

namespace perk {

/// From `seq` of `log` on, `next` in place of `former`.
struct LogKeyChange {
  Origin log;
  Seq seq;
  PublicKey former;
  PublicKey next;
  WallTime since;  ///< By the store's hybrid clock.
  friend bool operator==(const LogKeyChange&, const LogKeyChange&) = default;
};

/// None: the event changes no key.
[[nodiscard]] std::optional<LogKeyChange> key_change_of(const RecordedEvent& recorded);

class LogKeys {
 public:
  LogKeys() = default;
  /// Of a store that never changed it.
  LogKeys(const PublicKey& only) : keys_{only} {}  // NOLINT(google-explicit-constructor)
  /// `first`: what the store enrolled with. Changes that do not follow are passed over.
  LogKeys(const PublicKey& first, const std::vector<LogKeyChange>& changes);

  /// The newest. Requires one.
  [[nodiscard]] const PublicKey& present() const { return keys_.back(); }
  /// How many the store has had.
  [[nodiscard]] std::size_t count() const { return keys_.size(); }
  [[nodiscard]] const std::vector<LogKeyChange>& changes() const { return changes_; }

  /// Those that a head at `seq` of `log` may be signed with, newest first: the one in force there, and what came
  /// after it, for signatures are made when a head leaves, which may be later. Never an earlier one: who has
  /// stolen a former key can write nothing from the change on.
  [[nodiscard]] std::vector<PublicKey> may_sign(Origin log, Seq seq) const;

  /// Whether it follows: from the present key to one that was never the store's; or, in a log that does not have
  /// it yet, to the present one, which only says of that log what the store's other one said.
  [[nodiscard]] bool follows(const LogKeyChange& change) const;
  /// Whether it is one of those known, word for word but for its time.
  [[nodiscard]] bool has(const LogKeyChange& change) const;
  /// Requires that it follows.
  void add(const LogKeyChange& change);
  /// Of a log that has no change of its own: only the present key counts from its beginning.
  void begin_with_present(Origin log);

 private:
  [[nodiscard]] std::size_t place_of(const PublicKey& key) const;  // Past the end: unknown.
  [[nodiscard]] std::size_t in_force(Origin log, Seq seq) const;

  std::vector<PublicKey> keys_;  // In the order in which they were in force.
  std::vector<LogKeyChange> changes_;
  std::optional<Origin> begins_with_present_;
  std::size_t present_then_ = 0;  // Its place in keys_ when that was said.
};

}  // namespace perk
