#include "central/rights/rights_desk.h"

#include <algorithm>
#include <utility>

#include "ledger/card.h"

namespace perk::central {
namespace {

/// The card, as it becomes while several events are written about it at once.
class Draft {
 public:
  explicit Draft(const OfficeDesk& desk) : desk_(desk), card_(desk.card()), end_(desk.own_end()) {}

  [[nodiscard]] const CardState& card() const { return card_; }
  [[nodiscard]] Stamp stamp() const { return desk_.stamp(); }
  [[nodiscard]] EventId next_id() const { return {desk_.origin(), end_.next()}; }
  void add(Event event) {
    const EventId id = next_id();
    end_ = id.seq;
    evolve(card_, {id, event});
    events_.push_back(std::move(event));
  }
  bool add(RightsOutcome outcome) {
    if (!outcome) return false;
    add(std::move(outcome).value());
    return true;
  }
  [[nodiscard]] std::vector<Event> take() && { return std::move(events_); }

 private:
  const OfficeDesk& desk_;
  CardState card_;
  Seq end_;
  std::vector<Event> events_;
};

Amount wish_of(const Placement& placement, Origin origin) {
  for (const RightsWish& wish : placement.grants)
    if (wish.incarnation == origin) return wish.amount;
  return {};
}

}  // namespace

Stored<RightsGiven> RightsDesk::grant(const RightsWanted& wanted) {
  RightsGiven given;
  if (!may_grant()) return given;
  const auto written = pen_.write(pen_.page_of(wanted.card), [&](const OfficeDesk& desk) {
    given = {};
    Draft draft(desk);
    given.is_card_usable = draft.card().is_known() && !draft.card().is_frozen();
    if (!given.is_card_usable) return std::vector<Event>();
    const Placement placement =
        place(placement_, {draft.card(), {}, Asker{wanted.by, wanted.amount}});
    given.holders = placement.releases;
    const Amount most = std::min(wanted.amount, wish_of(placement, wanted.by));
    const Grant grant{wanted.by, most, GrantReason::Asked, std::nullopt};
    if (draft.add(grant_rights(draft.card(), wanted.card, grant, draft.stamp())))
      given.granted = most;
    return std::move(draft).take();
  });
  if (!written) return failed(written.error());
  return given;
}

Stored<DebtsSettled> RightsDesk::settle_debts(const CardId& card, DebtRule rule) {
  DebtsSettled done;
  if (!may_grant()) return done;
  const auto written = pen_.write(pen_.page_of(card), [&](const OfficeDesk& desk) {
    done = {};
    Draft draft(desk);
    for (const auto& overdraft : overdrafts_to_open(draft.card(), desk.origin(), {})) {
      const EventId opening = draft.next_id();
      if (!draft.add(open_overdraft(draft.card(), card, overdraft, draft.stamp()))) continue;
      done.opened += overdraft.amount;
      if (rule != DebtRule::Absorb) continue;
      const WriteOff write_off{
          {opening, overdraft.amount}, "absorbed by the chain's rule", std::string(kByRule)};
      if (draft.add(write_off_overdraft(draft.card(), card, write_off, draft.stamp())))
        done.absorbed += overdraft.amount;
    }
    const bool must_freeze = rule == DebtRule::Freeze && done.opened.is_positive();
    if (must_freeze && draft.card().is_known() && !draft.card().is_frozen()) {
      const Stamp stamp = draft.stamp();
      Event freeze;
      freeze.envelope.card = card;
      freeze.envelope.currency = draft.card().issue->currency;
      freeze.envelope.hlc = stamp.hlc;
      freeze.envelope.raw_clock = stamp.raw_clock;
      freeze.envelope.policy_version = stamp.policy_version;
      freeze.body = CardFrozen{"overdrawn: please call the chain", std::string(kByRule)};
      draft.add(std::move(freeze));
      done.was_frozen = true;
    }
    for (const OverdraftPart& part : recoveries_due(draft.card())) {
      if (draft.add(recover_overdraft(draft.card(), card, part, draft.stamp())))
        done.recovered += part.amount;
    }
    return std::move(draft).take();
  });
  if (!written) return failed(written.error());
  return done;
}

Stored<Amount> RightsDesk::return_by_decision(const CardId& card, Origin incarnation,
                                              const std::string& reason,
                                              const std::string& operator_name,
                                              const std::optional<OperatorWord>& word) {
  Amount returned;
  if (!may_grant()) return returned;
  const auto written = pen_.write(
      pen_.page_of(card),
      [&](const OfficeDesk& desk) {
        returned = {};
        Draft draft(desk);
        const ReturnByDecision decision{incarnation, desk.card().rights_of(incarnation), reason,
                                        operator_name};
        if (draft.add(return_rights_by_decision(draft.card(), card, decision, draft.stamp())))
          returned = decision.amount;
        return std::move(draft).take();
      },
      word);
  if (!written) return failed(written.error());
  return returned;
}

Stored<Result<Amount, RightsRefusal>> RightsDesk::write_off(
    const CardId& card, EventId opening, const std::string& reason,
    const std::string& operator_name, const std::optional<OperatorWord>& word) {
  Result<Amount, RightsRefusal> outcome = failed(RightsRefusal::OriginalUnknown);
  const auto written = pen_.write(
      pen_.page_of(card),
      [&](const OfficeDesk& desk) {
        Draft draft(desk);
        const auto known = desk.card().overdrafts.find(opening);
        const bool is_one =
            known != desk.card().overdrafts.end() && known->second.opened.is_positive();
        const Amount left = is_one ? known->second.left() : Amount();
        if (!left.is_positive()) {
          outcome = failed(is_one ? RightsRefusal::MoreThanOwed : RightsRefusal::OriginalUnknown);
          return std::vector<Event>();
        }
        const WriteOff write_off{{opening, left}, reason, operator_name};
        auto event = write_off_overdraft(draft.card(), card, write_off, draft.stamp());
        if (!event) {
          outcome = failed(event.error());
          return std::vector<Event>();
        }
        outcome = left;
        draft.add(std::move(event));
        return std::move(draft).take();
      },
      word);
  if (!written) return failed(written.error());
  return outcome;
}

}  // namespace perk::central
