// One commit group while it is being decided, on a draft that becomes what the store knows only once it
// is durable. Lives within one Till::serve(), and until it is settled if its commit is in doubt.
#pragma once

#include <set>
#include <variant>

#include "store_node/draft.h"
#include "store_node/sale_answers.h"
#include "store_node/waiting_sales.h"
#include "sync/ports.h"

namespace perk::store_node {

/// One answer for each piece of work, in the order it was given; of sales that wait, a number instead.
struct GroupAnswers {
  struct Waits {
    std::size_t index;  ///< Among the requests given: the others have their answers in `sales`.
    WaitingNumber number;
  };
  struct Released {
    WaitingNumber number;
    SaleAnswer answer;
  };
  std::vector<SaleAnswer> sales;
  std::vector<Waits> waiting;
  std::vector<Released> released;  ///< Of sales that waited, in this group or before it.
  std::vector<Result<sync::Durable, sync::AppendFailure>> batches;
  std::vector<HandBackAnswer> hand_backs;
};

class Group {
 public:
  Group(const TillTools& tools, Books& books, WaitingSales& waiting, GuessGuard& guesses);

  // First all batches, so that decisions know them; then who waited; then requests, in the order they
  // came; then who waits and need not any more.
  void take(const sync::Batch& batch);
  void take_who_waited_enough();
  void take(const SaleRequest& request);
  void take(const HandBack& hand_back);
  [[nodiscard]] Draft& draft() { return draft_; }

  /// The commit is durable: the draft becomes the books.
  [[nodiscard]] GroupAnswers became_durable();
  /// Nothing happened. What was durable before is answered all the same.
  [[nodiscard]] GroupAnswers was_not_stored() const;
  /// Whether it happened was in doubt: each request is looked up in the journal that was reopened. What
  /// is not there may be asked again.
  [[nodiscard]] GroupAnswers settled() const;
  [[nodiscard]] bool has(const RequestId& request) const;

 private:
  /// An event of this group, and what its answer will say once it is durable.
  struct Approved {
    Seq seq;
    CardView card;
  };
  struct Declined {
    SaleAnswer answer;
  };
  struct Repeated {  ///< Of an earlier group, or not worth recording.
    SaleAnswer answer;
  };
  struct AskedTwice {};  ///< Its id was used before in this very group, here or in a batch.
  using Outcome = std::variant<Approved, Declined, Repeated, AskedTwice, WaitingNumber>;
  struct Asked {
    SaleRequest request;
    std::optional<WaitingNumber> waited;  ///< None: it is of this group's requests.
    Outcome outcome;
  };
  enum class Patience { MayWait, WaitedEnough };
  using Card = std::optional<CardReader::Card>;
  using Answering = SaleAnswer (Group::*)(const Asked&) const;

  [[nodiscard]] Outcome outcome_of(const SaleRequest& request, Patience patience);
  [[nodiscard]] Outcome decide_new(const SaleRequest& request, Patience patience);
  [[nodiscard]] Approved append(const SaleRequest& request, Event event);
  /// Of a number that is no card, as far as is known here.
  [[nodiscard]] Declined decline_wrong(const SaleRequest& request, const Card& card, Rejection why);
  [[nodiscard]] Declined decline(const SaleRequest& request, const Card& card, Rejection why);
  // group_waiting.cpp: whether a sale waits for rights, and until when.
  [[nodiscard]] Outcome stand_in_line(const SaleRequest& request, const CardId& card, Amount needs);
  [[nodiscard]] std::optional<Outcome> ask_head_office(const SaleRequest& request,
                                                       const CardId& card, Amount lacking);
  [[nodiscard]] Amount rights_lacking(const SaleRequest& request, const CardId& card,
                                      const DecisionContext& context,
                                      const Result<Decision, Rejection>& decision) const;
  [[nodiscard]] bool has_waited_enough(const WaitingSale& sale) const;
  [[nodiscard]] Amount granted_of(const CardId& card) const;

  [[nodiscard]] SaleAnswer unknown(const SaleRequest& request, Rejection why) const;
  [[nodiscard]] HandBackOutcome judge(const sync::Receipt& receipt);
  [[nodiscard]] bool is_genuine(const sync::Receipt& receipt) const;
  [[nodiscard]] bool is_covered(const OwnEvent& event, Origin log) const;
  // group_answers.cpp
  void answer_sales(GroupAnswers& answers, Answering answering) const;
  [[nodiscard]] SaleAnswer answer_of(const Asked& asked) const;
  [[nodiscard]] SaleAnswer answer_if_not_stored(const Asked& asked) const;
  [[nodiscard]] SaleAnswer answer_from_journal(const Asked& asked) const;
  [[nodiscard]] GroupAnswers failed_answers(Answering answering, const char* why) const;

  const TillTools& tools_;
  Books& books_;
  WaitingSales& waiting_;
  GuessGuard& guesses_;
  Draft draft_;
  Signature seal_;

  std::vector<Asked> asked_;
  std::set<RequestId> ids_;
  std::vector<std::variant<sync::Cursor, sync::AppendFailure>> batches_;
  std::vector<HandBackAnswer> hand_backs_;
};

}  // namespace perk::store_node
