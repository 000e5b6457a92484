// What `perk epoch` prints.
#include <fmt/format.h>

#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using central::EpochHolderRow;
using central::EpochReply;

std::string state_of(const EpochReply& reply) {
  if (!reply.dispute.empty())
    return fmt::format(
        "DISPUTED: {}. Head office was restored to an earlier point, and nobody said so: nothing "
        "is "
        "granted or debited. Stop perk-central, run 'perk-central begin-epoch', start it again.\n",
        printable(reply.dispute));
  if (reply.epoch == Epoch(1)) return "Epoch 1: head office was never restored.\n";
  std::string out = fmt::format("Epoch {}, begun by {}: {}.\n", reply.epoch.value(),
                                printable(reply.begun_by), printable(reply.begun_why));
  if (reply.is_settled)
    return out + fmt::format("Settled by {}: {}.\n", printable(reply.settled_by),
                             printable(reply.settled_why));
  return out +
         "NOT SETTLED: nothing is granted, debited, refunded or lapsed until it is. When everybody "
         "has "
         "reported and no store is missing in the list: perk epoch settle --reason ...\n";
}

}  // namespace

std::string text(const EpochReply& reply) {
  Table table({{"store"}, {"log"}, {"line"}, {"reported"}});
  std::size_t missing = 0;
  for (const EpochHolderRow& row : reply.holders) {
    if (!row.has_reported) ++missing;
    table.add({printable(row.store_name), to_string(row.incarnation),
               row.is_connected ? "connected" : "cut off", row.has_reported ? "yes" : "NO"});
  }
  std::string out = state_of(reply);
  if (reply.epoch == Epoch(1)) return out;
  if (missing > 0)
    out += fmt::format("{} of {} have not reported: exposure is unknown.\n", missing,
                       counted(reply.holders.size(), "log"));
  return out + table.str();
}

Json json(const EpochReply& reply) {
  Json holders = Json::array();
  for (const EpochHolderRow& row : reply.holders) {
    holders.push_back(
        {{"store", row.store.value()},
         {"store_name", row.store_name},
         {"incarnation", to_string(row.incarnation)},
         {"has_reported", row.has_reported},
         {"is_connected", row.is_connected},
         {"last_heard", row.last_heard ? Json(to_iso8601(*row.last_heard)) : Json(nullptr)}});
  }
  return {{"epoch", reply.epoch.value()},   {"is_settled", reply.is_settled},
          {"dispute", reply.dispute},       {"begun_why", reply.begun_why},
          {"begun_by", reply.begun_by},     {"settled_why", reply.settled_why},
          {"settled_by", reply.settled_by}, {"holders", std::move(holders)}};
}

}  // namespace perk::ops
