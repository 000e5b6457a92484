#include "central/desk/card_desk.h"

#include "central/projections/projection.h"

namespace perk::central {
namespace {

decltype(Command::body) change_of(const FreezeRequest& request) {
  if (request.change == FreezeChange::Freeze)
    return FreezeCard{request.reason, request.operator_name};
  return UnfreezeCard{request.reason, request.operator_name};
}

BalanceChangeReply reply_of(const DecidedAppend& done) {
  return {done.was_repeated, done.shard, done.position, done.event};
}

AdminFault fault_of_rejection(Rejection rejection) {
  const RejectionRow& why = describe(rejection);
  if (rejection == Rejection::CardUnknown) {
    return card_unknown();
  }
  return {"rejected", std::string(why.name) + ": " + std::string(why.sentence)};
}

/// An operator waits so long for what shops hold; one that is connected answers within its next group.
constexpr std::chrono::milliseconds kCallHomePatience{2'000};

bool is_short_of_reserve(const AdminFault& fault) {
  return fault.sentence.starts_with(describe(Rejection::ReserveTooLow).name);
}

}  // namespace

DeskAnswer<FreezeReply> CardDesk::change(const FreezeRequest& request) {
  const auto done = carry_out(request, change_of(request));
  if (!done) return failed(done.error());
  return FreezeReply{done.value().was_repeated, done.value().shard, done.value().position,
                     done.value().event};
}

DeskAnswer<BalanceChangeReply> CardDesk::charge_back(const ChargeBackRequest& request) {
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  const auto money = money_of(request.amount, around_.chain.currency);
  if (!money) return failed(money.error());
  const auto done = carry_out(
      request, ChargeBack{request.load, money.value(), request.reason, request.operator_name});
  if (!done) return failed(done.error());
  return reply_of(done.value());
}

DeskAnswer<BalanceChangeReply> CardDesk::adjust(const AdjustRequest& request) {
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  const auto money = money_of(request.amount, around_.chain.currency);
  if (!money) return failed(money.error());
  const AdjustBalance wanted{money.value(), request.reason, request.operator_name};
  auto done = carry_out(request, wanted);
  if (!done && is_short_of_reserve(done.error())) {
    const auto card = resolve(request.card, around_.events);
    if (!card) return failed(card.error());
    const auto is_home =
        around_.call_home.wait_for(card.value(), -money.value().amount, kCallHomePatience);
    if (!is_home) return failed(fault_of(is_home.error()));
    if (is_home.value()) done = carry_out(request, wanted);
  }
  if (!done) return failed(done.error());
  return reply_of(done.value());
}

template <typename Request>
DeskAnswer<DecidedAppend> CardDesk::carry_out(const Request& request,
                                              decltype(Command::body) body) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  const auto card = resolve(request.card, around_.events);
  if (!card) return failed(card.error());
  if (const auto resumed = around_.time.resume(); !resumed)
    return failed(fault_of(resumed.error()));
  const Command command{request.request, card.value(), std::move(body)};
  const auto outcome = until_known([&] {
    return around_.events.append_decided(
        card.value(), request.request,
        [&](const DeskView& view) {
          auto decided = decide_on(command, view);
          if (decided)
            for (Event& event : decided.value().events) event.envelope.word = request.word;
          return decided;
        },
        around_.clock.wall());
  });
  if (!outcome) return failed(fault_of(outcome.error()));
  if (!outcome.value()) return failed(fault_of_rejection(outcome.value().error()));
  const DecidedAppend& done = outcome.value().value();
  if (!done.was_repeated) tell_growth(done.shard);
  return done;
}

Result<Decision, Rejection> CardDesk::decide_on(const Command& command, const DeskView& view) {
  const WallTime now = around_.clock.wall();
  DecisionContext context;
  context.origin = view.origin;
  context.limits.currency = around_.chain.currency;
  context.knowledge.known_through = view.shard_end;
  context.hlc = around_.time.next(view.card.last_event, now);
  context.raw_clock = now;
  return decide(view.card, command, view.prior, context);
}

void CardDesk::tell_growth(Shard shard) {
  const auto ends = around_.events.shard_ends();
  if (!ends) return;  // They look for themselves now and then.
  for (const ShardEnd& end : ends.value()) {
    if (end.shard == shard) around_.on_grew(end);
  }
}

}  // namespace perk::central
