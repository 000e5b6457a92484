// Tabs: value set aside at a counter, taken, given back; and loads whose money goes back, over the counter or
// past the chain. The shop that placed a hold, or took a load, decides on it, and nobody else.
#include "ledger/holds.h"
#include "tests/model/world.h"
#include "tests/support/ledger_builders.h"

namespace perk::model {
namespace {

constexpr std::uint64_t kBankTerminal = 98;

/// The open hold number `which` of those this node has heard of.
std::optional<EventId> hold_of(const CardState& card, std::size_t which) {
  for (const auto& [placing, hold] : card.holds) {
    if (hold.left().is_positive() && which-- == 0) return placing;
  }
  return std::nullopt;
}

std::optional<EventId> load_of(const CardState& card, std::size_t which) {
  for (const auto& [loading, load] : card.loads) {
    if (load.left().is_positive() && which-- == 0) return loading;
  }
  return std::nullopt;
}

/// None if it is refused.
std::optional<Event> decided(const CardState& card, const Command& command,
                             const DecisionContext& context) {
  const auto decision = decide(card, command, std::nullopt, context);
  if (!decision) return std::nullopt;
  return decision.value().events.front();
}

}  // namespace

bool World::act_on_tabs(ShopNode& shop, const CardId& card, const Action& action) {
  const CardState& known = shop.view.card(card);
  if (action.kind == Kind::CaptureHold) return capture_hold(shop, card, action.which);
  if (action.kind == Kind::ReverseLoad) return reverse_load(shop, card, action.which);
  Command command{shop.next_request(), card,
                  PlaceHold{test::eur(1), test::hlc((shop.hours + 1) * kHour).wall()}};
  if (action.kind == Kind::ReleaseHold) {
    const auto hold = hold_of(known, action.which);
    if (!hold) return false;
    command.body = ReleaseHold{*hold};
  }
  const auto event = decided(known, command, context_of(shop));
  return event && write(shop, *event) != nullptr;
}

bool World::capture_hold(ShopNode& shop, const CardId& card, std::size_t which) {
  const CardState& known = shop.view.card(card);
  const auto hold = hold_of(known, which);
  if (!hold) return false;
  const Command command = test::capture_hold(card, *hold, 1).asked_as(shop.next_request()).build();
  const auto event = decided(known, command, context_of(shop));
  if (!event) return false;
  truth_.write().drank(*write(shop, *event));
  return true;
}

bool World::reverse_load(ShopNode& shop, const CardId& card, std::size_t which) {
  CardState known = shop.view.card(card);
  const auto load = load_of(known, which);
  if (!load) return false;
  if (has(Defect::LoadReversedAfterSpent)) {
    known.origins[shop.life].value_in += Amount(1);
    known.origins[shop.life].own_rights_in += Amount(1);
  }
  const Command command = test::reverse_load(card, *load, 1).asked_as(shop.next_request()).build();
  const auto event = decided(known, command, context_of(shop));
  if (!event) return false;
  truth_.write().unloaded(*write(shop, *event));
  return true;
}

bool World::lapse_holds(ShopNode& shop) {
  bool any = false;
  const CardStates cards = shop.view.cards;
  for (const auto& [id, card] : cards) {
    for (const EventId hold : holds_to_lapse(card, shop.life, shop.stamp().raw_clock))
      any = write(shop, lapse_hold(shop.view.card(id), id, hold, shop.stamp())) != nullptr || any;
  }
  return any;
}

bool World::pass_time_at_office() {
  ++office_.write().hours;
  if (has(Defect::HoldLapsedByOffice)) lapse_others_holds();
  return true;
}

/// Its clock says that their time is over; what their shops did meanwhile it cannot know.
void World::lapse_others_holds() {
  const CardStates cards = office_->view.cards;
  for (const auto& [id, card] : cards) {
    for (const auto& [placing, hold] : card.holds) {
      const bool is_over = hold.expires_at && *hold.expires_at <= office_stamp().raw_clock;
      if (!is_over || !hold.left().is_positive()) continue;
      mint(office_.write(), test::hold_lapsed(id, placing, hold.left().minor())
                                .own_rights(0)
                                .reserve(hold.left().minor())
                                .build());
    }
  }
}

/// The bank took the money; head office writes it down before it says so to anybody.
bool World::charge_back(const CardId& card, std::size_t which) {
  const CardState& known = office_->view.card(card);
  const auto load = load_of(known, which);
  if (!load) return false;
  const RequestId request = test::request(office_->order.size() + 1, kBankTerminal);
  const auto event = decided(known, test::charge_back(card, *load, 1).asked_as(request).build(),
                             test::context_of(office_->origin()));
  if (!event) return false;
  mint(office_.write(), *event);
  office_.write().durable = office_->order.size();
  truth_.write().charged_back(*office_->order.back());
  return true;
}

}  // namespace perk::model
