#include "ops/drill_run/timeline.h"

#include <algorithm>
#include <map>

namespace perk::ops {
namespace {

using store_node::RequestKind;

std::map<RequestId, const Asked*> requests_of(const Record& record) {
  std::map<RequestId, const Asked*> requests;
  for (const Asked& asked : record.asked) requests.emplace(asked.id, &asked);
  return requests;
}

/// A purchase and its final answer.
struct Purchase {
  const Asked& asked;
  const Answered& answered;
};

std::vector<Purchase> purchases_of(const Record& record) {
  const auto requests = requests_of(record);
  std::vector<Purchase> purchases;
  for (const Answered& answered : record.answered) {
    const auto asked = requests.find(answered.id);
    if (asked == requests.end() || !store_node::is_final(answered.outcome)) continue;
    if (asked->second->kind == RequestKind::Redeem) purchases.push_back({*asked->second, answered});
  }
  return purchases;
}

void count(ShopTimeline& shop, const Purchase& purchase, std::size_t slot) {
  if (shop.approved.size() <= slot) {
    shop.approved.resize(slot + 1);
    shop.slowest.resize(slot + 1);
  }
  shop.approved[slot] += purchase.answered.event ? 1U : 0U;
  shop.slowest[slot] = std::max(shop.slowest[slot], purchase.answered.at - purchase.asked.at);
}

bool is_within(const Window& window, Millis at) { return window.from <= at && at < window.until; }

}  // namespace

Timeline timeline_of(const Record& record, const std::vector<std::string>& places, WallTime began) {
  Timeline timeline;
  timeline.shops.resize(places.size());
  for (const Purchase& purchase : purchases_of(record)) {
    const auto place = std::find(places.begin(), places.end(), purchase.asked.store);
    const Millis at = purchase.answered.at - began;
    if (place == places.end() || at < Millis(0)) continue;
    count(timeline.shops[static_cast<std::size_t>(place - places.begin())], purchase,
          static_cast<std::size_t>(at.count() / timeline.slot.count()));
  }
  return timeline;
}

std::uint64_t asked_during(const Record& record, const std::vector<std::string>& places,
                           WallTime began, const std::vector<Window>& windows) {
  const auto counts = [&](const Asked& asked) {
    const bool is_here =
        places.empty() || std::find(places.begin(), places.end(), asked.store) != places.end();
    return is_here && std::any_of(windows.begin(), windows.end(), [&](const Window& window) {
             return is_within(window, asked.at - began);
           });
  };
  return static_cast<std::uint64_t>(
      std::count_if(record.asked.begin(), record.asked.end(), counts));
}

std::vector<Millis> waits_during(const Record& record, const std::string& place, WallTime began,
                                 const Window& window) {
  std::vector<Millis> waits;
  for (const Purchase& purchase : purchases_of(record)) {
    if (purchase.asked.store == place && is_within(window, purchase.asked.at - began))
      waits.push_back(purchase.answered.at - purchase.asked.at);
  }
  std::sort(waits.begin(), waits.end());
  return waits;
}

}  // namespace perk::ops
