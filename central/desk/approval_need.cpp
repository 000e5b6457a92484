#include "central/desk/approval_need.h"

#include <algorithm>

#include "central/desk/quarantine_case.h"
#include "central/desk/risk_view.h"
#include "central/stored_event.h"

namespace perk::central {
namespace {

/// What each kind of request would move, and of which programme.
class NeedOf {
 public:
  using Found = DeskAnswer<std::optional<ApprovalNeed>>;
  explicit NeedOf(const DeskSurroundings& around) : around_(around) {}

  Found operator()(const AdjustRequest& request) const {
    return of_card(request, DecisionKind::Adjustment);
  }
  Found operator()(const ChargeBackRequest& request) const {
    return of_card(request, DecisionKind::ChargeBack);
  }
  Found operator()(const WriteOffRequest& request) const {
    if (auto done = around_.risk.catch_up(); !done) return failed(fault_of(done.error()));
    return around_.risk.read([&](const ChainRisk& risk) -> Found {
      const auto opening = risk.overdrafts().find(request.opening);
      if (opening == risk.overdrafts().end()) return std::optional<ApprovalNeed>();
      const CardState& card = risk.card(opening->second.card);
      const Amount left = card.overdrafts.at(request.opening).left();
      if (!left.is_positive()) return std::optional<ApprovalNeed>();
      return need(request, DecisionKind::WriteOff, left, programme_of(card), request);
    });
  }
  Found operator()(const DeclareLostRequest& request) const {
    const auto view = RiskView::look(around_, Patience::AsLongAsItTakes);
    if (!view) return failed(view.error());
    const StoreRecord* const store = view.value().find(request.store);
    if (store == nullptr) return std::optional<ApprovalNeed>();
    const std::vector<Origin>& logs = view.value().incarnations_of(store->store);
    const Amount held = around_.risk.read([&](const ChainRisk& risk) {
      Amount sum = risk.of_incarnations(logs).allowances;
      for (const auto& [id, card] : risk.cards())
        for (const Origin log : logs) sum += std::max(Amount(), card.rights_of(log));
      return sum;
    });
    return need(request, DecisionKind::DeclaredLoss, held, ProgrammeId(), request);
  }
  Found operator()(const ProveEndRequest& request) const {
    const auto view = RiskView::look(around_, Patience::AsLongAsItTakes);
    if (!view) return failed(view.error());
    const bool is_known = view.value().find(request.log) != nullptr || log_named(request.log);
    if (!is_known) return std::optional<ApprovalNeed>();
    return need(request, DecisionKind::Override, Amount(), ProgrammeId(), request);
  }
  Found operator()(const SettleEpochRequest& request) const {
    if (request.without.empty()) return std::optional<ApprovalNeed>();
    return need(request, DecisionKind::Override, Amount(), ProgrammeId(), request);
  }
  /// As an adjustment of what would count.
  Found operator()(const SettleQuarantineRequest& request) const {
    if (request.verdict != QuarantineVerdict::Accepted) return std::optional<ApprovalNeed>();
    const auto found = find_case(around_.events, request.id);
    if (!found) return failed(found.error());
    const QuarantineCase& one = found.value();
    if (auto done = around_.risk.catch_up(); !done) return failed(fault_of(done.error()));
    const auto reason = reason_not_to_count(around_, one);
    if (!reason) return failed(fault_of(reason.error()));
    const bool is_settled = around_.risk.read(
        [&](const ChainRisk& risk) { return risk.quarantine().find(one.name) != nullptr; });
    if (reason.value() || is_settled) return std::optional<ApprovalNeed>();
    const ProgrammeId programme = around_.risk.read([&](const ChainRisk& risk) {
      return one.card ? programme_of(risk.card(*one.card)) : ProgrammeId();
    });
    SettleQuarantineRequest kept = request;
    kept.hash = one.name.hash;
    return need(request, DecisionKind::Adjustment, moved_by(one.event->envelope), programme,
                std::move(kept));
  }
  template <typename Other>
  Found operator()(const Other&) const {
    return std::optional<ApprovalNeed>();
  }

 private:
  /// On the balance, or on what is held of it, whichever is more.
  static Amount moved_by(const Envelope& envelope) {
    const auto size_of = [](Amount amount) { return amount.is_negative() ? -amount : amount; };
    return std::max(size_of(envelope.value_effect), size_of(envelope.held_effect));
  }
  static ProgrammeId programme_of(const CardState& card) {
    return card.issue ? card.issue->programme : ProgrammeId();
  }

  template <typename Request>
  static std::optional<ApprovalNeed> need(const Request& request, DecisionKind kind, Amount amount,
                                          ProgrammeId programme, Request kept) {
    const std::string reason = request.reason;
    kept.word.reset();
    return ApprovalNeed{kind,        amount,
                        programme,   AdminRequest(std::move(kept)),
                        reason,      request.operator_name,
                        request.word};
  }

  template <typename Request>
  Found of_card(const Request& request, DecisionKind kind) const {
    const auto money = money_of(request.amount, around_.chain.currency);
    if (!money) return failed(money.error());
    const auto card = resolve(request.card, around_.events);
    if (!card) return failed(card.error());
    const auto is_done = was_done(card.value(), request.request);
    if (!is_done) return failed(is_done.error());
    const Shard shard = shard_of(card.value(), around_.chain.shard_count);
    if (auto done = around_.risk.catch_up(shard); !done) return failed(fault_of(done.error()));
    const auto programme = around_.risk.read([&](const ChainRisk& risk) {
      const CardState& known = risk.card(card.value());
      return known.is_known() ? std::optional(programme_of(known)) : std::nullopt;
    });
    if (is_done.value() || !programme) return std::optional<ApprovalNeed>();
    Request kept = request;
    kept.card = CardRef{"", card.value()};
    const Amount amount = money.value().amount;
    return need(request, kind, amount.is_negative() ? -amount : amount, *programme,
                std::move(kept));
  }

  /// Whether head office did it before: then it is answered as a repeat.
  [[nodiscard]] DeskAnswer<bool> was_done(const CardId& card, const RequestId& request) const {
    const auto events = around_.events.read_card(card);
    if (!events) return failed(fault_of(events.error()));
    return std::ranges::any_of(events.value(), [&](const StoredEvent& stored) {
      const auto recorded = decode_stored(stored);
      return recorded && stored.id.origin.is_head_office() &&
             recorded.value().event.envelope.request == request;
    });
  }

  const DeskSurroundings& around_;
};

}  // namespace

DeskAnswer<std::optional<ApprovalNeed>> approval_need(const DeskSurroundings& around,
                                                      const AdminRequest& request) {
  return std::visit(NeedOf(around), request);
}

}  // namespace perk::central
