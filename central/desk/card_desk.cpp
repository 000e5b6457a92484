#include "central/desk/card_desk.h"

namespace perk::central {
namespace {

Command command_of(const FreezeRequest& request, const CardId& card) {
  if (request.change == FreezeChange::Freeze) {
    return {request.request, card, FreezeCard{request.reason, request.operator_name}};
  }
  return {request.request, card, UnfreezeCard{request.reason, request.operator_name}};
}

AdminFault fault_of_rejection(Rejection rejection) {
  const RejectionRow& why = describe(rejection);
  if (rejection == Rejection::CardUnknown) {
    return card_unknown();
  }
  return {"rejected", std::string(why.name) + ": " + std::string(why.sentence)};
}

}  // namespace

DeskAnswer<FreezeReply> CardDesk::change(const FreezeRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  const auto card = resolve(request.card, around_.events);
  if (!card) return failed(card.error());
  if (const auto resumed = around_.time.resume(); !resumed)
    return failed(fault_of(resumed.error()));
  const Command command = command_of(request, card.value());
  const auto outcome = until_known([&] {
    return around_.events.append_decided(
        card.value(), request.request,
        [&](const DeskView& view) { return decide_on(command, view); }, around_.clock.wall());
  });
  if (!outcome) return failed(fault_of(outcome.error()));
  if (!outcome.value()) return failed(fault_of_rejection(outcome.value().error()));
  const DecidedAppend& done = outcome.value().value();
  if (!done.was_repeated) tell_growth(done.shard);
  return FreezeReply{done.was_repeated, done.shard, done.position, done.event};
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
