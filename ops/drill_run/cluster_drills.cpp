// Drills of the replicated database: its primary is killed, and another takes its place.
#include <algorithm>

#include "ops/drill_run/rehearsal.h"

namespace perk::ops {
namespace {

constexpr Millis kBetweenKills{30'000}, kDeadFor{22'000}, kFirstKill{5'000};

std::vector<Fault> kills(const DrillPlan& plan) {
  std::vector<Fault> faults;
  const auto add = [&](Millis from, Millis until) {
    faults.push_back({"the primary is killed",
                      from,
                      until,
                      {kHarbour, kMarket, kStation},
                      kill_database(),
                      start_database_again()});
  };
  for (Millis from = kFirstKill; from + kDeadFor <= plan.length; from = from + kBetweenKills)
    add(from, from + kDeadFor);
  if (faults.empty()) add(plan.at(200), plan.at(800));  // Too short a day: one kill all the same.
  return faults;
}

/// From a kill until head office acknowledged more than it had by then.
std::optional<Millis> recovery_after(const Rehearsed& seen, const FaultSeen& kill) {
  std::optional<std::uint64_t> then;
  for (const HeldSample& sample : seen.held) {
    if (sample.at < kill.dead) continue;
    if (!then) then = sample.events;
    if (sample.events > *then) return sample.at - kill.from;
  }
  return std::nullopt;
}

void judge_kills(const Rehearsed& seen, std::vector<CheckLine>& checks) {
  std::vector<Millis> times;
  for (const FaultSeen& kill : seen.faults) {
    if (const auto time = recovery_after(seen, kill)) times.push_back(*time);
  }
  std::sort(times.begin(), times.end());
  checks.push_back({"head office acknowledged again after every kill",
                    times.size() == seen.faults.size() && !times.empty(),
                    times.empty()
                        ? "it never did"
                        : std::to_string(times.size()) + " of " +
                              std::to_string(seen.faults.size()) + " kills: after " +
                              plain_time(times.front()) + " to " + plain_time(times.back()) +
                              ", median " + plain_time(times[times.size() / 2])});
}

Drill primary_killed() {
  constexpr Millis kTwentyKills{620'000}, kThreeKills{95'000};
  Drill drill{
      "primary-killed",
      "topology doesn't change: PostgreSQL's primary under Patroni",
      "However often the primary is killed, nothing that head office acknowledged is lost, and it "
      "goes on with the next primary by itself.",
      {},
      kills,
      {},
      judge_kills,
      {Node::HeadOffice, "CheckpointWithoutRows",
       "a read model's checkpoint is saved without the rows that it stands for"}};
  drill.load.purchases_per_second = 20;
  drill.held_in = HeldIn::Cluster;
  drill.length = kTwentyKills;
  drill.control_length = kThreeKills;
  return drill;
}

}  // namespace

std::vector<Drill> cluster_drills() { return {primary_killed()}; }

}  // namespace perk::ops
