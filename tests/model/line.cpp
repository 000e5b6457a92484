// Messages between a shop and head office. Whatever was sent may come now, much later, twice or never; so a
// receiver takes of each origin only the next event it lacks, and all else is as if it had not come.
#include <algorithm>

#include "ledger/snapshot.h"
#include "tests/model/world.h"

namespace perk::model {
namespace {

/// Whether it is the next event of its origin that the shop lacks.
bool is_next_for(const ShopNode& shop, const Fact& fact) {
  if (fact.origin() == shop.life) return false;
  const auto heard = shop.heard.find(fact.origin());
  return fact.id().seq == (heard == shop.heard.end() ? Seq() : heard->second).next();
}

}  // namespace

bool World::act_on_line(const Action& action) {
  ShopNode& shop = shops_.at(action.shop).write();
  const CardId card = card_id(action.card);
  switch (action.kind) {
    case Kind::Send:
      return send(shop);
    case Kind::Hear:
      return hear(shop, office_->order, sendable(), action.which);
    case Kind::HearAgain:
      return hear_again(shop);
    case Kind::Exchange:
      return exchange(shop);
    case Kind::Ack: {
      const std::size_t held =
          has(Defect::AcksBeforeQuorum) || office_->durable == office_->order.size()
              ? office_->held_of(shop.life).value()
              : shop.acked;
      return std::exchange(shop.acked, held) != held;
    }
    case Kind::AskSnapshot:
      return ask_snapshot(shop, card);
    case Kind::TakeSnapshot:
      return take_snapshot(shop, card);
    case Kind::SayHello:
      shop.hello = HelloOnItsWay{shop.log.size(), ++office_.write().instant};
      return true;
    case Kind::HearHello:
      return hear_hello(shop);
    default:
      return report(shop);
  }
}

std::size_t World::sendable() const {
  return has(Defect::GrantSentBeforeQuorum) ? office_->order.size() : office_->durable;
}

bool World::send(ShopNode& shop) {
  if (find_fork(shop)) return true;
  const std::size_t held = office_->held_of(shop.life).value();
  if (held >= shop.log.size()) return false;
  shop.durable = std::max(shop.durable, held + 1);
  office_.write().append(shop.log[held]);
  return true;
}

bool World::hear(ShopNode& shop, const Facts& order, std::size_t end, std::size_t which) {
  for (std::size_t i = 0; i < end; ++i) {
    const FactPtr fact = order[i];
    if (!is_next_for(shop, *fact) || which-- > 0) continue;
    take(shop, fact);
    return true;
  }
  return false;
}

void World::take(ShopNode& shop, const FactPtr& fact) {
  shop.heard[fact->origin()] = fact->id().seq;
  shop.replica.push_back(fact);
  pay_out(*fact);
  RecordedEvent heard = fact->recorded;
  for (NamedRightsEffect& named : heard.event.envelope.named_rights) {
    if (has(Defect::GrantsInherited) && shop.forerunner == named.incarnation)
      named.incarnation = shop.life;
    if (truth_->is_copied(shop.life) && named.incarnation == shop.life &&
        named.amount.is_positive())
      truth_.write().copied_more(shop.life, named.amount);
  }
  shop.view.fold(heard);
  if (!has(Defect::AllowanceResetOnContact)) return;
  StandIn as_granted;
  for (const FactPtr& known : shop.replica) {
    if (known->origin().is_head_office()) as_granted.fold(known->recorded);
  }
  shop.view.stand_in = as_granted;
  shop.scars = mixed(shop.scars, shop.log.size());
}

/// Whatever was heard before changes nothing, in whatever order it comes this time.
bool World::hear_again(ShopNode& shop) {
  View again = shop.view;
  for (auto fact = shop.replica.rbegin(); fact != shop.replica.rend(); ++fact)
    again.fold((*fact)->recorded);
  again.fold(shop.log);
  if (again == shop.view) return false;
  truth_.write().object("What a shop heard twice counted twice.");
  return true;
}

bool World::exchange(ShopNode& shop) {
  bool any = false;
  while (send(shop)) any = true;
  any = office_->durable != office_->order.size() || any;
  office_.write().durable = office_->order.size();
  for (const FactPtr& fact : Facts(office_->order)) {
    if (!is_next_for(shop, *fact)) continue;
    take(shop, fact);
    any = true;
  }
  return any;
}

/// Only of what is durable on a quorum, as all that is sent.
bool World::ask_snapshot(ShopNode& shop, const CardId& card) {
  if (office_->durable != office_->order.size()) return false;
  const CardState& known = office_->view.card(card);
  const CardState sent =
      has(Defect::SnapshotCarriesOwnTotals) ? known : snapshot_for(known, shop.life);
  const std::uint64_t when = digest_of(office_->order);
  const auto before = shop.in_flight.find(card);
  if (before != shop.in_flight.end() && before->second.digest == when) return false;
  shop.in_flight[card] = {sent, when};
  return true;
}

bool World::take_snapshot(ShopNode& shop, const CardId& card) {
  const auto sent = shop.in_flight.find(card);
  if (sent == shop.in_flight.end()) return false;
  const CardState before = shop.view.card(card);
  CardState& known = shop.view.cards[card];
  if (has(Defect::SnapshotCarriesOwnTotals)) {
    known = sent->second.card;
    shop.scars = mixed(shop.scars, mixed(shop.log.size(), sent->second.digest));
  } else if (!merge_snapshot(known, sent->second.card, shop.life)) {
    truth_.write().object("A shop was sent a snapshot that it refuses.");
  }
  shop.taken[card] = sent->second;
  return known != before;
}

/// central/doorkeeper.h in little: what looks like a log gone backwards is believed of an answer to a
/// challenge made after head office had read what it holds, and else only raises a doubt.
bool World::hear_hello(ShopNode& shop) {
  if (!shop.hello) return false;
  Office& office = office_.write();
  const std::size_t held = office.held_of(shop.life).value();
  if (shop.hello->log_end >= held || office.view.incarnations.is_closed(shop.life)) return false;
  const auto doubt = office.doubts.find(shop.life);
  const bool is_fresh = doubt != office.doubts.end() &&
                        shop.hello->challenge_made_at > doubt->second.read_at &&
                        shop.hello->log_end < doubt->second.through;
  if (!is_fresh && !has(Defect::DelayedHelloBelieved)) {
    office.doubts[shop.life] = {held, ++office.instant};
    return true;
  }
  return close(shop.life, ClosedWhy::RanBack);
}

/// Its own events, and head office's that it heard: of each what comes next.
bool World::report(ShopNode& shop) {
  if (!office_->awaits_reports || office_->reported.contains(shop.place)) return false;
  while (send(shop)) continue;
  Office& office = office_.write();
  for (const FactPtr& fact : shop.replica) {
    const bool is_next = fact->id().seq == office.held_of(fact->origin()).next();
    if (fact->origin().is_head_office() && is_next) office.append(fact);
  }
  office.durable = office.order.size();
  office.reported.insert(shop.place);
  office.awaits_reports = office.reported.size() < shops_.size();
  return true;
}

}  // namespace perk::model
