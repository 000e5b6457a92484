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
    case RequestKind::Unspecified:
      break;
  }
  return "nothing";
}

Amount effect_of(RequestKind kind, Amount amount) {
  if (kind == RequestKind::Issue) return Amount(0);
  return kind == RequestKind::Redeem ? -amount : amount;
}

/// Whether a ledger entry is what a request may have led to.
bool may_be(const Asked& asked, const LedgerEntry& entry) {
  if (asked.id.terminal != entry.terminal || asked.card != entry.card ||
      type_of(asked.kind) != entry.type)
    return false;
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
    for (const LedgerEntry& entry : ledger_) {
      if (!by_event_.emplace(entry.event, &entry).second) {
        add(verdict_.duplicated, "event " + to_string(entry.event) + " is in the ledger twice");
      }
    }
  }

  /// As much as it was, once: else it stays a purchase, and the reversal is nobody's business.
  void find_taken_back() {
    for (const LedgerEntry& entry : ledger_) {
      if (!entry.taken_back || !entry.event.origin.is_head_office()) continue;
      const auto second = by_event_.find(*entry.taken_back);
      const bool is_whole =
          second != by_event_.end() && second->second->value_effect == -entry.value_effect;
      if (!is_whole || !taken_back_.insert(second->first).second) continue;
      explained_.insert(entry.event);
      ++verdict_.taken_back;
    }
  }

  void check_approval(const Answered& answered) {
    const auto asked = asked_.find(answered.id);
    const auto entry = answered.event ? by_event_.find(*answered.event) : by_event_.end();
    const std::string what = text_of(answered.id) + ", approved as " +
                             (answered.event ? "event " + to_string(*answered.event) : "no event");
    if (entry == by_event_.end()) return add(verdict_.lost, what + ", is not in the ledger");
    if (!explained_.insert(entry->first).second)
      return add(verdict_.altered, what + ", stands for another request");
    const bool is_same =
        asked != asked_.end() && may_be(*asked->second, *entry->second) &&
        entry->second->value_effect == effect_of(asked->second->kind, answered.amount);
    if (!is_same) add(verdict_.altered, what + ", is something else in the ledger");
  }

  /// What a till was told is approved, and is taken back, must stand under another answer.
  void check_taken_back() {
    for (const auto& [id, answered] : answers_) {
      if (!answered->event || taken_back_.count(*answered->event) == 0) continue;
      if (found_.count(id) == 0)
        add(verdict_.lost, text_of(id) + " was taken back, and no other answer stands for it");
    }
  }

  /// Head office's alone to write, and no till's business.
  static bool is_debt(const LedgerEntry& entry) {
    return entry.event.origin.is_head_office() &&
           (entry.type == "OverdraftOpened" || entry.type == "OverdraftRecovered");
  }

  void check_entry(const LedgerEntry& entry) {
    const bool is_by_head_office = entry.terminal == TerminalId() && entry.value_effect.is_zero();
    if (is_by_head_office || is_debt(entry) || explained_.count(entry.event) != 0) return;
    explained_.insert(entry.event);
    if (taken_back_.count(entry.event) != 0) return;
    bool was_answered = false;
    for (auto place = asked_.lower_bound({entry.terminal, {}});
         place != asked_.end() && place->first.terminal == entry.terminal; ++place) {
      if (!may_be(*place->second, entry)) continue;
      const bool is_unanswered =
          answers_.count(place->first) == 0 && declined_.count(place->first) == 0;
      if (stands_for_one_taken_back(place->first)) return;
      if (is_unanswered && found_.insert(place->first).second)
        return static_cast<void>(++verdict_.found);
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
    const auto answer = answers_.find(request);
    return answer != answers_.end() && answer->second->event &&
           taken_back_.count(*answer->second->event) != 0 && found_.insert(request).second;
  }

  const std::vector<LedgerEntry>& ledger_;
  std::map<RequestId, const Asked*> asked_;
  std::map<RequestId, const Answered*> answers_;  ///< Approvals.
  std::set<RequestId> declined_, found_;
  std::map<EventId, const LedgerEntry*> by_event_;
  std::set<EventId> explained_, taken_back_;
  Judgement verdict_;
};

}  // namespace

Judgement judge(const Record& record, const std::vector<LedgerEntry>& ledger) {
  return Judge(record, ledger).verdict();
}

}  // namespace perk::ops
