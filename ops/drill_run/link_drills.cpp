// Drills of cables: the kernel's own cut, with no proxy in between. Nothing is closed, and nothing is refused.
#include <utility>

#include "ops/drill_run/own_network.h"
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

Drill link_down() {
  Drill drill{
      "link-down",
      "fallacy 1: the network is reliable",
      "A shop whose cable to head office is pulled sells on, notices by itself, and catches up "
      "once it is plugged in again.",
      {},
      [](const DrillPlan& plan) {
        std::vector<Fault> faults;
        for (const auto& [from, until] : {std::pair{200, 350}, std::pair{450, 750}})
          faults.push_back({"Harbour's cable is pulled",
                            plan.at(from),
                            plan.at(until),
                            {kHarbour},
                            [](Scene& scene) { return pull_cable(scene.network_log()); },
                            [](Scene& scene) { return plug_cable_in(scene.network_log()); }});
        return faults;
      },
      {},
      {},
      {Node::Store, "SendsOnlyWhatIsNew",
       "after a reconnection a shop goes on at its log's end and never sends what it sold "
       "meanwhile"}};
  drill.network = Network::OneShopsOwn;
  return drill;
}

}  // namespace

std::vector<Drill> link_drills() { return {link_down()}; }

}  // namespace perk::ops
