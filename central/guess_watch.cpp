#include "central/guess_watch.h"

#include <algorithm>

namespace perk::central {

void GuessWatch::told(StoreId store, std::uint64_t recent, Instant now) {
  // More than anybody can type is not said by a store that is well.
  constexpr std::uint64_t kBelievable = 1'000'000;
  told_[store] = {std::min(recent, kBelievable), now};
}

GuessesSeen GuessWatch::look(Instant now, std::size_t stores_connected) {
  std::erase_if(told_, [&](const auto& entry) { return now - entry.second.at >= limits_.window; });
  const std::uint64_t limit =
      std::max<std::uint64_t>(limits_.at_least, limits_.for_each_store * stores_connected);
  GuessesSeen view;
  std::uint64_t counted = 0;
  for (const auto& [store, told] : told_) {
    view.recent += told.recent;
    counted += std::min(told.recent, limit / 2);
    if (told.recent > view.most) {
      view.most = told.recent;
      view.most_at = store;
    }
  }
  is_run_ = is_run_ ? counted >= limit / 2 : counted >= limit;
  view.is_run = is_run_;
  return view;
}

}  // namespace perk::central
