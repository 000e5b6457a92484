// What the books and the log would be if a group that is being decided became durable. It changes
// nothing but itself until keep(): a commit that fails leaves nothing behind. Lives within one group.
#pragma once

#include <optional>
#include <vector>

#include "ledger/rights.h"
#include "store_node/books.h"
#include "store_node/replica_batch.h"
#include "store_node/till_tools.h"

namespace perk::store_node {

class Draft {
 public:
  Draft(const TillTools& tools, Books& books);

  // What is known, with what this very group heard and wrote: decisions rest on it, so events must say so.
  [[nodiscard]] const CardState& card(const CardId& id) const { return cards_.find(id); }
  [[nodiscard]] const CardDraft& cards() const { return cards_; }
  [[nodiscard]] const OwnAllowances& allowances() const { return allowances_.now(); }
  [[nodiscard]] const PolicyBook& policies() const {
    return policies_ ? *policies_ : books_.policies;
  }
  [[nodiscard]] Policy policy_of(const CardState& card) const;
  [[nodiscard]] sync::Cursor cursor_of(Shard shard) const;
  [[nodiscard]] Knowledge knowledge_of(const CardId& card) const;
  [[nodiscard]] AsOf as_of(const CardId& card, const CardState& state) const;
  /// What this incarnation may spend of it; not negative.
  [[nodiscard]] Amount own_rights(const CardState& card) const;

  /// Others' events, checked.
  void hear(CheckedBatch batch);
  /// The shards go on from there, in a new epoch; what was heard beyond has happened all the same.
  void go_back(const std::vector<sync::Cursor>& partings);
  /// Writes the next event of the own log.
  Seq append(Event event, std::optional<RequestId> request = {});
  /// Where the next event of the own log will stand.
  [[nodiscard]] Seq next_seq() const { return head_.seq.next(); }
  /// What append() wrote.
  [[nodiscard]] const RecordedEvent& written(Seq seq) const;
  void decline(Decline decline) { commit_.declines.push_back(std::move(decline)); }
  void keep_receipt(const sync::Receipt& receipt) { commit_.handed_back.push_back(receipt); }
  /// A former log was looked through so far, once all that came of it is durable.
  void look_through(std::size_t former_log, LookedThrough at) {
    looked_through_[former_log] = std::move(at);
  }
  void see_receipts(ReceiptsSeen seen) { receipts_seen_ = seen; }
  /// The card is told of as unused no more.
  void forget_use(const CardId& card) { forgotten_uses_.push_back(card); }
  /// Whose log it is, when this is decided, and under which policy.
  [[nodiscard]] Stamp stamp(PolicyVersion policy);

  /// What to make durable; empty if all of it is durable already.
  [[nodiscard]] const Commit& commit();
  /// It is durable: the draft becomes the books.
  void keep();
  /// The signature of the group's head, once it is durable; of no meaning if it wrote nothing.
  [[nodiscard]] Signature seal() const;
  /// For an own event of this group.
  [[nodiscard]] sync::Receipt receipt_of(Seq seq, const Signature& seal) const;

 private:
  void fold(const RecordedEvent& recorded);

  const TillTools& tools_;
  Books& books_;
  const LogHead base_;  // Where this group begins.
  LogHead head_;
  CardDraft cards_;
  AllowanceDraft allowances_;
  std::optional<PolicyBook> policies_;  // Changed by this group.
  std::map<std::size_t, LookedThrough> looked_through_;
  std::optional<ReceiptsSeen> receipts_seen_;
  std::vector<RecordedEvent> of_logs_;     // Heard in this group: what became of logs.
  std::vector<RecordedEvent> purchases_;   // Heard in this group, not wrapped.
  std::map<Shard, sync::Cursor> cursors_;  // Of shards heard in this group.
  Commit commit_;
  std::vector<Digest> digests_;     // SHA-256 of each own event's bytes.
  std::vector<RecordedEvent> own_;  // As in commit_.
  std::vector<CardUse> uses_;
  std::vector<CardId> forgotten_uses_;
  std::uint64_t replica_events_ = 0;
  std::uint64_t unfolded_ = 0;
};

}  // namespace perk::store_node
