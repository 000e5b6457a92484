// Drills of upgrades: a chain of an older build becomes one of this build, a node at a time, while it sells.
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

Act upgrade_shop(std::size_t shop) {
  return [shop](Scene& scene) { return scene.stage().replace_shop(shop, scene.newest().store); };
}

Result<Done, std::string> upgrade_head_office(Scene& scene) {
  return scene.stage().replace_head_office(scene.newest().head_office);
}

/// Older and newer nodes meet both ways round: a newer shop at an older head office, and the reverse. One shop is
/// cut off, so that the newer build sends what the older one wrote down.
Drill rolling_upgrade() {
  Drill drill{
      "rolling-upgrade",
      "versions: older and newer nodes in one chain",
      "A chain that is upgraded a node at a time while it sells loses nothing: older and newer "
      "nodes understand each other, and a newer one goes on with what an older one wrote.",
      {},
      [](const DrillPlan& plan) {
        return std::vector<Fault>{{"Market's line is cut",
                                   plan.at(100),
                                   plan.at(450),
                                   {kMarket},
                                   break_lines({kMarket}, "cut"),
                                   heal_lines({kMarket})},
                                  {"Harbour is upgraded",
                                   plan.at(150),
                                   plan.at(200),
                                   {kHarbour},
                                   upgrade_shop(kHarbour),
                                   in_turn({})},
                                  {"Market is upgraded",
                                   plan.at(350),
                                   plan.at(400),
                                   {kMarket},
                                   upgrade_shop(kMarket),
                                   in_turn({})},
                                  {"Head office is upgraded",
                                   plan.at(550),
                                   plan.at(650),
                                   {kHarbour, kMarket, kStation},
                                   upgrade_head_office,
                                   in_turn({})},
                                  {"Station is upgraded",
                                   plan.at(750),
                                   plan.at(800),
                                   {kStation},
                                   upgrade_shop(kStation),
                                   in_turn({})}};
      },
      {},
      {},
      {Node::Store, "RestartForgetsLastEvent",
       "the newer build folds all of what the older one wrote but the last event"}};
  drill.begins_older = true;
  return drill;
}

}  // namespace

std::vector<Drill> upgrade_drills() { return {rolling_upgrade()}; }

}  // namespace perk::ops
