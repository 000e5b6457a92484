// What operators said of events in quarantine: a fold of what head office says itself, and nothing else. Of several
// words on one event the first counts, so that repeats and order change nothing. A value.
//
// Beside it what head office checks before it writes such a word, and how what was accepted comes to count.
// Whether it is proven is checked by whoever asks (sync/crypto/receipt.h). Pure.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "ledger/card.h"
#include "ledger/incarnations.h"
#include "ledger/result.h"
#include "ledger/stamp.h"

namespace perk {

/// Which event in quarantine: after head office was restored another may stand there under one name.
struct QuarantinedName {
  EventId event;
  Digest hash;  ///< SHA-256 of its bytes.
  friend auto operator<=>(const QuarantinedName&, const QuarantinedName&) = default;
};

/// The word that settled one.
struct QuarantineWord {
  EventId by;
  Hlc at;
  QuarantineSettled said;
  std::optional<RequestId> request{};
  friend bool operator==(const QuarantineWord&, const QuarantineWord&) = default;
};

class QuarantineBook {
 public:
  /// Takes any event; only head office's own change anything. Requires is_foldable().
  void fold(const RecordedEvent& recorded);

  /// Null: it is open.
  [[nodiscard]] const QuarantineWord* find(const QuarantinedName& name) const;
  /// Null: no word was said for this request.
  [[nodiscard]] const QuarantineWord* find(const RequestId& request) const;
  /// Accepted, but what was brought does not follow in head office's log: it was restored to between the two.
  [[nodiscard]] std::vector<QuarantineWord> not_counted() const;
  friend bool operator==(const QuarantineBook&, const QuarantineBook&) = default;

 private:
  std::map<QuarantinedName, QuarantineWord> words_;
  std::map<RequestId, QuarantinedName> requests_;
  std::set<ClosedLogName> counted_;  // By head office.
};

/// What an acceptance brings, as it counts. Null: nothing, for it is a refusal.
[[nodiscard]] const ClosedLogEventRecorded* accepted_by(const QuarantineSettled& said);

/// Why head office may not say so, in order of precedence.
enum class QuarantineRefusal {
  ReasonMissing,
  RequestReused,   ///< The request settled another event, or otherwise.
  AlreadySettled,  ///< Also if it would be said once more.
  BringsNothing,   ///< Only an event of a closed log, brought by its store, can be accepted.
  LogNotClosed,    ///< The log may still say so itself.
  AlreadyCounted,
};
/// Stable, snake_case.
[[nodiscard]] std::string_view refusal_name(QuarantineRefusal refusal);

/// What such a word rests on.
struct QuarantineView {
  const QuarantineBook& book;
  const Incarnations& logs;
  const CardState& card;  ///< That the event is about; an empty one if it is about none.
};

/// The word; and behind it, for an acceptance, what is to count: both go into one append. `request` is kept in
/// the word. The stamps are head office's, one for each. If the request said just this before, nothing.
[[nodiscard]] Result<std::vector<Event>, QuarantineRefusal> settle_quarantined(
    const QuarantineView& known, const QuarantineSettled& said,
    const std::optional<RequestId>& request, const Stamp& of_word, const Stamp& of_money);

/// What follows an acceptance in head office's log: the same event of a closed log, under the same proof.
[[nodiscard]] Event count_accepted(const ClosedLogEventRecorded& accepted,
                                   const Stamp& head_office);

}  // namespace perk
