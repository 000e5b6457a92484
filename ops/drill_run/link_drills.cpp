// Drills of cables: the kernel's own cut, with no proxy in between. Nothing is closed, and nothing is refused.
#include "ops/demo_run/stage_files.h"
#include "ops/drill_run/own_network.h"
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

/// Nothing was closed: it heard nothing for too long.
Act note_that_it_noticed() {
  return [](Scene& scene) -> Outcome {
    const Shop& shop = scene.shop(kHarbour);
    const std::string said =
        read_whole(scene.stage().options().directory / (shop.link + ".log")).value_or("");
    scene.note({shop.name + " noticed by itself that nobody is there",
                said.find("uplink: disconnected") != std::string::npos, ""});
    return Done{};
  };
}

Act plug_in() {
  return [](Scene& scene) { return plug_cable_in(scene.network_log()); };
}

Drill link_down() {
  constexpr Millis kLongerThanPatience{30'000};
  Drill drill{
      "link-down",
      "fallacy 1: the network is reliable",
      "A shop whose cable to head office is pulled sells on, notices by itself, and catches up "
      "once it is plugged in again.",
      {},
      [](const DrillPlan& plan) {
        return std::vector<Fault>{{"Harbour's cable is pulled",
                                   plan.at(200),
                                   plan.at(700),
                                   {kHarbour},
                                   [](Scene& scene) { return pull_cable(scene.network_log()); },
                                   in_turn({note_that_it_noticed(), plug_in()})}};
      },
      {},
      {},
      {Node::Store, "SendsOnlyWhatIsNew",
       "after a reconnection a shop goes on at its log's end and never sends what it sold "
       "meanwhile"}};
  drill.network = Network::OneShopsOwn;
  drill.length = kLongerThanPatience;
  return drill;
}

}  // namespace

std::vector<Drill> link_drills() { return {link_down()}; }

}  // namespace perk::ops
