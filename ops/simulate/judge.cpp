#include "ops/simulate/judge.h"

#include <map>
#include <set>

namespace perk::ops {
namespace {

using store_node::Outcome;
using store_node::RequestKind;

constexpr std::size_t kViolationsShown = 100;

std::string type_of(RequestKind kind) {
  switch (kind) {
    case RequestKind::Issue:
      return "CardIssued";
    case RequestKind::Load:
      return "ValueLoaded";
    case RequestKind::Redeem:
      return "ValueRedeemed";
    case RequestKind::Reverse:
      return "RedemptionReversed";
    case RequestKind::Hold:
      return "HoldPlaced";
    case RequestKind::Capture:
      return "HoldCaptured";
    case RequestKind::ReleaseHold:
      return "HoldReleased";
    case RequestKind::ReverseLoad:
      return "LoadReversed";
    case RequestKind::Unspecified:
      break;
  }
  return "nothing";
}

Amount effect_of(RequestKind kind, Amount amount) {
  const bool is_still =
      kind == RequestKind::Issue || kind == RequestKind::Hold || kind == RequestKind::ReleaseHold;
  if (is_still) return Amount(0);
  return kind == RequestKind::Load || kind == RequestKind::Reverse ? amount : -amount;
}

/// Whether a ledger entry is what a request may have led to.
bool may_be(const Asked& asked, const LedgerEntry& entry) {
  const bool is_its_till = entry.is_brought || asked.id.terminal == entry.terminal;
  if (!is_its_till || asked.card != entry.card || type_of(asked.kind) != entry.type) return false;
  const Amount whole = effect_of(asked.kind, asked.amount);
  const bool is_part = asked.partial == PartialApproval::Accepted && entry.value_effect > whole &&
                       entry.value_effect.is_negative();
  return entry.value_effect == whole || is_part;
}

/// The store could not say what became of it: as good as no answer. Records from before there was an
/// outcome for that have it as a refusal with one of two reasons.
bool is_open(const Answered& answered) {
  return !is_final(answered.outcome) || answered.reason == "storage_unavailable" ||
         answered.reason == "overloaded";
}

std::string text_of(const RequestId& id) {
  return "request " + std::to_string(id.counter.value()) + " of till " +
         std::to_string(id.terminal.value());
}

class Judge {
 public:
  Judge(const Record& record, const std::vector<LedgerEntry>& ledger) : ledger_(ledger) {
    for (const Asked& asked : record.asked) asked_.emplace(asked.id, &asked);
    for (const Answered& answered : record.answered) take(answered);
  }

  Judgement verdict() {
    check_for_repeats();
    find_taken_back();
    for (const auto& [id, answered] : answers_) check_approval(*answered);
    for (const LedgerEntry& entry : ledger_) check_entry(entry);
    check_taken_back();
    for (const auto& [id, asked] : asked_) {
      if (answers_.count(id) != 0) {
        ++verdict_.acknowledged;
      } else {
        ++(declined_.count(id) != 0 ? verdict_.declined : verdict_.indeterminate);
      }
    }
    return verdict_;
  }

 private:
  void take(const Answered& answered) {
    if (is_open(answered)) return;
    if (answered.outcome == Outcome::Declined) {
      declined_.insert(answered.id);
      return;
    }
    const auto [place, is_first] = answers_.emplace(answered.id, &answered);
    if (!is_first && place->second->event != answered.event) {
      add(verdict_.duplicated, text_of(answered.id) + " was approved as two events");
    }
  }

  void add(std::uint64_t& count, const std::string& sentence) {
    ++count;
    if (verdict_.violations.size() < kViolationsShown) verdict_.violations.push_back(sentence);
  }

  void check_for_repeats() {
    std::set<EventId> of_their_logs;
    for (const LedgerEntry& entry : ledger_) {
      by_event_.emplace(entry.event, &entry);
      if (entry.is_brought || of_their_logs.insert(entry.event).second) continue;
      explained_.insert(&entry);
      add(verdict_.duplicated, "event " + to_string(entry.event) + " is in the ledger twice");
    }
  }

  /// The first entry of this name that nothing was found for yet and that is so; null: there is none.
  template <typename IsSo>
  const LedgerEntry* find(const EventId& event, IsSo is_so) const {
    const auto [first, end] = by_event_.equal_range(event);
    for (auto place = first; place != end; ++place) {
      if (explained_.count(place->second) == 0 && is_so(*place->second)) return place->second;
    }
    return nullptr;
  }

