// Which stores were revoked, and since when: a fold of what head office says itself, and nothing else. Of several
// words on one store the first counts, so that repeats and order change nothing. A value.
//
// Beside it what head office checks before it writes such an event. Pure.
#pragma once

#include <map>
#include <string_view>

#include "ledger/event.h"
#include "ledger/result.h"
#include "ledger/stamp.h"

namespace perk {

/// The word that revoked a store.
struct Revocation {
  EventId by;
  Hlc at;  ///< By head office's hybrid clock.
  StoreRevoked said;
  friend bool operator==(const Revocation&, const Revocation&) = default;
};

class Revocations {
 public:
  /// Takes any event; only head office's word that a store is revoked changes anything.
  void fold(const RecordedEvent& recorded);

  /// Null: it was not revoked.
  [[nodiscard]] const Revocation* find(StoreId store) const;
  [[nodiscard]] bool is_revoked(StoreId store) const { return find(store) != nullptr; }
  [[nodiscard]] const std::map<StoreId, Revocation>& all() const { return revoked_; }
  friend bool operator==(const Revocations&, const Revocations&) = default;

 private:
  std::map<StoreId, Revocation> revoked_;
};

/// Why head office may not say so, in order of precedence.
enum class RevocationRefusal {
  ReasonMissing,
  NoStore,  ///< Head office itself is not revoked.
  AlreadyRevoked,
};
/// Stable, snake_case.
[[nodiscard]] std::string_view refusal_name(RevocationRefusal refusal);

/// For ever: nothing takes it back. Whoever sells there again is enrolled under another name.
[[nodiscard]] Result<Event, RevocationRefusal> revoke_store(const Revocations& known,
                                                            const StoreRevoked& said,
                                                            const Stamp& head_office);

}  // namespace perk
