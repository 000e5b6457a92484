#include "tests/model/histories.h"

#include <algorithm>

namespace perk::model {
namespace {

struct Chance {
  Kind kind;
  unsigned weight;
};
using Chances = std::vector<Chance>;

/// What happens in every history.
const Chances kDaily{{Kind::Buy, 26},
                     {Kind::Load, 8},
                     {Kind::Refund, 5},
                     {Kind::Release, 6},
                     {Kind::Renounce, 1},
                     {Kind::Lapse, 1},
                     {Kind::ShopTime, 1},
                     {Kind::Restart, 1},
                     {Kind::Send, 14},
                     {Kind::Hear, 12},
                     {Kind::HearAgain, 1},
                     {Kind::Exchange, 8},
                     {Kind::Ack, 1},
                     {Kind::AskSnapshot, 2},
                     {Kind::TakeSnapshot, 3},
                     {Kind::SayHello, 1},
                     {Kind::HearHello, 1},
                     {Kind::Grant, 12},
                     {Kind::Allow, 4},
                     {Kind::Replenish, 3},
                     {Kind::RestoreCap, 3},
                     {Kind::OfficeTime, 1},
                     {Kind::SettleOverdrafts, 3},
                     {Kind::WriteOff, 1},
                     {Kind::Quorum, 10},
                     {Kind::OfficeRefund, 1}};

/// Each history may have one of these besides: what they promise, they do not promise of both at once.
const std::vector<Chances> kTroubles{
    {},
    {{Kind::Failover, 4}, {Kind::FormerGrants, 3}, {Kind::FormerSends, 4}},
    {{Kind::RestoreOffice, 1}, {Kind::Report, 10}, {Kind::Freeze, 1}},
    {{Kind::LoseDisk, 1}, {Kind::ReturnRights, 4}, {Kind::Failover, 1}},
    {{Kind::Clone, 1}}};

class Teller {
 public:
  Teller(const HistoryShape& shape, test::Random& random)
      : shape_(shape), random_(random), chances_(kDaily) {
    for (const Chance& chance : random.one_of(kTroubles)) chances_.push_back(chance);
    for (const Chance& chance : chances_) weights_ += chance.weight;
  }

  Action next(std::size_t shops) {
    Action action{kind(), random_.below(shops), 0, 0};
    const bool is_hot = random_.chance(85);
    action.card = random_.below(is_hot ? std::min<std::size_t>(3, shape_.cards) : shape_.cards);
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
  return World({shape.shops, shape.cards, policy, Amount(3), Amount(2), shape.defect});
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
