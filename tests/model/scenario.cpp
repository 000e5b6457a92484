#include "tests/model/scenario.h"

#include "ledger/check.h"

namespace perk::model {

World world_of(const Scenario& scenario) {
  World world(scenario.setting);
  for (const Action& action : scenario.beginning)
    PERK_CHECK(world.act(action), "a scenario begins with what can happen");
  world.back_up();
  return world;
}

Actions actions_of(const Scenario& scenario) {
  Actions actions;
  for (const auto& [kind, times] : scenario.may) {
    const Shape& shape = shape_of(kind);
    const std::size_t shops = shape.has_shop ? scenario.setting.shops : 1;
    const std::size_t copies = shape.has_shop && scenario.may.contains(Kind::Clone) ? 1 : 0;
    const std::size_t cards = shape.has_card ? scenario.setting.cards : 1;
    const bool is_in_order = kind == Kind::Hear && !scenario.reorders;
    const std::size_t choices = is_in_order ? 1 : shape.choices;
    for (std::size_t shop = 0; shop < shops + copies; ++shop) {
      for (std::size_t card = 0; card < cards; ++card) {
        for (std::size_t which = 0; which < choices; ++which)
          actions.push_back({kind, shop, card, which});
      }
    }
  }
  return actions;
}

}  // namespace perk::model
