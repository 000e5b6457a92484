#include "central/desk/epoch_view.h"

#include <algorithm>

namespace perk::central {
namespace {

AdminFault fault_of(LogRefusal refusal, const EpochReply& now) {
  const std::string name(refusal_name(refusal));
  const std::string epoch = std::to_string(now.epoch.value());
  switch (refusal) {
    case LogRefusal::ReasonMissing:
      return {name, "Say why: the reason is kept with the event."};
    case LogRefusal::AlreadySettled:
      return {name, "Epoch " + epoch + " is settled already."};
    case LogRefusal::NotThisEpoch:
      return {name, "There is nothing to settle: head office is in its first epoch."};
    case LogRefusal::NotReported: {
      std::string missing;
      for (const EpochHolderRow& row : now.holders) {
        if (row.has_reported) continue;
        missing += missing.empty() ? "" : ", ";
        missing += row.store_name + " (log " + to_string(row.incarnation) + ")";
      }
      return {name, "These have not reported: " + missing +
                        ". Wait for them, or name each with --without; exposure stays unknown "
                        "until they do."};
    }
    default:
      return {name, "The epoch cannot be settled so."};
  }
}

AdminFault not_waited_for(const std::string& log) {
  return {"log_unknown", "No log " + log + " is waited for: `perk epoch` lists those that are."};
}

/// Whose log it is may be known again only when it comes.
std::string name_of(StoreId store, const StoreRecord* known) {
  if (store == StoreId()) return "a store not known yet";
  return known == nullptr ? "store " + std::to_string(store.value()) : known->name;
}

}  // namespace

DeskAnswer<EpochReply> EpochView::show() {
  if (auto done = around_.risk.catch_up(shard_of(StoreId(), around_.chain.shard_count)); !done)
    return failed(fault_of(done.error()));
  const auto holders = around_.epochs.holders();
  if (!holders) return failed(fault_of(holders.error()));
  const auto stores = around_.events.stores();
  if (!stores) return failed(fault_of(stores.error()));
  EpochReply reply;
  reply.epoch = around_.epochs.epoch();
  reply.is_settled = around_.epochs.is_settled();
  reply.dispute = around_.epochs.dispute();
  around_.risk.read([&](const ChainRisk& risk) {
    const auto begun = risk.logs().epochs().find(reply.epoch);
    if (begun != risk.logs().epochs().end()) {
      reply.begun_why = begun->second.said.reason;
      reply.begun_by = begun->second.said.operator_name;
    }
    if (const EpochSettled* settled = risk.logs().settled(reply.epoch)) {
      reply.settled_why = settled->reason;
      reply.settled_by = settled->operator_name;
    }
  });
  const std::vector<StoreLine> lines = around_.lines.lines();
  for (const EpochHolder& holder : holders.value()) {
    EpochHolderRow row{holder.store, "", holder.incarnation, holder.has_reported, false, {}};
    const auto store = std::ranges::find(stores.value(), holder.store, &StoreRecord::store);
    const bool is_known = store != stores.value().end();
    row.store_name = name_of(holder.store, is_known ? &*store : nullptr);
    if (is_known) row.last_heard = store->last_heard;
    const auto line = std::ranges::find(lines, holder.store, &StoreLine::store);
    if (line != lines.end()) {
      row.is_connected = line->is_connected;
      row.last_heard = std::max(line->last_heard, row.last_heard.value_or(WallTime()));
    }
    reply.holders.push_back(std::move(row));
  }
  return reply;
}

DeskAnswer<std::vector<Origin>> EpochView::logs_of(const std::vector<std::string>& names) {
  const auto stores = around_.events.stores();
  if (!stores) return failed(fault_of(stores.error()));
  const auto holders = around_.epochs.holders();
  if (!holders) return failed(fault_of(holders.error()));
  std::vector<Origin> logs;
  for (const std::string& name : names) {
    const auto store = std::ranges::find(stores.value(), name, &StoreRecord::name);
    const bool is_store = store != stores.value().end();
    const auto log = log_named(name);
    if (!is_store && !log) return failed(store_unknown(name));
    const auto is_named = [&](const EpochHolder& holder) {
      return is_store ? holder.store == store->store : holder.incarnation == *log;
    };
    if (!is_store && std::ranges::none_of(holders.value(), is_named))
      return failed(not_waited_for(name));
    for (const EpochHolder& holder : holders.value())
      if (is_named(holder) && !holder.has_reported) logs.push_back(holder.incarnation);
  }
  return logs;
}

DeskAnswer<EpochReply> EpochView::settle(const SettleEpochRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  const auto without = logs_of(request.without);
  if (!without) return failed(without.error());
  const auto settled =
      around_.epochs.settle(without.value(), request.reason, request.operator_name, request.word);
  if (!settled) return failed(fault_of(settled.error()));
  auto now = show();
  if (!now || settled.value()) return now;
  return failed(fault_of(settled.value().error(), now.value()));
}

}  // namespace perk::central
