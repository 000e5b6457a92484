// Drills of head office's past: its database is put back to an earlier state, and its shops know more than it.
#include "ops/demo_run/child.h"
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

Act back_up_database() {
  return [](Scene& scene) { return scene.databases().back_up(); };
}

Act restore_database() {
  return [](Scene& scene) -> Outcome {
    const auto conninfo = scene.databases().restore();
    if (!conninfo) return failed(conninfo.error());
    return scene.stage().move_database(conninfo.value());
  };
}

/// What head office refuses to run without, once its database is older than it was.
Act begin_epoch() {
  return [](Scene& scene) -> Outcome {
    const StageOptions& options = scene.stage().options();
    return run_to_end({options.programs / options.central_program, "begin-epoch", "--config",
                       options.directory / "central.toml", "--reason", "its disk failed",
                       "--operator", kDemoOperator},
                      options.directory / "central.log");
  };
}

/// As an operator does once every shop has reported; head office refuses before.
Act settle_epoch() {
  return [](Scene& scene) -> Outcome {
    return scene.stage().wait_until("every shop has reported and the epoch is settled", [&] {
      const auto reply = scene.stage().ask()(
          central::SettleEpochRequest{{}, "all of them are there", kDemoOperator});
      return reply && !std::holds_alternative<central::AdminFault>(reply.value());
    });
  };
}

Drill central_restored() {
  const std::vector<std::size_t> everybody{kHarbour, kMarket, kStation};
  return {"central-restored",
          "crash: head office is put back to a backup",
          "A head office that was put back to an earlier state gets back from its shops what it "
          "forgot, and nothing that it acknowledged is lost.",
          {},
          [everybody](const DrillPlan& plan) {
            return std::vector<Fault>{
                {"head office's database is backed up", plan.at(150), plan.at(200), everybody,
                 in_turn({kill_head_office(), back_up_database()}), start_head_office_again()},
                {"head office's database is put back to the backup", plan.at(550), plan.at(650),
                 everybody, in_turn({kill_head_office(), restore_database()}),
                 in_turn({begin_epoch(), start_head_office_again(), settle_epoch()})}};
          },
          {},
          {},
          {Node::Store, "SendsOnlyWhatIsNew",
           "a shop never sends again what head office had and forgot"}};
}

/// The archive of the replicated database outlives its machines.
Drill cluster_restored() {
  const std::vector<std::size_t> everybody{kHarbour, kMarket, kStation};
  Drill drill{
      "cluster-restored",
      "crash: all three machines of the replicated database are gone",
      "A replicated database that is restored to a point in time into a fresh cluster gets back "
      "from the shops what came after it, and nothing that was acknowledged is lost.",
      {},
      [everybody](const DrillPlan& plan) {
        return std::vector<Fault>{
            {"the cluster is backed up", plan.at(150), plan.at(200), everybody, back_up_database(),
             in_turn({})},
            {"the cluster is gone; a fresh one is restored to the time of the backup", plan.at(500),
             plan.at(600), everybody, in_turn({kill_head_office(), restore_database()}),
             in_turn({begin_epoch(), start_head_office_again(), settle_epoch()})}};
      },
      {},
      {},
      {Node::HeadOffice, "PastIsNotAskedFor",
       "a restored head office does not ask for what its shops heard of it"}};
  constexpr Millis kDay{40'000};
  drill.load.purchases_per_second = 20;
  drill.held_in = HeldIn::Cluster;
  drill.length = kDay;
  return drill;
}

}  // namespace

std::vector<Drill> restore_drills() { return {central_restored(), cluster_restored()}; }

}  // namespace perk::ops