  /// As much as it was, once: else it stays a purchase, and the reversal is nobody's business.
  void find_taken_back() {
    for (const LedgerEntry& entry : ledger_) {
      if (!entry.taken_back || !entry.event.origin.is_head_office()) continue;
      const LedgerEntry* const second = find(*entry.taken_back, [&](const LedgerEntry& purchase) {
        return purchase.value_effect == -entry.value_effect && taken_back_.count(&purchase) == 0;
      });
      if (second == nullptr) continue;
      taken_back_.insert(second);
      explained_.insert(&entry);
      ++verdict_.taken_back;
    }
  }

  void check_approval(const Answered& answered) {
    const auto asked = asked_.find(answered.id);
    const std::string what = text_of(answered.id) + ", approved as " +
                             (answered.event ? "event " + to_string(*answered.event) : "no event");
    if (!answered.event || by_event_.count(*answered.event) == 0)
      return add(verdict_.lost, what + ", is not in the ledger");
    const LedgerEntry* const same = find(*answered.event, [&](const LedgerEntry& entry) {
      return asked != asked_.end() && may_be(*asked->second, entry) &&
             entry.value_effect == effect_of(asked->second->kind, answered.amount);
    });
    const auto any = [](const LedgerEntry&) { return true; };
    const LedgerEntry* const other = same == nullptr ? find(*answered.event, any) : same;
    if (other == nullptr) return add(verdict_.altered, what + ", stands for another request");
    explained_.insert(other);
    if (same == nullptr) return add(verdict_.altered, what + ", is something else in the ledger");
    matched_.emplace(answered.id, same);
  }

  /// What a till was told is approved, and is taken back, must stand under another answer.
  void check_taken_back() {
    for (const auto& [id, entry] : matched_) {
      if (taken_back_.count(entry) != 0 && found_.count(id) == 0)
        add(verdict_.lost, text_of(id) + " was taken back, and no other answer stands for it");
    }
  }

  /// Head office's alone to write, and no till's business.
  static bool is_head_offices(const LedgerEntry& entry) {
    static const std::set<std::string> kTypes{"OverdraftOpened", "OverdraftRecovered",
                                              "ChargedBack",     "BalanceAdjusted",
                                              "CardFrozen",      "CardUnfrozen"};
    return entry.event.origin.is_head_office() && kTypes.contains(entry.type);
  }

  void check_entry(const LedgerEntry& entry) {
    const bool is_by_head_office = entry.terminal == TerminalId() && entry.value_effect.is_zero();
    if (is_by_head_office || is_head_offices(entry) || !explained_.insert(&entry).second) return;
    if (taken_back_.count(&entry) != 0) return;
    bool was_answered = false;
    for (const auto& [id, asked] : asked_) {
      if (!may_be(*asked, entry)) continue;
      if (stands_for_one_taken_back(id)) return;
      const bool is_unanswered = answers_.count(id) == 0 && declined_.count(id) == 0;
      if (is_unanswered && found_.insert(id).second) return static_cast<void>(++verdict_.found);
      was_answered = true;
    }
    const std::string what = "event " + to_string(entry.event) + " (" + entry.type + ", till " +
                             std::to_string(entry.terminal.value()) + ")";
    if (was_answered)
      return add(verdict_.duplicated, what + " repeats or belies a request that was answered");
    add(verdict_.unasked, what + " was asked for by nobody");
  }

  /// The first answer, which no till heard, to a request whose second was heard and taken back.
  bool stands_for_one_taken_back(const RequestId& request) {
    const auto matched = matched_.find(request);
    return matched != matched_.end() && taken_back_.count(matched->second) != 0 &&
           found_.insert(request).second;
  }

  const std::vector<LedgerEntry>& ledger_;
  std::map<RequestId, const Asked*> asked_;
  std::map<RequestId, const Answered*> answers_;  ///< Approvals.
  std::set<RequestId> declined_, found_;
  std::multimap<EventId, const LedgerEntry*> by_event_;  ///< In the order of the ledger.
  std::map<RequestId, const LedgerEntry*> matched_;      ///< What approvals were found as.
  std::set<const LedgerEntry*> explained_, taken_back_;
  Judgement verdict_;
};

}  // namespace

Judgement judge(const Record& record, const std::vector<LedgerEntry>& ledger) {
  return Judge(record, ledger).verdict();
}

}  // namespace perk::ops
