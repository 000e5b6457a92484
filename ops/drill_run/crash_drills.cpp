// Drills of crashes: a shop's node, head office and its database are killed while customers stand at the tills.
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

const std::vector<std::size_t> kEverybody{kHarbour, kMarket, kStation};

Drill store_killed() {
  return {"store-killed",
          "crash: a store's node",
          "A store's node that is killed at any moment forgets no approval that a till was given.",
          {.tills_per_shop = 10},  // Each stands still with one customer meanwhile.
          [](const DrillPlan& plan) {
            std::vector<Fault> faults;
            for (std::int64_t from = 150; from < 800; from += 150)
              faults.push_back({"Harbour's node is killed",
                                plan.at(from),
                                plan.at(from + 40),
                                {kHarbour},
                                kill_shop(kHarbour),
                                start_shop_again(kHarbour)});
            return faults;
          },
          {},
          {},
          {Node::Store, "RestartForgetsLastEvent",
           "a shop that starts again folds all of its log but the last event"}};
}

/// Killed with its hands full: what came up meanwhile could not be stored. A shop would send again what head office
/// acknowledged and lost, unless its disk burns just then, and its tills let their receipts go when they heard the
/// acknowledgement.
Drill central_killed() {
  return {
      "central-killed",
      "crash: head office, in the middle of acknowledging",
      "Head office that is killed while its database is away has acknowledged nothing that it "
      "had not stored: a shop whose disk burns in that moment loses no approval.",
      {},
      [](const DrillPlan& plan) {
        return std::vector<Fault>{{"the database is killed", plan.at(250), plan.at(650), kEverybody,
                                   kill_database(), start_database_again()},
                                  {"head office is killed", plan.at(450), plan.at(670), kEverybody,
                                   kill_head_office(), start_head_office_again()},
                                  {"Harbour's disk burns",
                                   plan.at(500),
                                   plan.at(680),
                                   {kHarbour},
                                   in_turn({kill_shop(kHarbour), destroy_database(kHarbour)}),
                                   in_turn({declare_lost(kHarbour), start_shop_again(kHarbour)})}};
      },
      {kHarbour},
      {},
      {Node::HeadOffice, "AcksBeforeAppend", "head office acknowledges what has only been queued"}};
}

Drill database_killed() {
  return {
      "database-killed",
      "crash: PostgreSQL",
      "A database that is killed and started again costs no sale and no acknowledged event; head "
      "office goes on by itself.",
      {},
      [](const DrillPlan& plan) {
        return std::vector<Fault>{{"PostgreSQL is killed", plan.at(250), plan.at(450), kEverybody,
                                   kill_database(), start_database_again()},
                                  {"PostgreSQL is killed again", plan.at(600), plan.at(700),
                                   kEverybody, kill_database(), start_database_again()}};
      },
      {},
      {},
      {Node::HeadOffice, "CheckpointWithoutRows",
       "a read model's checkpoint is saved without the rows that it stands for"}};
}

Drill all_killed() {
  return {
      "all-killed",
      "crash: a store, head office and PostgreSQL at once",
      "With a store, head office and its database killed at once, nothing that was acknowledged "
      "to anybody is lost.",
      {},
      [](const DrillPlan& plan) {
        return std::vector<Fault>{
            {"PostgreSQL, head office and Harbour's node are killed", plan.at(400), plan.at(550),
             kEverybody, in_turn({kill_database(), kill_head_office(), kill_shop(kHarbour)}),
             in_turn(
                 {start_database_again(), start_head_office_again(), start_shop_again(kHarbour)})}};
      },
      {},
      {},
      {Node::Store, "RestartForgetsLastEvent",
       "a shop that starts again folds all of its log but the last event"}};
}

}  // namespace

std::vector<Drill> crash_drills() {
  return {store_killed(), central_killed(), database_killed(), all_killed()};
}

}  // namespace perk::ops
