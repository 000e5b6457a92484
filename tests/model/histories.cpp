#include "tests/model/histories.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk::model {
namespace {

struct Chance {
  Kind kind;
  unsigned weight;
};
using Chances = std::vector<Chance>;

constexpr std::size_t kBusyShops = 2, kBusyCards = 2;

/// What happens in every history.
const Chances kDaily{{Kind::Buy, 34},        {Kind::Load, 4},        {Kind::Refund, 9},
                     {Kind::Release, 8},     {Kind::Renounce, 2},    {Kind::Lapse, 1},
                     {Kind::ShopTime, 1},    {Kind::Restart, 1},     {Kind::Send, 10},
                     {Kind::Hear, 10},       {Kind::HearAgain, 1},   {Kind::Exchange, 16},
                     {Kind::Ack, 2},         {Kind::SayHello, 2},    {Kind::HearHello, 2},
                     {Kind::Grant, 14},      {Kind::Allow, 3},       {Kind::Replenish, 4},
                     {Kind::RestoreCap, 4},  {Kind::OfficeTime, 1},  {Kind::SettleOverdrafts, 3},
                     {Kind::WriteOff, 1},    {Kind::Quorum, 10},     {Kind::PlaceHold, 4},
                     {Kind::CaptureHold, 6}, {Kind::ReleaseHold, 2}, {Kind::ReverseLoad, 2},
                     {Kind::OfficeRefund, 4}};

/// Not in a history in which head office is restored: what a snapshot told of events that it then forgets,
/// nobody can hand back.
const Chances kSnapshots{{Kind::AskSnapshot, 3}, {Kind::TakeSnapshot, 5}};

/// Each history may have one of these besides: what they promise, they do not promise of both at once. What a
/// restored head office forgot of charge-backs only the bank could tell it.
const std::vector<Chances> kTroubles{
    {{Kind::ChargeBack, 4}},
    {{Kind::Failover, 4}, {Kind::FormerGrants, 8}, {Kind::FormerSends, 8}, {Kind::ChargeBack, 2}},
    {{Kind::RestoreOffice, 2}, {Kind::Report, 40}, {Kind::Freeze, 1}},
    {{Kind::LoseDisk, 2}, {Kind::ReturnRights, 12}, {Kind::ChargeBack, 2}},
    {{Kind::Clone, 1}, {Kind::CloseLog, 1}}};

bool is_of_restores(const Chances& trouble) {
  return std::ranges::any_of(
      trouble, [](const Chance& chance) { return chance.kind == Kind::RestoreOffice; });
}

class Teller {
 public:
  Teller(const HistoryShape& shape, test::Random& random)
      : shape_(shape), random_(random), chances_(kDaily) {
    const Chances& trouble = random.one_of(kTroubles);
    chances_.insert(chances_.end(), trouble.begin(), trouble.end());
    if (!is_of_restores(trouble))
      chances_.insert(chances_.end(), kSnapshots.begin(), kSnapshots.end());
    for (const Chance& chance : chances_) weights_ += chance.weight;
  }

  Action next(std::size_t shops) {
    Action action{kind(), 0, 0, 0};
    action.shop = some_of(shops, 65, kBusyShops);
    action.card = some_of(shape_.cards, 85, kBusyCards);
    // Snapshots are of prefixes of head office's order, and so is what shops hear here.
    const bool has_choice = shape_of(action.kind).choices > 1 && action.kind != Kind::Hear;
    if (has_choice) action.which = random_.below(shape_of(action.kind).choices);
    return action;
  }

 private:
  Kind kind() {
    std::uint64_t drawn = random_.below(weights_);
    for (const Chance& chance : chances_) {
      if (drawn < chance.weight) return chance.kind;
      drawn -= chance.weight;
    }
    return chances_.back().kind;
  }

  /// Most of what happens, `percent` of it, happens to the first few.
  std::size_t some_of(std::size_t all, std::uint64_t percent, std::size_t few) {
    return random_.below(random_.chance(percent) ? std::min(few, all) : all);
  }

  const HistoryShape& shape_;
  test::Random& random_;
  Chances chances_;
  std::uint64_t weights_ = 0;
};

std::optional<Objection> judge_step(const World& world, const Action& action) {
  static const Laws kLaws = all_laws();
  auto objection = judge_chain(world, kLaws);
  return objection ? objection : judge_card(world, card_id(action.card), kLaws);
}

std::optional<Objection> judge_end(const World& world) {
  Laws but_settled = all_laws();
  but_settled.erase(Law::Convergence);
  auto objection = judge(world, but_settled);
  return objection ? objection : judge_settled(world);
}

}  // namespace

World first_world(const HistoryShape& shape, PolicyKind policy) {
  World world({shape.shops, shape.cards, policy, Amount(2), Amount(1), shape.defect});
  Actions actions;
  for (std::size_t card = 0; card < shape.cards; ++card)
    actions.push_back({Kind::Load, card % shape.shops, card, 0});
  for (std::size_t shop = 0; shop < shape.shops && policy == PolicyKind::EscrowStandIn; ++shop)
    actions.push_back({Kind::Allow, shop, 0, 0});
  for (const Action& action : actions) PERK_CHECK(world.act(action), "it can happen at first");
  world.settle();
  world.back_up();
  return world;
}

HistoryEnd random_history(const World& first, const HistoryShape& shape, test::Random& random) {
  HistoryEnd end{std::nullopt, {}, first};
  Teller teller(shape, random);
  for (int step = 0; step < shape.steps && !end.objection; ++step) {
    const Action action = teller.next(end.world.shops());
    if (!end.world.act(action)) continue;
    end.history.push_back(action);
    end.objection = judge_step(end.world, action);
  }
  if (end.objection) return end;
  end.world.settle();
  end.objection = judge_end(end.world);
  return end;
}

}  // namespace perk::model
