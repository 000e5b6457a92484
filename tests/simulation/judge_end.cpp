// What must be true once everything has healed: every answer is in the ledger exactly once, the money adds up, and
// everybody knows the same.
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"
#include "tests/simulation/judge.h"

namespace perk::simulation {

using store_node::Outcome;
using store_node::RequestKind;

namespace {

/// The first event that a shop knows and head office does not hold, in words; empty: there is none.
std::string what_only_a_shop_knows(ShopMachine& shop, const Order& order) {
  std::string first;
  const Origin log = shop.journal().identity().incarnation;
  const auto look = [&](const char* where, const EventId& event, const EventBytes& bytes) {
    if (!first.empty() || bytes.empty() || order.holds(event, sync::sha256(bytes))) return;
    const auto read = sync::decode_event(bytes);
    first = std::string("; ") + where + " it has " +
            (read ? type_name(read.value().body) : std::string("something unreadable")) + " " +
            std::to_string(event.seq.value()) + " of " +
            (event.origin == log ? "its own log" : to_string(event.origin)) +
            ", which head office does not hold";
  };
  (void)shop.journal().replay_own([&](const store_node::OwnEvent& own) {
    look("in its log", {log, own.seq}, own.bytes);
  });
  (void)shop.journal().replay_replica(
      [&](const store_node::ReplicaItem& item) { look("in its replica", item.event, item.bytes); });
  (void)shop.journal().replay_past(
      [&](const store_node::PastEvent& past) { look("of past epochs", past.event, past.bytes); });
  return first;
}

std::string name(const RequestId& request) {
  return "request " + std::to_string(request.counter.value()) + " of till " +
         std::to_string(request.terminal.value());
}

}  // namespace

void Judge::judge_end(const std::vector<ShopMachine*>& shops) {
  has_grown_ = true;
  read_order();
  judge_requests();
  judge_orders();
  judge_money();
  judge_risks();
  judge_views(shops);
  judge_projections();
}

/// Each approved request is in the ledger exactly once, with the amount its till was told; one that nobody
/// heard of may be in or out, never twice. What two logs of a shop both approved is taken back.
void Judge::judge_requests() {
  for (const auto& [id, request] : requests_) {
    std::size_t stands = 0;
    bool is_as_told = false;
    const bool is_approved = request.answer && request.answer->outcome != Outcome::Declined;
    for (const Told& told : order_.told_of(id)) {
      if (order_.taken_back().contains(told.name.event)) continue;
      ++stands;
      if (!is_approved || !request.answer->event) continue;
      const bool moves_nothing = request.kind == RequestKind::Issue ||
                                 request.kind == RequestKind::Hold ||
                                 request.kind == RequestKind::ReleaseHold;
      const bool is_of_amount = moves_nothing || told.value == request.answer->amount.amount ||
                                told.value == -request.answer->amount.amount;
      is_as_told = is_as_told || is_of_amount;
    }
    // A load, a refund or an issue that both copies answered is taken back by nobody.
    const bool may_stand_twice = may_have_copies_ || !harmed_.empty();
    if (stands > 1 && !may_stand_twice)
      object("exactly once",
             name(id) + " stands in the ledger " + std::to_string(stands) + " times");
    if (is_approved && stands == 0)
      object("an approval is durable", name(id) + " was approved in shop " +
                                           std::to_string(request.shop + 1) +
                                           ", and is not in the ledger");
    if (is_approved && stands > 0 && !is_as_told)
      object("exactly once", name(id) + " stands in the ledger with another amount than was said");
    const bool was_declined = request.answer && !is_approved;
    if (was_declined && stands > 0 && !may_stand_twice)
      object("exactly once", name(id) + " was declined for good, and stands in the ledger");
  }
}

void Judge::judge_orders() {
  for (const RequestId& id : ordered_)
    if (order_.told_of(id).size() != 1 && !was_restored_)
      object("exactly once", "an operator's " + name(id) + " stands in the ledger " +
                                 std::to_string(order_.told_of(id).size()) + " times");
}

/// Coffees drunk and money taken, against the ledger: rights alone overspend nothing.
void Judge::judge_money() {
  if (const auto broken = order_.money().violations(); !broken.empty())
    object("conservation", broken.front());
  if (!order_.money().trial_balance().is_zero())
    object("conservation", "the trial balance is not zero");
  Amount beyond;
  for (const auto& [card, sums] : order_.sums()) {
    const Amount paid_in = sums.value - sums.covered + sums.drawn + sums.charged_back;
    if (paid_in.is_negative()) beyond -= paid_in;
  }
  if (beyond.is_positive() && !may_have_copies_ && harmed_.empty())
    object("escrow", "cards were overspent by " + std::to_string(beyond.minor()) +
                         " beyond what allowances were drawn for");
}

/// What was risked was allowed, and what is lost is named.
void Judge::judge_risks() {
  const auto reply = office_->ask(central::ExposureRequest{});
  const auto* shown = std::get_if<central::ExposureReply>(&reply);
  const bool is_known = shown != nullptr && shown->exposure.kind == Exposure::Kind::Known;
  for (const auto& [id, card] : order_.cards())
    if (is_known && card.available().is_negative())
      object("a debt is named", "a card has " + std::to_string(card.available().minor()) +
                                    " at last, and no overdraft was opened for it");
  if (may_have_copies_ || !harmed_.empty()) return;
  if (const auto broken = order_.stand_in().violations(); !broken.empty())
    object("an allowance bounds", broken.front());
  for (const auto& [id, card] : order_.cards())
    if (const auto broken = order_.escrow_broken(id)) object("escrow", *broken);
}

/// After healing every view is the fold.
void Judge::judge_views(const std::vector<ShopMachine*>& shops) {
  for (ShopMachine* shop : shops) {
    for (const auto& [id, card] : order_.cards()) {
      const CardState& known = shop->till().books().cards.find(id);
      if (known.balance() == card.balance() && known.reserve() == card.reserve() &&
          known.rights_of_all() == card.rights_of_all())
        continue;
      return object("convergence", "shop " + std::to_string(shop->setup().index + 1) +
                                       " knows another card than head office: " +
                                       std::to_string(known.balance().minor()) + " instead of " +
                                       std::to_string(card.balance().minor()) +
                                       what_only_a_shop_knows(*shop, order_));
    }
  }
}

void Judge::judge_projections() {
  for (std::uint16_t i = 0; i < shard_count_; ++i) {
    const auto view = office_->projections().shard_view(central::ProjectionKind::Balance, Shard(i));
    if (!view || !view.value().parked.empty() || view.value().folded != order_.end(Shard(i)))
      return object("projections", "shard " + std::to_string(i) + " is not folded to its end");
    for (const auto& [id, row] : view.value().rows.balances) {
      const CardState& card = order_.cards().at(id);
      // What forks of a log overspent is a derived part of the reserve, which rows do not tell apart.
      const bool is_same = row.value == card.balance() &&
                           row.rights + row.reserve == card.rights_of_all() + card.reserve();
      if (!is_same)
        return object("projections", "a balance row says " + std::to_string(row.value.minor()) +
                                         ", and the fold " +
                                         std::to_string(card.balance().minor()));
    }
  }
  std::size_t rows = 0;
  for (std::uint16_t i = 0; i < shard_count_; ++i)
    rows += office_->projections()
                .shard_view(central::ProjectionKind::Balance, Shard(i))
                .value()
                .rows.balances.size();
  if (rows != order_.cards().size())
    object("projections", "there are " + std::to_string(rows) + " balance rows for " +
                              std::to_string(order_.cards().size()) + " cards");
}

}  // namespace perk::simulation
