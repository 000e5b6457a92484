#include "tests/model/explorer.h"

#include <algorithm>
#include <deque>
#include <unordered_set>

namespace perk::model {
namespace {

/// A step taken, and the step it was taken after.
struct Trail {
  std::size_t parent = 0;
  Action action;
};

using Used = std::array<std::uint8_t, kKinds>;

struct Open {
  World world;
  Used used{};
  unsigned depth = 0;
  std::size_t trail = 0;
};

std::uint64_t digest_of(const Open& open) {
  std::uint64_t digest = open.world.digest();
  for (const std::uint8_t times : open.used) digest = mixed(digest, times);
  return digest;
}

class Explorer {
 public:
  Explorer(const Scenario& scenario, const Laws& laws, std::size_t worlds_max)
      : scenario_(scenario), laws_(laws), worlds_max_(worlds_max), actions_(actions_of(scenario)) {}

  Exploration run() {
    trails_.push_back({});
    meet({world_of(scenario_), {}, 0, 0});
    while (!open_.empty() && !found_.finding) {
      const Open next = std::move(open_.front());
      open_.pop_front();
      found_.deepest = next.depth;
      if (next.depth < scenario_.steps) go_on_from(next);
    }
    return std::move(found_);
  }

 private:
  void go_on_from(const Open& from) {
    for (const Action& action : actions_) {
      const auto kind = static_cast<std::size_t>(action.kind);
      if (found_.finding || from.used.at(kind) >= scenario_.may.at(action.kind)) continue;
      if (action.shop >= from.world.shops()) continue;
      Open to{from.world, from.used, from.depth + 1, trails_.size()};
      if (!to.world.act(action)) continue;
      ++to.used.at(kind);
      ++found_.steps;
      trails_.push_back({from.trail, action});
      if (!meet(std::move(to))) trails_.pop_back();
    }
  }

  /// Whether it is a world not seen before.
  bool meet(Open open) {
    if (found_.worlds >= worlds_max_) {
      found_.is_complete = false;
      return false;
    }
    if (!seen_.insert(digest_of(open)).second) return false;
    ++found_.worlds;
    if (auto objection = judge(open.world, laws_))
      found_.finding = {std::move(*objection), history_of(open.trail)};
    open_.push_back(std::move(open));
    return true;
  }

  [[nodiscard]] Actions history_of(std::size_t trail) const {
    Actions history;
    for (; trail != 0; trail = trails_[trail].parent) history.push_back(trails_[trail].action);
    std::reverse(history.begin(), history.end());
    return history;
  }

  const Scenario& scenario_;
  const Laws& laws_;
  const std::size_t worlds_max_;
  const Actions actions_;
  std::deque<Open> open_;
  std::vector<Trail> trails_;
  std::unordered_set<std::uint64_t> seen_;  // Only asked, never walked: its order does not matter.
  Exploration found_;
};

std::string text_of(const char* whose, const Facts& facts) {
  std::string text = std::string("  ") + whose + ":\n";
  for (const FactPtr& fact : facts) text += "    " + fact->text + "\n";
  return text;
}

}  // namespace

Exploration explore(const Scenario& scenario, const Laws& laws, std::size_t worlds_max) {
  return Explorer(scenario, laws, worlds_max).run();
}

std::string text_of(const Scenario& scenario, const Exploration::Finding& finding) {
  std::string text = std::string(scenario.name) + ", " + name_of(finding.objection.law) + ": " +
                     finding.objection.sentence + "\n" + text_of(scenario.beginning) +
                     "  then, in the fewest steps:\n" + text_of(finding.history);
  World world = world_of(scenario);
  for (const Action& action : finding.history) (void)world.act(action);
  text += text_of("head office then holds", world.office().order);
  for (std::size_t place = 0; place < world.shops(); ++place)
    text += text_of(("shop " + name_of(world.shop(place).life) + " wrote").c_str(),
                    world.shop(place).log);
  return text;
}

}  // namespace perk::model
