// Drills of disks: full, destroyed, put back to what they were.
#include <cerrno>
#include <cstring>

#include <sys/resource.h>

#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

/// No file of the shop's node may become longer than this: what a full disk is to it.
Act limit_files(std::size_t shop, rlim_t bytes) {
  return [shop, bytes](Scene& scene) -> Outcome {
    const rlimit limit{bytes, RLIM_INFINITY};
    if (prlimit(scene.shop(shop).node->pid(), RLIMIT_FSIZE, &limit, nullptr) == 0) return Done{};
    return failed("the node's files cannot be limited: " + std::string(std::strerror(errno)));
  };
}

Act copy_database(std::size_t shop) {
  return [shop](Scene& scene) { return scene.stage().copy_database(shop); };
}

Act put_copy_back(std::size_t shop) {
  return [shop](Scene& scene) { return scene.stage().put_copy_back(shop); };
}

Drill disk_full() {
  constexpr rlim_t kFull = 1'024;
  return {
      "disk-full",
      "crash: no room on a store's disk",
      "A store whose disk is full approves nothing that it cannot keep, and goes on by itself once "
      "there is room.",
      {.tills_per_shop = 10},  // Each stands still with one customer meanwhile.
      [](const DrillPlan& plan) {
        std::vector<Fault> faults;
        for (std::int64_t from = 200; from < 800; from += 200)
          faults.push_back({"Harbour's disk is full",
                            plan.at(from),
                            plan.at(from + 100),
                            {kHarbour},
                            limit_files(kHarbour, kFull),
                            limit_files(kHarbour, RLIM_INFINITY)});
        return faults;
      },
      {},
      {},
      {Node::Store, "AnswersFailedCommit", "the till answers though the commit failed"}};
}

/// Cut off first: what is lost with the disk was nowhere else but in the tills' receipts.
Drill disk_destroyed() {
  return {
      "disk-destroyed",
      "crash: a store's disk is gone",
      "A cut-off store whose disk is destroyed loses no approval: its tills hand their receipts to "
      "the node that takes its place.",
      {},
      [](const DrillPlan& plan) {
        return std::vector<Fault>{{"Harbour's line is cut",
                                   plan.at(200),
                                   plan.at(700),
                                   {kHarbour},
                                   break_lines({kHarbour}, "cut"),
                                   heal_lines({kHarbour})},
                                  {"Harbour's disk is destroyed, and an operator declares it lost",
                                   plan.at(500),
                                   plan.at(540),
                                   {kHarbour},
                                   in_turn({kill_shop(kHarbour), destroy_database(kHarbour)}),
                                   in_turn({declare_lost(kHarbour), start_shop_again(kHarbour)})}};
      },
      {kHarbour},
      {},
      {Node::Store, "HandedBackIsForgotten",
       "a receipt that was handed back is taken, and not kept"}};
}

Drill store_restored() {
  return {
      "store-restored",
      "crash: a store is put back to a backup",
      "A store that was put back to an old copy of its database begins a new log, brings what the "
      "copy lacks, and spends again at most the copies shown.",
      {},
      [](const DrillPlan& plan) {
        return std::vector<Fault>{
            {"Harbour's database is copied, its line is cut",
             plan.at(200),
             plan.at(700),
             {kHarbour},
             in_turn({kill_shop(kHarbour), copy_database(kHarbour), start_shop_again(kHarbour),
                      break_lines({kHarbour}, "cut")}),
             heal_lines({kHarbour})},
            {"Harbour is put back to the copy",
             plan.at(550),
             plan.at(570),
             {kHarbour},
             in_turn({kill_shop(kHarbour), put_copy_back(kHarbour)}),
             start_shop_again(kHarbour)}};
      },
      {kHarbour},
      {},
      {Node::Store, "HandedBackIsForgotten",
       "a receipt that was handed back is taken, and not kept"}};
}

}  // namespace

std::vector<Drill> disk_drills() { return {disk_full(), disk_destroyed(), store_restored()}; }

}  // namespace perk::ops
