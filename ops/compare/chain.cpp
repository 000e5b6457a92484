#include "ops/compare/chain.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ledger/check.h"

namespace perk::compare {

Chain::Chain(std::size_t shops, std::size_t cards, const ChainOptions& options)
    : options_(options), office_(cards, options.policy) {
  for (std::size_t shop = 0; shop < shops; ++shop) {
    lines_.emplace_back(Shop(incarnation(shop, 0), policy()));
    if (options_.policy == PolicyKind::EscrowStandIn)
      office_.grant_allowance(lines_.back().shop.origin(), options_.allowance, Millis());
  }
  deliver_allowances();
}

void Chain::cut_off(std::size_t shop) {
  ShopOnLine& line = lines_.at(shop);
  line.is_cut = true;
  line.heard_through = office_.position();
}

void Chain::reconnect(std::size_t shop, Millis now) {
  ShopOnLine& line = lines_.at(shop);
  line.is_cut = false;
  if (line.ran_back) return find_fork(shop, now);
  std::vector<RecordedEvent> unsent = line.shop.take_unsent();
  plant(line, unsent);
  std::set<std::size_t> cards = short_cards_;
  for (const RecordedEvent& recorded : unsent) {
    office_.append(recorded);
    cards.insert(place_of(*recorded.event.envelope.card));
  }
  for (const std::size_t card : cards) settle(card, now);
  office_.replenish(now);
  deliver_allowances();
}

void Chain::load(std::size_t shop, std::size_t card, Amount amount, Millis now) {
  ShopOnLine& line = lines_.at(shop);
  hear(line, card);
  line.shop.load(card_id(card), amount, now);
  send(line);
  settle(card, now);
}

Sale Chain::buy(std::size_t shop, std::size_t card, Amount wanted, PartialApproval partial,
                Millis now) {
  ShopOnLine& line = lines_.at(shop);
  hear(line, card);
  const Line state = line.is_cut ? Line::CutOff : Line::Connected;
  const Amount short_by = line.shop.short_of(card_id(card), wanted, state, now);
  if (short_by.is_positive()) {
    move_rights(card, now, Asker{line.shop.origin(), short_by});
    hear(line, card);
  }
  const Sale sale = line.shop.sell(card_id(card), wanted, partial, state, now);
  send(line);
  if (!line.is_cut) settle(card, now);
  return sale;
}

void Chain::back_up(std::size_t shop) {
  PERK_CHECK(lines_.at(shop).shop.unsent().empty(), "a backup is of what head office has heard");
  lines_[shop].backup = lines_[shop].shop;
}

void Chain::restore(std::size_t shop) {
  ShopOnLine& line = lines_.at(shop);
  PERK_CHECK(line.is_cut && line.backup, "a backup is put back while nobody sees it");
  line.replaced = line.shop.take_unsent();
  line.shop = *line.backup;
  line.ran_back = true;
}

Exposure Chain::exposure() const {
  const Exposure shown = office_.exposure();
  if (options_.defect != Defect::ShowsNoAllowances || !shown.is_known()) return shown;
  return Exposure::known(shown.amount() - office_.stand_in().outstanding());
}

void Chain::hear(ShopOnLine& line, std::size_t card) {
  constexpr std::uint64_t kAll = std::numeric_limits<std::uint64_t>::max();
  line.shop.hear(office_.card(card), line.is_cut ? line.heard_through : kAll);
}

void Chain::send(ShopOnLine& line) {
  if (line.is_cut) return;
  for (const RecordedEvent& recorded : line.shop.take_unsent()) office_.append(recorded);
}

/// What follows from what was just heard of a card.
void Chain::settle(std::size_t card, Millis now) {
  if (!moves_rights()) return;
  const bool is_short = to_be_recalled(office_.card(card).state).is_positive();
  if (is_short || options_.placement != PlacementKind::OnDemand)
    move_rights(card, now, std::nullopt);
  const bool is_still_short = free_reserve(office_.card(card).state).is_negative();
  if (is_still_short) short_cards_.insert(card);
  if (!is_still_short) short_cards_.erase(card);
  office_.replenish(now);
  deliver_allowances();
}

/// Recalls before it grants, and grants what the recall brought: twice is enough.
void Chain::move_rights(std::size_t card, Millis now, std::optional<Asker> asker) {
  // Rights on demand are nobody's to keep: any other placement would be another policy.
  const bool keeps = rules_of(options_.policy).keeping == Keeping::Keeps;
  const PlacementKind kind = keeps ? options_.placement : PlacementKind::OnDemand;
  for (int round = 0; round < 2; ++round) {
    const Placement plan = office_.placement(kind, card, now, asker);
    const bool came = recall(card, plan.releases, now);
    grant(card, plan.grants, now, asker);
    if (!came) return;
  }
}

/// Returns whether anything came back.
bool Chain::recall(std::size_t card, const std::vector<RightsWish>& releases, Millis now) {
  bool came = false;
  for (const RightsWish& wish : releases) {
    ShopOnLine* holder = line_of(wish.incarnation);
    if (holder == nullptr) continue;
    if (holder->is_cut && options_.defect == Defect::GrantsBeforeRecallIsHeard) {
      office_.assume_released(card, wish, now);
      came = true;
    }
    if (holder->is_cut) continue;
    hear(*holder, card);
    holder->shop.release(card_id(card), wish.amount, now);
    came = came || !holder->shop.unsent().empty();
    send(*holder);
  }
  return came;
}

void Chain::grant(std::size_t card, const std::vector<RightsWish>& grants, Millis now,
                  std::optional<Asker>& asker) {
  for (const RightsWish& wish : grants) {
    const ShopOnLine* to = line_of(wish.incarnation);
    if (to == nullptr || to->is_cut) continue;
    if (options_.defect == Defect::GrantsFromNowhere) {
      office_.grant_from_nowhere(card, wish, now);
    } else {
      office_.grant(card, wish, now);
    }
    if (!asker || asker->incarnation != wish.incarnation) continue;
    asker->short_by -= wish.amount;
    if (!asker->short_by.is_positive()) asker.reset();
  }
}

void Chain::deliver_allowances() {
  const auto& all = office_.of_allowances();
  for (ShopOnLine& line : lines_) {
    if (line.is_cut) continue;
    for (; line.allowances_heard < all.size(); ++line.allowances_heard)
      line.shop.hear(all[line.allowances_heard]);
  }
}

/// Two databases wrote one log since the backup: it is closed for ever, both tails count, and the shop
/// begins again with nothing.
void Chain::find_fork(std::size_t shop, Millis now) {
  ShopOnLine& line = lines_[shop];
  std::vector<RecordedEvent> tails = std::exchange(line.replaced, {});
  for (RecordedEvent& recorded : line.shop.take_unsent()) tails.push_back(std::move(recorded));
  office_.close(line.shop.origin(), tails, now);
  line.shop = Shop(incarnation(shop, ++line.life), policy());
  line.ran_back = false;
  line.allowances_heard = 0;
  if (options_.policy == PolicyKind::EscrowStandIn)
    office_.grant_allowance(line.shop.origin(), options_.allowance, now);
  deliver_allowances();
}

void Chain::plant(ShopOnLine& line, std::vector<RecordedEvent>& unsent) {
  if (options_.defect == Defect::LosesAnEvent && !unsent.empty()) unsent.pop_back();
  if (options_.defect == Defect::HandsSpentRightsBack) {
    for (const RecordedEvent& recorded : unsent)
      line.shop.forget_own_spending(*recorded.event.envelope.card);
  }
  if (options_.defect == Defect::ResetsAllowanceOnContact) {
    std::vector<RecordedEvent> grants = office_.of_allowances();
    std::erase_if(grants, [](const RecordedEvent& recorded) {
      return !std::holds_alternative<StandInGranted>(recorded.event.body);
    });
    line.shop.forget_draws(grants);
  }
}

Chain::ShopOnLine* Chain::line_of(Origin incarnation) {
  const auto found = std::find_if(lines_.begin(), lines_.end(), [&](const ShopOnLine& line) {
    return line.shop.origin() == incarnation;
  });
  return found == lines_.end() ? nullptr : &*found;
}

bool Chain::moves_rights() const { return rules_of(options_.policy).asking == Asking::WhenShort; }

}  // namespace perk::compare
