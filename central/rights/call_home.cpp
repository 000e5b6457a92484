#include "central/rights/call_home.h"

#include <algorithm>

namespace perk::central {

bool CallHome::has_free(const CardId& card, Amount amount) const {
  return book_.read([&](const ChainRisk& risk) { return free_reserve(risk.card(card)) >= amount; });
}

std::vector<RightsWish> CallHome::wishes(const CardId& card, Amount amount) const {
  const std::vector<ConnectedStore> connected = lines_.connected();
  std::vector<RightsWish> wishes;
  book_.read([&](const ChainRisk& risk) {
    const CardState& state = risk.card(card);
    Amount missing = amount - free_reserve(state);
    for (const ConnectedStore& store : connected) {
      const Amount back = std::min(missing, state.rights_of(store.incarnation));
      if (!back.is_positive()) continue;
      wishes.push_back({store.incarnation, back});
      missing -= back;
    }
    if (missing.is_positive()) wishes.clear();
  });
  return wishes;
}

Stored<bool> CallHome::wait_for(const CardId& card, Amount amount,
                                std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  const Shard shard = shard_of(card, shard_count_);
  for (bool was_asked = false;; was_asked = true) {
    std::unique_lock lock(mutex_);
    const std::uint64_t seen = growths_;
    lock.unlock();
    if (auto done = book_.catch_up(shard); !done) return failed(done.error());
    if (has_free(card, amount)) return true;
    const std::vector<RightsWish> missed = wishes(card, amount);
    if (missed.empty()) return false;
    if (!was_asked) {
      for (const RightsWish& wish : missed) lines_.recall(wish.incarnation, card, wish.amount);
    }
    lock.lock();
    const auto is_told = [&] { return is_closed_ || growths_ != seen; };
    if (!grown_.wait_until(lock, deadline, is_told) || is_closed_) return false;
  }
}

void CallHome::close() {
  {
    const std::scoped_lock lock(mutex_);
    is_closed_ = true;
  }
  grown_.notify_all();
}

void CallHome::shard_grew() {
  {
    const std::scoped_lock lock(mutex_);
    ++growths_;
  }
  grown_.notify_all();
}

}  // namespace perk::central
