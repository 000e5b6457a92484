// Rights, exposure, overdrafts, lost stores, policies and explanations, as programs read them.
#include "ledger/policy.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.
using Kind = Exposure::Kind;

Json policy_json(const PolicyRow& row) {
  return {{"version", row.version.value()},
          {"policy", policy_name(row.kind)},
          {"store", row.store.value()},
          {"store_name", row.store_name},
          {"programme", row.programme.value()},
          {"operator", row.operator_name},
          {"event", row.event ? Json(to_string(*row.event)) : Json(nullptr)}};
}

Json purchase_json(const PurchaseExplained& purchase) {
  Json unheard = Json::array();
  for (const UnheardRow& row : purchase.unheard) {
    unheard.push_back({{"store", row.store.value()},
                       {"name", row.store_name},
                       {"events", row.events},
                       {"spent_minor", row.spent.minor()},
                       {"loaded_minor", row.loaded.minor()},
                       {"taken_back_minor", row.taken_back.minor()}});
  }
  Json allowance = nullptr;
  if (purchase.allowance) {
    allowance = {{"id", purchase.allowance->id.value()},
                 {"left_at_most_minor", purchase.allowance->left_at_most.minor()},
                 {"card_left_at_most_minor", purchase.allowance->card_left_at_most.minor()}};
  }
  return {{"requested_minor", purchase.requested.minor()},
          {"approved_minor", purchase.approved().minor()},
          {"from_rights_minor", purchase.from_rights.minor()},
          {"beyond_rights_minor", purchase.beyond_rights.minor()},
          {"basis", basis_name(purchase.basis)},
          {"policy_version", purchase.policy_version.value()},
          {"manager", purchase.manager},
          {"allowance_drawn_minor", purchase.allowance_drawn.minor()},
          {"allowance_before", std::move(allowance)},
          {"known_through", purchase.known_through.value()},
          {"own_log_through", purchase.own_through.value()},
          {"value_known_minor", purchase.value_known.minor()},
          {"rights_known_minor", purchase.rights_known.minor()},
          {"cut_off_for_ms", purchase.cut_off_for.count()},
          {"unheard", std::move(unheard)},
          {"unheard_spent_minor", purchase.unheard_spent.minor()},
          {"frozen_unheard", purchase.was_frozen_unheard},
          {"value_with_unheard_minor", purchase.value_with_unheard.minor()}};
}

}  // namespace

/// Amounts that are not known are null, and so is a sum that nothing bounds.
Json exposure_json(const ShownExposure& exposure) {
  const auto unless_unknown = [&](Amount amount) {
    return exposure.kind == Kind::Unknown ? Json(nullptr) : Json(amount.minor());
  };
  const bool is_known = exposure.kind == Kind::Known;
  return {{"kind", exposure_name(exposure.kind)},
          {"exposure_minor", is_known ? Json(exposure.parts.sum().minor()) : Json(nullptr)},
          {"allowances_minor", unless_unknown(exposure.parts.allowances)},
          {"covered_by_rights_out_minor", unless_unknown(exposure.parts.covered_by_rights_out)},
          {"returned_unproven_minor", unless_unknown(exposure.parts.returned_unproven)}};
}

Json json(const CardRights& rights) {
  Json holders = Json::array();
  for (const RightsHolding& holding : rights.holders) {
    holders.push_back({{"store", holding.store.value()},
                       {"name", holding.store_name},
                       {"incarnation", to_string(holding.incarnation)},
                       {"rights_minor", holding.amount.minor()},
                       {"connected", holding.is_connected}});
  }
  const bool is_known = rights.exposure.kind != Kind::Unknown;
  const auto unless_unknown = [&](Amount amount) {
    return is_known ? Json(amount.minor()) : Json(nullptr);
  };
  return {{"exposure", exposure_json(rights.exposure)},
          {"reserve_minor", unless_unknown(rights.reserve)},
          {"overdraft_open_minor", unless_unknown(rights.overdraft_open)},
          {"holders", is_known ? std::move(holders) : Json(nullptr)},
          {"position", rights.position.value()}};
}

