// Which keys were made for which ranges of card numbers: a fold of what head office says itself, and nothing else.
// Of several words on one version the first counts, so that repeats and order change nothing. A value; it knows
// no key.
#pragma once

#include <map>
#include <optional>

#include "ledger/event.h"

namespace perk {

/// The word that a key was made.
struct MadeNumberKey {
  EventId by;
  RequestId request;  ///< Of the operator who asked for it.
  NumberKeyMade said;
  friend bool operator==(const MadeNumberKey&, const MadeNumberKey&) = default;
};

class NumberKeys {
 public:
  /// Takes any event; only head office's word that a key was made changes anything.
  void fold(const RecordedEvent& recorded);

  /// By version.
  [[nodiscard]] const std::map<std::uint32_t, MadeNumberKey>& all() const { return made_; }
  /// What came of a request; null: nothing.
  [[nodiscard]] const MadeNumberKey* find(const RequestId& request) const;
  friend bool operator==(const NumberKeys&, const NumberKeys&) = default;

 private:
  std::map<std::uint32_t, MadeNumberKey> made_;
};

}  // namespace perk
