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

bool says_anything(const OwnPart& part) {
  return part.from_rights.is_positive() || part.beyond_rights.is_positive() ||
         part.reversed.is_positive() || part.is_renounced;
}

bool carries(const CardState& snapshot, Origin own) {
  if (snapshot.origins.contains(own)) return true;
  if (snapshot.issue && snapshot.issue->by.origin == own) return true;
  return std::any_of(snapshot.redemptions.begin(), snapshot.redemptions.end(),
                     [own](const auto& entry) {
                       return entry.first.origin == own && says_anything(own_part(entry.second));
                     });
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
}

/// Purchases are compared without what events of closed logs tell of them, each of which counts once.
void merge_purchases(CardState& card, CardState snapshot) {
  for (const auto& [name, told] : snapshot.closed_logs) take_from_purchases(snapshot, told);
  for (const auto& [name, told] : card.closed_logs) take_from_purchases(card, told);
  for (const auto& [purchase, heard] : snapshot.redemptions)
    merge_redemption(card.redemptions[purchase], heard);
  card.closed_logs.merge(snapshot.closed_logs);
  for (const auto& [name, told] : card.closed_logs) add_to_purchases(card, told);
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
  card.last_event = std::max(card.last_event, snapshot.last_event);
}

}  // namespace

CardState snapshot_for(const CardState& card, Origin receiver) {
  CardState snapshot = card;
  snapshot.origins.erase(receiver);
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
  return snapshot;
}

Result<Done, SnapshotRefusal> merge_snapshot(CardState& card, const CardState& snapshot,
                                             Origin own) {
  if (carries(snapshot, own)) return failed(SnapshotRefusal::CarriesOwnTotals);
  merge_totals(card, snapshot);
  merge_purchases(card, snapshot);
  for (const auto& [opening, heard] : snapshot.overdrafts)
    merge_overdraft(card.overdrafts[opening], heard);
  merge_status(card, snapshot);
  return Done{};
}

}  // namespace perk