Json json(const ExposureReply& reply) {
  const bool is_known = reply.exposure.kind != Kind::Unknown;
  const auto unless_unknown = [&](Amount amount) {
    return is_known ? Json(amount.minor()) : Json(nullptr);
  };
  Json stores = Json::array();
  for (const StoreExposureRow& row : reply.stores) {
    Json store{{"store", row.store.value()},
               {"name", row.name},
               {"connected", row.is_connected},
               {"last_heard", row.last_heard ? Json(to_iso8601(*row.last_heard)) : Json(nullptr)}};
    store.update(exposure_json(row.share));
    store["copies_minor"] = unless_unknown(row.copies);
    stores.push_back(std::move(store));
  }
  Json out{{"currency", reply.currency.code()}, {"now", to_iso8601(reply.now)}};
  if (reply.card) out["card"] = to_hex(*reply.card);
  if (!reply.store_name.empty()) out["store"] = reply.store_name;
  out.update(exposure_json(reply.exposure));
  out["why_unknown"] = reply.why_unknown;
  out["chain_peak_minor"] = unless_unknown(reply.peak);
  if (reply.card) return out;
  out["copies_minor"] = unless_unknown(reply.copies);
  if (reply.store_name.empty())
    out["reversible_loads_minor"] = unless_unknown(reply.reversible_loads);
  out["stores"] = std::move(stores);
  return out;
}

Json json(const OverdraftsReply& reply) {
  Json rows = Json::array();
  for (const OverdraftRow& row : reply.rows) {
    rows.push_back({{"event", to_string(row.opening)},
                    {"opened_at", to_iso8601(row.opened_at)},
                    {"card", to_hex(row.card)},
                    {"last_four", row.last_four},
                    {"cause", cause_name(row.cause)},
                    {"owner", to_string(row.owner)},
                    {"store", row.store.value()},
                    {"store_name", row.store_name},
                    {"opened_minor", row.opened.minor()},
                    {"recovered_minor", row.recovered.minor()},
                    {"written_off_minor", row.written_off.minor()},
                    {"left_minor", row.left().minor()}});
  }
  return {{"currency", reply.currency.code()},
          {"overdrafts", std::move(rows)},
          {"count", reply.count},
          {"opened_minor", reply.opened.minor()},
          {"recovered_minor", reply.recovered.minor()},
          {"written_off_minor", reply.written_off.minor()},
          {"left_minor", (reply.opened - reply.recovered - reply.written_off).minor()}};
}

Json json(const WriteOffReply& reply) {
  return {{"event", to_string(reply.opening)},
          {"card", to_hex(reply.card)},
          {"last_four", reply.last_four},
          {"currency", reply.currency.code()},
          {"written_off_minor", reply.amount.minor()}};
}

Json json(const DeclareLostReply& reply) {
  Json cards = Json::array();
  for (const ReturnedCard& card : reply.cards) {
    cards.push_back({{"card", to_hex(card.card)},
                     {"last_four", card.last_four},
                     {"returned_minor", card.amount.minor()}});
  }
  return {{"store", reply.store.value()},
          {"name", reply.name},
          {"currency", reply.currency.code()},
          {"returned_minor", reply.returned.minor()},
          {"cards_count", reply.card_count},
          {"cards", std::move(cards)},
          {"exposure_opened_minor", reply.opened.minor()},
          {"chain", exposure_json(reply.exposure)}};
}

Json json(const ExplainReply& reply) {
  return {{"event", to_string(reply.event)},
          {"type", reply.type},
          {"said", reply.said},
          {"store", reply.store.value()},
          {"store_name", reply.store_name},
          {"card", reply.card ? Json(to_hex(*reply.card)) : Json(nullptr)},
          {"last_four", reply.last_four},
          {"currency", reply.currency.code()},
          {"shard", reply.shard.value()},
          {"position", reply.position.value()},
          {"happened_at", to_iso8601(reply.happened)},
          {"store_clock", to_iso8601(reply.raw_clock)},
          {"recorded_at", to_iso8601(reply.recorded)},
          {"purchase", reply.purchase ? purchase_json(*reply.purchase) : Json(nullptr)}};
}

Json json(const PoliciesReply& reply) {
  Json rows = Json::array();
  for (const PolicyRow& row : reply.rows) rows.push_back(policy_json(row));
  return {{"policies", std::move(rows)}};
}

Json json(const SetPolicyReply& reply) {
  return {{"policy", policy_json(reply.policy)}, {"was_in_force", reply.was_in_force}};
}

}  // namespace perk::ops
