#include "ledger/snapshot.h"

#include <algorithm>
#include <tuple>

#include "ledger/closed_log.h"

namespace perk {
namespace {

/// What only the purchase's origin says of it.
struct OwnPart {
  Amount from_rights, beyond_rights, reversed;
  bool is_renounced = false;
};

OwnPart own_part(const Redemption& r) {
  return {r.from_rights, r.beyond_rights, r.reversed - r.reversed_elsewhere, r.is_renounced};
}

Hold own_part(const Hold& hold) { return {hold.placed, hold.ended, Amount(), hold.expires_at}; }
Load own_part(const Load& load) { return {load.loaded, load.reversed, Amount(), load.tender}; }
template <typename Part>
bool says_anything(const Part& part) {
  return part != Part();
}

bool says_anything(const OwnPart& part) {
  return part.from_rights.is_positive() || part.beyond_rights.is_positive() ||
         part.reversed.is_positive() || part.is_renounced;
}

bool carries(const CardState& snapshot, Origin own) {
  if (snapshot.origins.contains(own)) return true;
  if (snapshot.issue && snapshot.issue->by.origin == own) return true;
  const auto says = [own](const auto& entry) {
    return entry.first.origin == own && says_anything(own_part(entry.second));
  };
  return std::any_of(snapshot.redemptions.begin(), snapshot.redemptions.end(), says) ||
         std::any_of(snapshot.holds.begin(), snapshot.holds.end(), says) ||
         std::any_of(snapshot.loads.begin(), snapshot.loads.end(), says);
}

void merge_totals(CardState& card, const CardState& snapshot) {
  for (const auto& [origin, totals] : snapshot.origins) {
    OriginTotals& known = card.origins[origin];
    if (known.watermark < totals.watermark) known = totals;
  }
  for (const auto& [holder, named] : snapshot.named_rights) {
    NamedRights& known = card.named_rights[holder];
    known.in = std::max(known.in, named.in);
    known.out = std::max(known.out, named.out);
    known.returned = std::max(known.returned, named.returned);
  }
}

void merge_redemption(Redemption& known, const Redemption& heard) {
  const Amount at_origin = std::max(own_part(known).reversed, own_part(heard).reversed);
  known.reversed_elsewhere = std::max(known.reversed_elsewhere, heard.reversed_elsewhere);
  known.reversed = at_origin + known.reversed_elsewhere;
  known.from_rights = std::max(known.from_rights, heard.from_rights);
  known.beyond_rights = std::max(known.beyond_rights, heard.beyond_rights);
  known.is_renounced = known.is_renounced || heard.is_renounced;
  known.at = std::max(known.at, heard.at);
}

void merge_hold(Hold& known, const Hold& heard) {
  known.placed = std::max(known.placed, heard.placed);
  known.ended = std::max(known.ended, heard.ended);
  known.ended_elsewhere = std::max(known.ended_elsewhere, heard.ended_elsewhere);
  known.expires_at = std::max(known.expires_at, heard.expires_at);
}

void merge_load(Load& known, const Load& heard) {
  known.loaded = std::max(known.loaded, heard.loaded);
  known.reversed = std::max(known.reversed, heard.reversed);
  known.charged_back = std::max(known.charged_back, heard.charged_back);
  known.tender = std::max(known.tender, heard.tender);
}

/// Purchases, holds and loads are compared without what events of closed logs tell of them, each of which
/// counts once.
void merge_named(CardState& card, CardState snapshot) {
  for (const auto& [name, told] : snapshot.closed_logs) take_parts(snapshot, told);
  for (const auto& [name, told] : card.closed_logs) take_parts(card, told);
  for (const auto& [purchase, heard] : snapshot.redemptions)
    merge_redemption(card.redemptions[purchase], heard);
  for (const auto& [placing, heard] : snapshot.holds) merge_hold(card.holds[placing], heard);
  for (const auto& [loading, heard] : snapshot.loads) merge_load(card.loads[loading], heard);
  card.closed_logs.merge(snapshot.closed_logs);
  for (const auto& [name, told] : card.closed_logs) add_parts(card, told);
}

void merge_overdraft(Overdraft& known, const Overdraft& heard) {
  if (heard.opened > known.opened) {
    known.cause = heard.cause;
    known.owner = heard.owner;
  }
  known.opened = std::max(known.opened, heard.opened);
  known.recovered = std::max(known.recovered, heard.recovered);
  known.written_off = std::max(known.written_off, heard.written_off);
}

void merge_status(CardState& card, const CardState& snapshot) {
  const auto is_first = [](const Issue& a, const Issue& b) {
    return std::tie(a.hlc, a.by) < std::tie(b.hlc, b.by);
  };
  if (snapshot.issue && (!card.issue || is_first(*snapshot.issue, *card.issue)))
    card.issue = snapshot.issue;
  if (snapshot.freeze && (!card.freeze || card.freeze->by < snapshot.freeze->by))
    card.freeze = snapshot.freeze;
  card.freeze_words.insert(snapshot.freeze_words.begin(), snapshot.freeze_words.end());
  card.last_event = std::max(card.last_event, snapshot.last_event);
}

}  // namespace

CardState snapshot_for(const CardState& card, Origin receiver) {
  CardState snapshot = card;
  snapshot.origins.erase(receiver);
  std::erase_if(snapshot.moves, [&](const auto& move) { return move.first.origin == receiver; });
  if (snapshot.issue && snapshot.issue->by.origin == receiver) snapshot.issue.reset();
  for (auto entry = snapshot.redemptions.begin(); entry != snapshot.redemptions.end();) {
    Redemption& redemption = entry->second;
    const bool is_receivers = entry->first.origin == receiver;
    if (is_receivers) {
      redemption = {{}, {}, redemption.reversed_elsewhere, redemption.reversed_elsewhere, false};
    }
    const bool is_empty = is_receivers && redemption.reversed.is_zero();
    entry = is_empty ? snapshot.redemptions.erase(entry) : std::next(entry);
  }
  for (auto& [placing, hold] : snapshot.holds) {
    if (placing.origin == receiver) hold = {Amount(), Amount(), hold.ended_elsewhere, std::nullopt};
  }
  for (auto& [loading, load] : snapshot.loads) {
    if (loading.origin == receiver)
      load = {Amount(), Amount(), load.charged_back, Tender::Unspecified};
  }
  std::erase_if(snapshot.holds, [](const auto& entry) { return entry.second == Hold(); });
  std::erase_if(snapshot.loads, [](const auto& entry) { return entry.second == Load(); });
  return snapshot;
}

Result<Done, SnapshotRefusal> merge_snapshot(CardState& card, const CardState& snapshot,
                                             Origin own) {
  if (carries(snapshot, own)) return failed(SnapshotRefusal::CarriesOwnTotals);
  merge_totals(card, snapshot);
  merge_named(card, snapshot);
  card.moves.insert(snapshot.moves.begin(), snapshot.moves.end());
  for (const auto& [opening, heard] : snapshot.overdrafts)
    merge_overdraft(card.overdrafts[opening], heard);
  merge_status(card, snapshot);
  return Done{};
}

}  // namespace perk
