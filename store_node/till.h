// The shop's till: decides, appends, answers. It meets all terminals' requests and head office's
// batches in groups; each group is one durable commit under one signed head, and nobody is answered
// before it is durable.
//
// A purchase for which this shop lacks spending rights may wait for head office, one deadline at the
// most, and is answered in a later group (waiting_sales.h).
//
// Owns no thread and reads no clock but the one it is given: the writer drives it in a shop, the
// simulator in one loop. Everything on one thread. It keeps a card number only while its sale waits or
// is in doubt, stores none, and never asks the network: what is to be said, take_words() gives.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "store_node/books.h"
#include "store_node/group.h"
#include "store_node/till_tools.h"

namespace perk::store_node {

inline constexpr std::size_t kGroupRequestsMax = 64;
inline constexpr std::size_t kRecallsMax = 1'024;  ///< Waiting; more of them are not heeded.

/// What waits to be done together: at most kGroupRequestsMax requests, and some batches.
struct GroupWork {
  std::vector<SaleRequest> requests;
  std::vector<sync::Batch> batches;
  std::vector<HandBack> hand_backs;
  [[nodiscard]] bool is_empty() const {
    return requests.empty() && batches.empty() && hand_backs.empty();
  }
};

class Till {
 public:
  /// Holds references to `journal` and `clock`, which outlive it. load() comes first.
  Till(Journal& journal, const Clock& clock, SigningKeys keys,
       std::vector<sync::CardNumberKey> number_keys, TillSettings settings);

  /// What card numbers are judged by from now on. At least one key; none that was there may be missing.
  void use_numbers(std::vector<sync::CardNumberKey> keys, std::vector<NumberRange> ranges);

  /// Before load(): a former log, whose events head office may lack. `events` outlives the till.
  void bring_from(Origin log, LogReader& events);

  /// Rebuilds the cards, the clock and the sums from the journal. GiveUp: the journal holds an event
  /// of this store that this build cannot read.
  [[nodiscard]] Result<Done, StorageError> load();

  /// Decides a group, with who waited and what is to be done besides, and makes it durable. None:
  /// whether it is durable is not known; settle() must be called until it gives the answers, and nothing
  /// else is served before. Work may be empty.
  [[nodiscard]] std::optional<GroupAnswers> serve(const GroupWork& work);
  /// When serve() has something to do although nobody brings work; a time that has passed: now.
  [[nodiscard]] Instant wakes_at() const;
  /// Reopens the journal and answers the group in doubt from what is durable: what is not there may be
  /// asked again. None: not possible yet.
  [[nodiscard]] std::optional<GroupAnswers> settle();
  [[nodiscard]] bool is_settled() const { return in_doubt_ == nullptr; }
  /// Whether this request is of the group in doubt, so that nobody can say yet what became of it.
  [[nodiscard]] bool is_in_doubt(const RequestId& request) const {
    return !is_settled() && in_doubt_->has(request);
  }
  /// What to say to work that comes while a group is in doubt: nothing of it was tried, and whether it
  /// was approved before cannot be looked up. Its outcome is Unknown.
  [[nodiscard]] SaleAnswer turn_away(const SaleRequest& request, Rejection why) const;
  /// What would make a sale wait: call when nobody does.
  void keep_house() { tools_.journal.housekeep(); }
  /// Writes down what only rides along with commits. For a clean stop.
  void close();

  // till_views.cpp
  /// Not const: a number that is no card is counted for the terminal that asks.
  [[nodiscard]] BalanceInquiryAnswer balance(const BalanceInquiry& inquiry, TerminalId terminal);
  /// `frames_refused` and the connections that were ended are the server's to fill in.
  [[nodiscard]] StatusAnswer status(std::uint64_t number) const;
  [[nodiscard]] TerminalWelcome welcome() const;
  /// The log ran back, or was copied: nothing more is to be served from it, and its database set aside.
  /// The first reason stands.
  void give_up(ClosedWhy why) {
    if (!given_up_) given_up_ = why;
  }
  [[nodiscard]] std::optional<ClosedWhy> given_up() const { return given_up_; }
  /// Whether this log holds what a till says it was given. False: the log has lost its end.
  [[nodiscard]] bool confirms(const Witness& witness);

  // What the uplink tells.
  void head_office_holds(Seq seq) { books_.unsynced.head_office_holds(seq); }
  void head_office_connected();
  void head_office_heard() { books_.line.heard(tools_.clock.monotonic()); }
  void head_office_lost();
  /// It was restored to an earlier point and began a new epoch, whose history parts from ours there.
  /// Durable after the next group; what cannot be stored then, head office says again.
  void head_office_parted(std::vector<sync::Cursor> partings) { partings_ = std::move(partings); }
  /// The newest type of event, by its number, that it knows; 0: it does not say.
  void head_office_knows(std::uint32_t event_type_max) { known_type_max_ = event_type_max; }
  /// It answered, recalls, or warns; of other words nothing is made.
  void head_office_said(const sync::Word& word);
  /// What to say to head office, each once: on the present line, or never.
  [[nodiscard]] std::vector<sync::Word> take_words();
  /// How many times the line was connected: whoever speaks on another one says nothing of it.
  [[nodiscard]] std::uint64_t line() const { return waiting_.line(); }

  [[nodiscard]] const Books& books() const { return books_; }
  [[nodiscard]] LogIdentity identity() const { return tools_.journal.identity(); }

 private:
  [[nodiscard]] Amount approvable_beyond_rights(const CardId& card, const CardState& state) const;
  void decide(Group& group, const GroupWork& work);
  void go_on_in_new_epoch(Draft& draft);

  TillTools tools_;
  Books books_;
  WaitingSales waiting_;
  GuessGuard guesses_;
  std::uint64_t wrong_told_ = 0;  // On this line.
  bool has_guesses_to_tell_ = false;
  std::vector<sync::RightsRecall> recalls_;
  std::vector<sync::Cursor> partings_;
  std::uint32_t known_type_max_ = 0;  // By head office.
  Instant chores_done_;
  std::unique_ptr<Group> in_doubt_;
  std::optional<ClosedWhy> given_up_;
};

}  // namespace perk::store_node
