// What breaks: power, disks, databases that were copied, primaries that fail over or are restored.
#include <algorithm>

#include "ledger/closed_log.h"
#include "ledger/snapshot.h"
#include "tests/model/world.h"

namespace perk::model {
namespace {

/// Stands for the chain's SHA-256: other events, or the same after others, have another.
Digest hash_after(const Digest& before, const Fact& fact) {
  std::uint64_t seed = 0;
  for (std::size_t i = 0; i < 8; ++i) seed = seed << 8U | before.bytes.at(i);
  seed = mixed(seed, fact.digest);
  Digest after;
  for (std::size_t i = 0; i < 8; ++i)
    after.bytes.at(i) = static_cast<std::uint8_t>(seed >> (56 - 8 * i));
  return after;
}

/// What a life could spend or pay out again, if its database were copied now.
Amount held_by(const ShopNode& shop) {
  Amount held = shop.view.stand_in.outstanding(shop.life);
  for (const auto& [id, card] : shop.view.cards) {
    held += std::max(Amount(), card.rights_of(shop.life)) + card.held_by(shop.life);
    for (const auto& [purchase, redemption] : card.redemptions) {
      if (purchase.origin == shop.life && !redemption.is_renounced) held += redemption.left();
    }
  }
  return held;
}

}  // namespace

bool World::act_on_databases(const Action& action) {
  const CardId card = card_id(action.card);
  ShopNode& shop = shops_.at(action.shop).write();
  switch (action.kind) {
    case Kind::Quorum: {
      Office& office = office_.write();
      return std::exchange(office.durable, office.order.size()) != office.durable;
    }
    case Kind::Failover:
      return fail_over();
    case Kind::FormerGrants:
      if (!former_) return false;
      return mint(former_->write(),
                  grant_rights((*former_)->view.card(card), card,
                               {shop.life, Amount(1), GrantReason::Asked, {}}, office_stamp()));
    case Kind::FormerSends:
      // It has no quorum any more, so nothing that it minted since is durable for it.
      if (!former_) return false;
      return hear(shop, (*former_)->order,
                  has(Defect::TwoCentres) ? (*former_)->order.size() : (*former_)->durable, 0);
    default:
      return restore_office();
  }
}

/// It knows what it knew, from its log and what it heard.
bool World::restart(ShopNode& shop) {
  const View before = shop.view;
  const bool forgets = shop.durable < shop.log.size();
  shop.log.resize(shop.durable);
  shop.view = View();
  shop.view.fold(shop.replica);
  shop.view.fold(shop.log);
  for (const auto& [card, sent] : shop.taken) {
    if (!merge_snapshot(shop.view.cards[card], sent.card, shop.life))
      truth_.write().object("A shop refuses the snapshot that it took before.");
  }
  if (shop.view == before) return false;
  if (!forgets) truth_.write().object("A restart changed what a shop knows.");
  return true;
}

bool World::lose_disk(ShopNode& shop) {
  if (shop.log.empty() && shop.replica.empty()) return false;
  truth_.write().forgot();
  begin_new_life(shop);
  return true;
}

/// With nothing: neither what it held, nor what it may draw.
void World::begin_new_life(ShopNode& shop) {
  ShopNode next;
  next.place = shop.place;
  next.life_number = shop.life_number + 1;
  next.life = incarnation_of(shop.place, next.life_number);
  next.forerunner = shop.life;
  next.hours = shop.hours;
  next.requests = shop.requests;
  shop = std::move(next);
}

/// The copy stands in another place and goes on with the same log.
bool World::clone(const ShopNode& shop) {
  if (shops_.size() > setting_.shops) return false;
  truth_.write().copied(shop.life, held_by(shop));
  ShopNode copy = shop;
  copy.place = shops_.size();
  copy.requests = 0;
  copy.hello.reset();
  shops_.emplace_back(std::move(copy));
  return true;
}

/// At contact: the log ends before what head office holds of it, or says something else there. Then it is
/// closed for ever, and whoever has a copy of it begins anew.
bool World::find_fork(ShopNode& shop) {
  const std::size_t held = office_->held_of(shop.life).value();
  const bool is_behind = held > shop.log.size();
  const bool is_forked =
      !is_behind && held > 0 &&
      office_->find({shop.life, Seq(held)})->digest != shop.log[held - 1]->digest;
  if (is_behind || is_forked)
    (void)close(shop.life, is_behind ? ClosedWhy::RanBack : ClosedWhy::Forked);
  if (!office_->view.incarnations.is_closed(shop.life)) return false;
  const Facts former_log = shop.log;
  begin_new_life(shop);
  if (!has(Defect::ClosedTailDropped)) bring_tail(shop, former_log);
  return true;
}

/// Nobody is told before a quorum has it.
bool World::close(Origin life, ClosedWhy why) {
  const auto closed = close_incarnation(
      office_->view.incarnations, {life, office_->held_of(life), Digest(), why}, office_stamp());
  if (!closed) return false;
  Office& office = office_.write();
  mint(office, closed.value());
  office.durable = office.order.size();
  if (why != ClosedWhy::Decided && !truth_->is_copied(life))
    truth_.write().object("The log of a healthy shop was closed: " + name_of(life));
  return true;
}

/// Every event that head office does not hold as this copy of the log has it, in the new life's own log.
void World::bring_tail(ShopNode& shop, const Facts& former_log) {
  Digest hash;
  for (const FactPtr& fact : former_log) {
    ClosedLogEventRecorded wrapped;
    wrapped.name = fact->id();
    wrapped.previous_hash = hash;
    hash = hash_after(hash, *fact);
    wrapped.hash = hash;
    wrapped.event = WrappedEvent(fact->recorded.event);
    if (has(Defect::WrappedCountsForEachCopy))
      wrapped.hash.bytes.back() = static_cast<std::uint8_t>(shop.place + 1);
    const Fact* const held = office_->find(fact->id());
    if (held != nullptr && held->digest == fact->digest) continue;
    const Hlc now = fact->envelope().hlc;
    write(shop, wrap(std::move(wrapped), {shop.life, now, now.wall(), PolicyVersion(1)}));
  }
}

bool World::fail_over() {
  former_ = office_;
  office_.write().forget_after(office_->durable);
  return true;
}

bool World::restore_office() {
  Office& office = office_.write();
  if (office.order.size() <= backup_) return false;
  office.forget_after(backup_);
  if (!has(Defect::HeadOfficeSeqsReused)) ++office.epoch;
  office.awaits_reports = true;
  office.reported.clear();
  return true;
}

}  // namespace perk::model
