#include "central/desk/money_desk.h"

#include <algorithm>

#include "central/stored_event.h"

namespace perk::central {
namespace {

/// Adds up one shard after another. Events of one card are all in one shard, in the order of each
/// writer's log, and that is the order the checker needs.
class MoneyCount {
 public:
  MoneyCount(const DeskSurroundings& around, const DeskProgress& on_progress, std::uint64_t total)
      : around_(around), on_progress_(on_progress), total_(total) {}

  [[nodiscard]] Stored<Done> add_shard(const ShardEnd& end) {
    const auto view = around_.projections.shard_view(ProjectionKind::Balance, end.shard);
    if (!view) return failed(view.error());
    // Compared at the very position the balances are folded through, then on to the end.
    auto folded = add_events(end.shard, Position(), view.value().folded);
    if (!folded) return folded;
    compare(end.shard, view.value().rows);
    return add_events(end.shard, view.value().folded, end.position);
  }

  [[nodiscard]] MoneyLineReply reply() const {
    MoneyLineReply reply;
    reply.currency = around_.chain.currency;
    reply.line = checker_.money_line();
    reply.cards = checker_.cards().size();
    reply.events = events_;
    reply.violations = checker_.violations();
    reply.violations.insert(reply.violations.end(), differences_.begin(), differences_.end());
    reply.holds = reply.violations.empty();
    return reply;
  }

 private:
  [[nodiscard]] Stored<Done> add_events(Shard shard, Position after, Position through) {
    while (after < through) {
      const auto left = static_cast<std::size_t>(through.value() - after.value());
      const auto events = around_.events.read_shard(shard, after, std::min(left, kFoldBatchMax));
      if (!events) return failed(events.error());
      if (events.value().empty()) break;
      for (const StoredEvent& stored : events.value()) add(stored);
      after = events.value().back().position;
      on_progress_({"money", events_, std::max(total_, events_)});
    }
    return Done{};
  }

  void add(const StoredEvent& stored) {
    ++events_;
    const auto recorded = decode_stored(stored);
    if (recorded) return checker_.add(recorded.value());
    differences_.push_back("Event " + to_string(stored.id) +
                           " cannot be read: " + recorded.error().why + ".");
  }

  void compare(Shard shard, const ProjectionRows& read) {
    std::size_t cards = 0;
    for (const auto& [id, card] : checker_.cards()) {
      if (shard_of(id, around_.chain.shard_count) != shard) continue;
      ++cards;
      const auto row = read.balances.find(id);
      const bool is_same = row != read.balances.end() && row->second.value == card.balance();
      if (!is_same) {
        differences_.push_back("The balance people read of card " + to_hex(id) +
                               " is not what its events add up to.");
      }
    }
    if (cards < read.balances.size()) {
      differences_.push_back("Shard " + std::to_string(shard.value()) +
                             " shows balances of cards that have no events.");
    }
  }

  const DeskSurroundings& around_;
  const DeskProgress& on_progress_;
  const std::uint64_t total_;
  ConservationChecker checker_;
  std::vector<std::string> differences_;
  std::uint64_t events_ = 0;
};

}  // namespace

DeskAnswer<MoneyLineReply> money_line(const DeskSurroundings& around,
                                      const DeskProgress& on_progress) {
  const auto ends = around.events.shard_ends();
  if (!ends) return failed(fault_of(ends.error()));
  std::uint64_t total = 0;
  for (const ShardEnd& end : ends.value()) total += end.position.value();
  MoneyCount count(around, on_progress, total);
  for (const ShardEnd& end : ends.value()) {
    const auto added = count.add_shard(end);
    if (!added) return failed(fault_of(added.error()));
  }
  return count.reply();
}

}  // namespace perk::central
