// One commit group while it is being decided: a draft of cards, log and cursors that becomes what the
// store knows only once it is durable. Lives within one Till::serve().
#pragma once

#include <set>
#include <variant>

#include "store_node/books.h"
#include "store_node/replica_batch.h"
#include "store_node/sale_answers.h"
#include "store_node/till_tools.h"
#include "sync/ports.h"

namespace perk::store_node {

/// One answer for each piece of work, in the order it was given.
struct GroupAnswers {
  std::vector<SaleAnswer> sales;
  std::vector<Result<sync::Durable, sync::AppendFailure>> batches;
  std::vector<HandBackAnswer> hand_backs;
};

class Group {
 public:
  Group(const TillTools& tools, Books& books);

  // First all batches, so that decisions know them; then requests, in the order they came.
  void take(const sync::Batch& batch);
  void take(const SaleRequest& request);
  void take(const HandBack& hand_back);
  /// What to make durable; empty if all of it is durable already.
  [[nodiscard]] const Commit& commit();

  /// The commit is durable: the draft becomes the books.
  [[nodiscard]] GroupAnswers became_durable();
  /// Nothing happened. What was durable before is answered all the same.
  [[nodiscard]] GroupAnswers was_not_stored() const;

 private:
  /// An event of this group, and what its answer will say once it is durable.
  struct Approved {
    std::size_t at = 0;  ///< Index in commit_.own.
    RecordedEvent event;
    CardView card;
  };
  struct Declined {
    SaleAnswer answer;
  };
  struct Repeated {  ///< Of an earlier group, or not worth recording.
    SaleAnswer answer;
  };
  struct AskedTwice {};  ///< Its id was used before in this very group, here or in a batch.
  using Outcome = std::variant<Approved, Declined, Repeated, AskedTwice>;
  struct Asked {
    SaleRequest request;
    Outcome outcome;
  };
  using Card = std::optional<CardReader::Card>;

  [[nodiscard]] Outcome outcome_of(const SaleRequest& request);
  [[nodiscard]] Outcome decide_new(const SaleRequest& request);
  [[nodiscard]] Approved append(const SaleRequest& request, Event event);
  [[nodiscard]] Declined decline(const SaleRequest& request, const Card& card, Rejection why);
  [[nodiscard]] SaleAnswer unknown(const SaleRequest& request) const;
  [[nodiscard]] HandBackOutcome judge(const sync::Receipt& receipt);
  [[nodiscard]] sync::Cursor cursor_of(Shard shard) const;
  /// With what this very group heard: decisions rest on it, so events must say so.
  [[nodiscard]] Knowledge knowledge_of(const CardId& card) const;
  [[nodiscard]] AsOf as_of(const CardId& card, const CardState& state) const;
  void keep_draft();
  [[nodiscard]] SaleAnswer answer_of(const Asked& asked, const Signature& seal) const;
  [[nodiscard]] SaleAnswer answer_if_not_stored(const Asked& asked) const;
  [[nodiscard]] sync::Receipt receipt_of(std::size_t at, const Signature& seal) const;

  const TillTools& tools_;
  Books& books_;
  const LogHead base_;  // Where this group begins.
  CardDraft cards_;
  LogHead head_;
  std::map<Shard, sync::Cursor> cursors_;  // Of shards heard in this group.
  Commit commit_;
  std::vector<Digest> digests_;  // SHA-256 of each own event's bytes.

  std::vector<Asked> asked_;
  std::set<RequestId> ids_;
  std::vector<std::variant<sync::Cursor, sync::AppendFailure>> batches_;
  std::vector<HandBackAnswer> hand_backs_;
  std::uint64_t replica_events_ = 0;
  std::uint64_t unfolded_ = 0;
};

}  // namespace perk::store_node
