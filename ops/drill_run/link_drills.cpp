// Drills of cables: the kernel's own cut, with no proxy in between. Nothing is closed, and nothing is refused.
#include <memory>

#include "ops/demo_run/stage_files.h"
#include "ops/drill_run/own_network.h"
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

std::string said_by_harbour(Scene& scene) {
  const auto log = scene.stage().options().directory / (scene.shop(kHarbour).link + ".log");
  return read_whole(log).value_or("");
}

/// What it said before is not about this.
Act pull(const std::shared_ptr<std::size_t>& said_before) {
  return [said_before](Scene& scene) -> Outcome {
    *said_before = said_by_harbour(scene).size();
    return pull_cable(scene.network_log());
  };
}

/// Nothing was closed: it heard nothing for too long.
Act note_that_it_noticed(const std::shared_ptr<std::size_t>& said_before) {
  return [said_before](Scene& scene) -> Outcome {
    const bool has_noticed =
        said_by_harbour(scene).find("uplink: disconnected", *said_before) != std::string::npos;
    scene.note(
        {scene.shop(kHarbour).name + " noticed by itself that nobody is there", has_noticed, ""});
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
        const auto said_before = std::make_shared<std::size_t>(0);
        return std::vector<Fault>{{"Harbour's cable is pulled",
                                   plan.at(200),
                                   plan.at(700),
                                   {kHarbour},
                                   pull(said_before),
                                   in_turn({note_that_it_noticed(said_before), plug_in()})}};
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
