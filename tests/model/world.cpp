#include "tests/model/world.h"

#include "tests/support/ledger_builders.h"

namespace perk::model {

CardId card_id(std::size_t place) { return test::card(place + 1); }

World::World(const Setting& setting) : setting_(setting) {
  for (std::size_t place = 0; place < setting.shops; ++place) {
    ShopNode shop;
    shop.place = place;
    shop.life = incarnation_of(place, 1);
    shops_.emplace_back(std::move(shop));
  }
  for (std::size_t card = 0; card < setting.cards; ++card)
    write(shops_.front().write(), test::card_issued(card_id(card)).build());
  settle();
  back_up();
}

bool World::act(const Action& action) {
  if (action.kind < Kind::Send) return act_at_counter(action);
  if (action.kind < Kind::Grant) return act_on_line(action);
  if (action.kind < Kind::Quorum) return act_at_office(action);
  return act_on_databases(action);
}

void World::settle() {
  for (int round = 0; round < 3; ++round) {
    for (SharedPart<ShopNode>& shop : shops_) {
      if (office_->awaits_reports) (void)report(shop.write());
      (void)exchange(shop.write());
    }
  }
}

Exposure World::exposure() const {
  ExposureParts parts{office_->view.stand_in.outstanding(), Amount(), Amount()};
  for (const auto& [card, beside] : office_->beside_allowances) parts += beside;
  if (has(Defect::AllowanceExpiredByOffice)) {
    for (const auto& [life, allowances] : office_->view.stand_in.all()) {
      for (const auto& [id, allowance] : allowances) {
        if (allowance.has_expired(office_stamp().raw_clock)) parts.allowances -= allowance.left();
      }
    }
  }
  return shown(parts);
}

Exposure World::exposure_of(const CardId& card) const {
  return shown(exposure_of_card(card, office_->view.card(card), office_->view.stand_in, {}));
}

Exposure World::shown(ExposureParts parts) const {
  if (has(Defect::HeardStandInNotShown)) parts.covered_by_rights_out = Amount();
  if (has(Defect::ReturnedRightsNotShown)) parts.returned_unproven = Amount();
  return exposure_shown(parts, setting_.policy,
                        office_->awaits_reports ? Reported::NotYet : Reported::Everybody);
}

std::uint64_t World::digest() const {
  std::uint64_t digest = mixed(office_->digest(), truth_->digest());
  for (const SharedPart<ShopNode>& shop : shops_) digest = mixed(digest, shop->digest());
  return former_ ? mixed(digest, (*former_)->digest()) : digest;
}

}  // namespace perk::model
