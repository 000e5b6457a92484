// Which sealed reasons head office's events name, and which of them were erased: a fold of what head office says
// itself, and nothing else. Of several words on one reason the first counts, so that repeats and order change nothing.
// A value; it knows no text.
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "ledger/event.h"

namespace perk {

/// The word that a reason's text was erased.
struct ErasedReason {
  EventId by;
  RequestId request;  ///< Of the operator who asked for it.
  ReasonErased said;
  friend bool operator==(const ErasedReason&, const ErasedReason&) = default;
};

class ReasonBook {
 public:
  /// Takes any event.
  void fold(const RecordedEvent& recorded);

  /// Whether an event gives this reason.
  [[nodiscard]] bool is_given(const Digest& commitment) const {
    return given_.contains(commitment);
  }
  /// What head office's first event for a request gives as its reason, as it stands there: sealed, or from before
  /// reasons were sealed. Null: it said nothing yet.
  [[nodiscard]] const std::string* said_to(const RequestId& request) const;
  /// Null: it was not.
  [[nodiscard]] const ErasedReason* erased(const Digest& commitment) const;
  /// By commitment.
  [[nodiscard]] const std::map<Digest, ErasedReason>& all_erased() const { return erased_; }
  /// What came of a request; null: nothing.
  [[nodiscard]] const ErasedReason* find(const RequestId& request) const;
  friend bool operator==(const ReasonBook&, const ReasonBook&) = default;

 private:
  void note_request(const RecordedEvent& recorded, const std::string& reason);

  std::set<Digest> given_;
  std::map<RequestId, std::pair<EventId, std::string>> said_to_;
  std::map<Digest, ErasedReason> erased_;
};

}  // namespace perk
