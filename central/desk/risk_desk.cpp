#include "central/desk/risk_desk.h"

#include <algorithm>
#include <set>

#include "central/desk/rows_max.h"

namespace perk::central {
namespace {

Amount copies_of(const ChainRisk& risk, const std::vector<Origin>& incarnations) {
  Amount copies;
  for (const Origin incarnation : incarnations) copies += risk.copies_of(incarnation);
  return copies;
}

StoreExposureRow row_of(const RiskView& view, const ChainRisk& risk, const StoreRecord& store) {
  const std::vector<Origin>& incarnations = view.incarnations_of(store.store);
  const auto share =
      view.shown(risk.of_incarnations(incarnations), view.may_be_unbounded(risk, store.store));
  return {store.store,
          store.name,
          view.is_connected(store.store),
          view.last_heard(store),
          share,
          copies_of(risk, incarnations)};
}

void tell_of_chain(ExposureReply& reply, const RiskView& view, const ChainRisk& risk) {
  reply.exposure = view.shown(risk.of_chain(), view.may_be_unbounded(risk));
  reply.copies = risk.beside().copies;
  reply.reversible_loads = risk.beside().reversible_loads;
  for (const StoreRecord& store : view.stores()) reply.stores.push_back(row_of(view, risk, store));
}

void tell_of_store(ExposureReply& reply, const RiskView& view, const ChainRisk& risk,
                   const StoreRecord& store) {
  reply.store_name = store.name;
  reply.stores = {row_of(view, risk, store)};
  reply.exposure = reply.stores.front().share;
  reply.copies = reply.stores.front().copies;
}

/// Below zero stands who had spent what was returned by decision.
std::vector<Origin> holders_of(const CardState& card) {
  std::set<Origin> moved;
  for (const auto& [origin, totals] : card.origins) moved.insert(origin);
  for (const auto& [origin, named] : card.named_rights) moved.insert(origin);
  std::erase_if(moved, [&](Origin origin) { return card.rights_of(origin).is_zero(); });
  return {moved.begin(), moved.end()};
}

OverdraftRow overdraft_row(const RiskView& view, EventId opening, const OverdraftOpening& where,
                           const CardState& card) {
  const Overdraft& overdraft = card.overdrafts.at(opening);
  OverdraftRow row;
  row.opening = opening;
  row.card = where.card;
  if (card.issue) row.last_four = card.issue->last_four;
  row.cause = overdraft.cause;
  row.owner = overdraft.owner;
  row.store = view.store_of(overdraft.owner);
  row.store_name = view.name_of(row.store);
  row.opened = overdraft.opened;
  row.recovered = overdraft.recovered;
  row.written_off = overdraft.written_off;
  row.opened_at = where.at;
  return row;
}

void add(OverdraftsReply& reply, OverdraftRow row) {
  ++reply.count;
  reply.opened += row.opened;
  reply.recovered += row.recovered;
  reply.written_off += row.written_off;
  reply.rows.push_back(std::move(row));
}

}  // namespace

DeskAnswer<ExposureReply> RiskDesk::exposure(const ExposureRequest& request) {
  if (!request.store.empty() && request.card) {
    return failed(AdminFault{"malformed", "Ask about a store or about a card, not about both."});
  }
  std::optional<CardId> card;
  if (request.card) {
    const auto found = resolve(*request.card, around_.events);
    if (!found) return failed(found.error());
    card = found.value();
  }
  const auto view = RiskView::look(around_, Patience::AMoment);
  if (!view) return failed(view.error());
  const StoreRecord* store = nullptr;
  if (!request.store.empty()) {
    store = view.value().find(request.store);
    if (store == nullptr) return failed(store_unknown(request.store));
  }
  ExposureReply reply;
  reply.currency = around_.chain.currency;
  reply.now = around_.clock.wall();
  reply.why_unknown = view.value().why_unknown();
  const bool is_known = around_.risk.read([&](const ChainRisk& risk) {
    // While the log is not read, a card that is not known may be.
    const bool is_read = reply.why_unknown.empty();
    if (card && is_read && !risk.card(*card).is_known()) return false;
    if (is_read) reply.peak = risk.peak();
    if (store != nullptr) {
      tell_of_store(reply, view.value(), risk, *store);
    } else if (card) {
      reply.card = card;
      reply.exposure = view.value().shown(risk.of_card(*card), view.value().may_be_unbounded(risk));
    } else {
      tell_of_chain(reply, view.value(), risk);
    }
    return true;
  });
  if (!is_known) return failed(card_unknown());
  return reply;
}

DeskAnswer<CardRights> RiskDesk::rights(const CardId& id) {
  const auto looked = RiskView::look(around_, Patience::AMoment);
  if (!looked) return failed(looked.error());
  const RiskView& view = looked.value();
  CardRights rights;
  rights.position = around_.risk.folded(shard_of(id, around_.chain.shard_count));
  around_.risk.read([&](const ChainRisk& risk) {
    const CardState& card = risk.card(id);
    rights.exposure = view.shown(risk.of_card(id), view.may_be_unbounded(risk));
    if (!view.why_unknown().empty()) return;
    rights.reserve = card.reserve();
    rights.overdraft_open = card.open_overdraft();
    for (const Origin origin : holders_of(card)) {
      const StoreId store = view.store_of(origin);
      rights.holders.push_back(
          {store, view.name_of(store), origin, card.rights_of(origin), view.is_connected(store)});
    }
  });
  return rights;
}

DeskAnswer<OverdraftsReply> RiskDesk::overdrafts(const OverdraftsRequest& request) {
  const auto view = RiskView::look(around_, Patience::AsLongAsItTakes);
  if (!view) return failed(view.error());
  OverdraftsReply reply;
  reply.currency = around_.chain.currency;
  around_.risk.read([&](const ChainRisk& risk) {
    for (const auto& [opening, where] : risk.overdrafts()) {
      OverdraftRow row = overdraft_row(view.value(), opening, where, risk.card(where.card));
      if (request.scope == OverdraftScope::All || row.left().is_positive())
        add(reply, std::move(row));
    }
  });
  std::ranges::stable_sort(reply.rows, {}, &OverdraftRow::opened_at);
  if (reply.rows.size() > kRowsMax) reply.rows.resize(kRowsMax);
  return reply;
}

}  // namespace perk::central
