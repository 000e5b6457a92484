#include "central/desk/risk_view.h"

#include <algorithm>

namespace perk::central {
namespace {

/// Folded in less than a second or so.
constexpr std::uint64_t kMomentEventsMax = 100'000;

std::uint64_t missing_in(const RiskBook& book, const std::vector<ShardEnd>& ends) {
  std::uint64_t missing = 0;
  for (const ShardEnd& end : ends) {
    const std::uint64_t folded = book.folded(end.shard).value();
    missing += end.position.value() - std::min(end.position.value(), folded);
  }
  return missing;
}

/// Looking at every shard would find nothing.
bool is_up_to_date(const RiskBook& book, std::uint64_t missing) {
  return missing == 0 && book.is_complete() &&
         book.read([](const ChainRisk& risk) { return risk.lapses_waiting().empty(); });
}

/// Why no figure would be proven; empty if it is.
std::string gap_in(const RiskBook& book, const std::vector<ShardEnd>& ends) {
  const bool lags = std::ranges::any_of(
      ends, [&](const ShardEnd& end) { return book.folded(end.shard) < end.position; });
  if (lags || !book.is_complete()) return "head office has not read all of its log yet";
  const std::uint64_t passed_over = book.passed_over();
  if (passed_over == 0) return "";
  return std::to_string(passed_over) +
         " events of the log cannot be read; `perk verify` names them";
}

/// Who has not reported since head office was restored may hold what it knows nothing of.
std::string gap_in_epoch(const EpochDesk& epochs, const std::vector<EpochHolder>& holders) {
  if (const std::string dispute = epochs.dispute(); !dispute.empty()) return dispute;
  const auto missing = std::ranges::count(holders, false, &EpochHolder::has_reported);
  const std::string epoch = std::to_string(epochs.epoch().value());
  if (missing > 0)
    return "in epoch " + epoch + " " + std::to_string(missing) + " of " +
           std::to_string(holders.size()) + " logs have not reported; `perk epoch` names them";
  if (epochs.is_settled()) return "";
  return "nobody has settled epoch " + epoch + " yet";
}

}  // namespace

DeskAnswer<RiskView> RiskView::look(const DeskSurroundings& around, Patience patience) {
  // The ends first: what the book has folded is compared with what was there before.
  const auto ends = around.events.shard_ends();
  if (!ends) return failed(fault_of(ends.error()));
  const std::uint64_t missing = missing_in(around.risk, ends.value());
  const bool may_wait = patience == Patience::AsLongAsItTakes || missing <= kMomentEventsMax;
  if (may_wait && !is_up_to_date(around.risk, missing)) {
    if (const auto done = around.risk.catch_up(); !done) return failed(fault_of(done.error()));
  }
  auto stores = around.events.stores();
  if (!stores) return failed(fault_of(stores.error()));
  const auto origins = around.events.origins();
  if (!origins) return failed(fault_of(origins.error()));
  RiskView view;
  view.stores_ = std::move(stores).value();
  for (const OriginProgress& progress : origins.value()) {
    view.incarnations_[progress.store].push_back(progress.origin);
    view.store_of_[progress.origin] = progress.store;
  }
  for (const StoreLine& line : around.lines.lines()) view.lines_[line.store] = line;
  view.why_unknown_ = gap_in(around.risk, ends.value());
  if (!view.why_unknown_.empty()) return view;
  const auto holders = around.epochs.holders();
  if (!holders) return failed(fault_of(holders.error()));
  view.why_unknown_ = gap_in_epoch(around.epochs, holders.value());
  return view;
}

const StoreRecord* RiskView::find(const std::string& name) const {
  const auto found = std::ranges::find(stores_, name, &StoreRecord::name);
  return found == stores_.end() ? nullptr : &*found;
}

std::string RiskView::name_of(StoreId store) const {
  if (store == StoreId()) return "head office";
  const auto found = std::ranges::find(stores_, store, &StoreRecord::store);
  return found == stores_.end() ? "store " + std::to_string(store.value()) : found->name;
}

const std::vector<Origin>& RiskView::incarnations_of(StoreId store) const {
  static const std::vector<Origin> kNone;
  const auto found = incarnations_.find(store);
  return found == incarnations_.end() ? kNone : found->second;
}

StoreId RiskView::store_of(Origin origin) const {
  const auto found = store_of_.find(origin);
  return found == store_of_.end() ? StoreId() : found->second;
}

bool RiskView::is_connected(StoreId store) const {
  const auto line = lines_.find(store);
  return line != lines_.end() && line->second.is_connected;
}

std::optional<WallTime> RiskView::last_heard(const StoreRecord& store) const {
  const auto line = lines_.find(store.store);
  if (line == lines_.end()) return store.last_heard;
  return std::max(line->second.last_heard, store.last_heard.value_or(WallTime()));
}

bool RiskView::may_be_unbounded(const ChainRisk& risk, StoreId store) const {
  return risk.policies().may_be_unbounded(store, incarnations_of(store), risk.proven());
}

bool RiskView::may_be_unbounded(const ChainRisk& risk) const {
  return risk.policies().book().any_unbounded() ||
         std::ranges::any_of(stores_, [&](const StoreRecord& store) {
           return may_be_unbounded(risk, store.store);
         });
}

ShownExposure RiskView::shown(const ExposureParts& parts, bool is_unbounded) const {
  const PolicyKind worst = is_unbounded ? PolicyKind::Cached : PolicyKind::EscrowStandIn;
  const Reported reported = why_unknown_.empty() ? Reported::Everybody : Reported::NotYet;
  const Exposure::Kind kind = exposure_shown(parts, worst, reported).kind();
  return {kind, reported == Reported::Everybody ? parts : ExposureParts()};
}

}  // namespace perk::central
