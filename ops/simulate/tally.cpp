#include "ops/simulate/tally.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "ledger/check.h"

namespace perk::ops {
namespace {

using nlohmann::json;
using store_node::Outcome;
using store_node::RequestKind;

void add(Sold& sold, Amount value) {
  ++sold.count;
  sold.value += value;
}

json to_json(const Sold& sold) { return {{"count", sold.count}, {"value", sold.value.minor()}}; }

json to_json(const std::map<std::string, Sold>& sold) {
  json all = json::object();
  for (const auto& [name, of] : sold) all[name] = to_json(of);
  return all;
}

json waits_of(std::vector<std::int64_t> waits) {
  std::sort(waits.begin(), waits.end());
  const auto at = [&](std::size_t per_mille) {
    return waits.empty() ? std::int64_t{0}
                         : waits[std::min(waits.size() - 1, waits.size() * per_mille / 1000)];
  };
  return {{"p50", at(500)}, {"p99", at(990)}, {"max", at(1000)}};
}

json told_of(const StoreTally& store) {
  return {{"name", store.name},
          {"address", store.address},
          {"online", to_json(store.online)},
          {"offline", to_json(store.offline)},
          {"loaded", to_json(store.loaded)},
          {"reversed", to_json(store.reversed)},
          {"by_basis", to_json(store.by_basis)},
          {"stolen", to_json(store.stolen)},
          {"partial", store.partial},
          {"inquiries", store.inquiries},
          {"repeated", store.repeated},
          {"lost_on_purpose", store.lost_on_purpose},
          {"unanswered", store.unanswered},
          {"declined", store.declined},
          {"wait_us", waits_of(store.waits_us)},
          {"approved_per_slot", store.approved_per_slot}};
}

}  // namespace

Tally::Tally(std::vector<std::string> addresses) {
  for (std::string& address : addresses) stores_.emplace_back().address = std::move(address);
}

void Tally::answered(std::size_t store, RequestKind kind, const store_node::SaleAnswer& answer,
                     WallTime at, std::int64_t wait_us) {
  PERK_CHECK(store_node::is_final(answer.outcome), "what is open was not answered");
  StoreTally& tally = stores_[store];
  tally.waits_us.push_back(wait_us);
  tally.is_cut_off = answer.as_of.cut_off_for > Millis(0);
  if (answer.outcome == Outcome::Declined) {
    ++tally.declined[answer.reason];
  } else if (kind == RequestKind::Redeem) {
    count_purchase(tally, answer, at);
  } else if (kind == RequestKind::Load) {
    add(tally.loaded, answer.amount.amount);
  } else if (kind == RequestKind::Reverse) {
    add(tally.reversed, answer.amount.amount);
  }
}

void Tally::count_purchase(StoreTally& store, const store_node::SaleAnswer& answer,
                           WallTime at) const {
  add(answer.as_of.cut_off_for > Millis(0) ? store.offline : store.online, answer.amount.amount);
  if (answer.outcome == Outcome::PartiallyApproved) ++store.partial;
  add(store.by_basis[std::string(basis_name(answer.basis))], answer.amount.amount);
  if (began_ == WallTime() || at < began_) return;
  const auto slot = static_cast<std::size_t>((at - began_).count() / kSlot.count());
  if (store.approved_per_slot.size() <= slot) store.approved_per_slot.resize(slot + 1);
  ++store.approved_per_slot[slot];
}

void Tally::was_theft(std::size_t store, Amount approved) { add(stores_[store].stolen, approved); }

std::uint64_t Tally::approved() const {
  std::uint64_t count = 0;
  for (const StoreTally& store : stores_) count += store.online.count + store.offline.count;
  return count;
}

std::uint64_t Tally::declined() const {
  std::uint64_t count = 0;
  for (const auto& [reason, times] : declined_by_reason()) count += times;
  return count;
}

std::map<std::string, std::uint64_t> Tally::declined_by_reason() const {
  std::map<std::string, std::uint64_t> reasons;
  for (const StoreTally& store : stores_) {
    for (const auto& [reason, times] : store.declined) reasons[reason] += times;
  }
  return reasons;
}

std::string Tally::to_json(const std::string& currency) const {
  json stores = json::array();
  for (const StoreTally& store : stores_) stores.push_back(told_of(store));
  return json{{"began_ms", began_.millis()},
              {"ended_ms", ended_.millis()},
              {"slot_ms", kSlot.count()},
              {"currency", currency},
              {"stores", stores}}
      .dump(2);
}

}  // namespace perk::ops
