#include "central/desk/cards_owed.h"

#include <algorithm>

#include "central/projections/folder.h"

namespace perk::central {
namespace {

class CountingCards {
 public:
  CountingCards(const DeskSurroundings& around, const DeskProgress& on_progress)
      : around_(around), on_progress_(on_progress) {}

  [[nodiscard]] Stored<Done> add(const ShardEnd& now, const std::optional<Position>& at) {
    const auto view = around_.projections.shard_view(ProjectionKind::Balance, now.shard);
    if (!view) return failed(view.error());
    const Position place = at.value_or(view.value().folded);
    const auto hash = around_.events.shard_hash_at(now.shard, place);
    if (!hash) return failed(hash.error());
    if (!hash.value())
      return failed(
          StorageError{StorageFailure::GiveUp, "a shard ends before the place asked for"});
    owed_.shards.push_back({now.shard, now.epoch, place, *hash.value()});
    if (place == view.value().folded) return take(view.value().rows);
    auto rows = folded_through(now.shard, place);
    if (!rows) return failed(rows.error());
    return take(rows.value());
  }
  [[nodiscard]] CardsOwed result() && { return std::move(owed_); }

 private:
  [[nodiscard]] Stored<ProjectionRows> folded_through(Shard shard, Position through) {
    ProjectionRows rows;
    CountedWraps counted;
    for (Position last; last < through;) {
      const auto left = static_cast<std::size_t>(through.value() - last.value());
      const auto read = around_.events.read_shard(shard, last, std::min(left, kFoldBatchMax));
      if (!read) return failed(read.error());
      if (read.value().empty())
        return failed(
            StorageError{StorageFailure::GiveUp, "a shard has fewer events than it says"});
      FactRun run = read_facts(shard, last, read.value());
      mark_counted(run, counted);
      fold(ProjectionKind::Balance, rows, run);
      last = read.value().back().position;
      events_ += read.value().size();
      on_progress_({"balances", events_, events_ + through.value() - last.value()});
    }
    return rows;
  }

  [[nodiscard]] Stored<Done> take(const ProjectionRows& rows) {
    for (const auto& [card, row] : rows.balances) owed_.cards.push_back({card, row.value});
    return Done{};
  }

  const DeskSurroundings& around_;
  const DeskProgress& on_progress_;
  CardsOwed owed_;
  std::uint64_t events_ = 0;
};

}  // namespace

Stored<CardsOwed> cards_owed(const DeskSurroundings& around,
                             const std::optional<std::vector<Position>>& at,
                             const DeskProgress& on_progress) {
  const auto ends = around.events.shard_ends();
  if (!ends) return failed(ends.error());
  if (at && at->size() != ends.value().size())
    return failed(StorageError{StorageFailure::GiveUp, "there are not as many shards"});
  CountingCards counting(around, on_progress);
  for (std::size_t number = 0; number < ends.value().size(); ++number) {
    const auto place = at ? std::optional((*at)[number]) : std::nullopt;
    if (auto added = counting.add(ends.value()[number], place); !added)
      return failed(added.error());
  }
  return std::move(counting).result();
}

}  // namespace perk::central
