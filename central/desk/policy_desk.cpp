#include "central/desk/policy_desk.h"

#include <map>

namespace perk::central {
namespace {

/// For whom a policy is.
using Scope = std::pair<StoreId, ProgrammeId>;

PolicyRow row_of(const PolicySet& set, PolicyVersion version, EventId by) {
  return {version, set.kind, set.store, "", set.programme, set.operator_name, by};
}

/// The last word for each scope; the built-in policy is for all until another is.
std::map<Scope, PolicyRow> in_force(const PolicyBook& book) {
  std::map<Scope, PolicyRow> rows;
  PolicyRow& built_in = rows[Scope()];
  built_in.version = kBuiltInPolicy.version;
  built_in.kind = kBuiltInPolicy.kind;
  for (const PolicySetting& setting : book.settings()) {
    PolicyRow& row = rows[{setting.set.store, setting.set.programme}];
    if (setting.version < row.version) continue;
    row = row_of(setting.set, setting.version, setting.by);
  }
  return rows;
}

Event policy_set(const PolicySet& set, const Stamp& stamp) {
  Event event;
  event.envelope.hlc = stamp.hlc;
  event.envelope.raw_clock = stamp.raw_clock;
  event.envelope.policy_version = stamp.policy_version;
  event.body = set;
  return event;
}

/// How often the book is brought up to what another operator set meanwhile.
constexpr int kTriesMax = 10;

AdminFault busy() {
  return {"outcome_unknown", "Others write policies at the same time: ask again."};
}

}  // namespace

DeskAnswer<PoliciesReply> PolicyDesk::policies() {
  const auto view = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!view) return failed(view.error());
  const auto rows =
      around_.risk.read([](const ChainRisk& risk) { return in_force(risk.policies().book()); });
  PoliciesReply reply;
  for (const auto& [scope, row] : rows) {
    reply.rows.push_back(row);
    if (row.store != StoreId()) reply.rows.back().store_name = view.value().name_of(row.store);
  }
  return reply;
}

DeskAnswer<SetPolicyReply> PolicyDesk::set(const SetPolicyRequest& request) {
  if (auto fault = fault_in_texts("", request.operator_name)) return failed(std::move(*fault));
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  const auto view = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!view) return failed(view.error());
  PolicySet set{StoreId(), request.programme, request.kind, request.operator_name};
  if (!request.store.empty()) {
    const StoreRecord* const store = view.value().find(request.store);
    if (store == nullptr) return failed(store_unknown(request.store));
    set.store = store->store;
  }
  for (int tries = 0; tries < kTriesMax; ++tries) {
    auto done = try_to_set(set, request.word);
    if (!done) return failed(fault_of(done.error()));
    if (!done.value()) continue;
    done.value()->policy.store_name = request.store;
    return std::move(*done.value());
  }
  return failed(busy());
}

Stored<std::optional<SetPolicyReply>> PolicyDesk::try_to_set(
    const PolicySet& set, const std::optional<OperatorWord>& word) {
  std::optional<SetPolicyReply> reply;
  const auto decide = [&](const OfficeDesk& desk, const ChainRisk& risk) -> std::vector<Event> {
    reply.reset();
    if (risk.heard_through(desk.origin()) != desk.own_end()) return {};
    const PolicyBook& book = risk.policies().book();
    const auto rows = in_force(book);
    const auto now = rows.find({set.store, set.programme});
    if (now != rows.end() && now->second.kind == set.kind) {
      reply = SetPolicyReply{now->second, true};
      return {};
    }
    const Stamp stamp = desk.stamp(book.next_version());
    const EventId id{desk.origin(), desk.own_end().next()};
    reply = SetPolicyReply{row_of(set, stamp.policy_version, id), false};
    return {policy_set(set, stamp)};
  };
  const auto written = around_.pen.write(
      around_.pen.page_of(StoreId()),
      [&](const OfficeDesk& desk) {
        return around_.risk.read([&](const ChainRisk& risk) { return decide(desk, risk); });
      },
      word);
  if (!written) return failed(written.error());
  if (const auto done = around_.risk.catch_up(written.value().end.shard); !done)
    return failed(done.error());
  return reply;
}

}  // namespace perk::central
