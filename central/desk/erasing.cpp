#include "central/desk/erasing.h"

#include "central/desk/chain_pen.h"
#include "central/stored_event.h"
#include "ledger/reason.h"

namespace perk::central {
namespace {

AdminFault no_such_event(EventId event) {
  return {"event_unknown", "Head office holds no event " + to_string(event) + ": check its name."};
}

AdminFault gives_no_seal(EventId event) {
  return {"reason_unsealed",
          "Event " + to_string(event) +
              " gives no sealed reason. One that was given before reasons were sealed stands in "
              "the log itself, for ever."};
}

}  // namespace

DeskAnswer<EraseReasonReply> Erasing::erase(const EraseReasonRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  if (auto done = around_.risk.catch_up(); !done) return failed(fault_of(done.error()));
  const auto commitment = find(request.which);
  if (!commitment) return failed(commitment.error());
  if (auto fault = fault_in_repeat(request, commitment.value())) return failed(std::move(*fault));
  const auto before = erased(commitment.value());
  if (!before) {
    if (auto fault = fault_if_unknown(commitment.value())) return failed(std::move(*fault));
    if (auto said = say(request, commitment.value()); !said) return failed(fault_of(said.error()));
  }
  const auto gone = until_known([&] { return around_.events.erase_reason(commitment.value()); });
  if (!gone) return failed(fault_of(gone.error()));
  const auto after = erased(commitment.value());
  if (!after)
    return failed(AdminFault{"outcome_unknown", "Others write at the same time: ask again."});
  return EraseReasonReply{commitment.value(), before.has_value(), after->by};
}

Stored<Done> Erasing::resume() {
  const Shard shard = shard_of(StoreId(), around_.chain.shard_count);
  if (auto done = around_.risk.catch_up(shard); !done) return done;
  std::vector<Digest> erased;
  around_.risk.read([&](const ChainRisk& risk) {
    for (const auto& [commitment, word] : risk.reasons().all_erased()) erased.push_back(commitment);
  });
  const auto held = around_.events.reasons(erased);
  if (!held) return failed(held.error());
  for (const auto& kept : held.value()) {
    const auto gone = until_known([&] { return around_.events.erase_reason(kept.first); });
    if (!gone) return gone;
  }
  return Done{};
}

DeskAnswer<Digest> Erasing::find(const std::string& which) const {
  const auto named = which_reason(which);
  if (!named)
    return failed(AdminFault{"malformed",
                             "Say which reason: by the event that gives it (ORIGIN:SEQ), or by its "
                             "commitment (64 hex digits)."});
  if (const auto* commitment = std::get_if<Digest>(&*named)) return *commitment;
  return given_by(std::get<EventId>(*named));
}

DeskAnswer<Digest> Erasing::given_by(EventId event) const {
  const auto entries = around_.events.read_log(event.origin, Seq(event.seq.value() - 1), 1);
  if (!entries) return failed(fault_of(entries.error()));
  const auto& found = entries.value();
  const bool is_held = !found.empty() && found[0].seq == event.seq && !found[0].is_quarantined;
  if (!is_held) return failed(no_such_event(event));
  const auto said = sync::decode_event(found[0].bytes);
  const std::string* const reason = said ? reason_in(said.value().body) : nullptr;
  const auto commitment = reason == nullptr ? std::nullopt : commitment_in(*reason);
  if (!commitment) return failed(gives_no_seal(event));
  return *commitment;
}

std::optional<ErasedReason> Erasing::erased(const Digest& commitment) const {
  return around_.risk.read([&](const ChainRisk& risk) {
    const ErasedReason* const word = risk.reasons().erased(commitment);
    return word == nullptr ? std::nullopt : std::optional(*word);
  });
}

std::optional<AdminFault> Erasing::fault_in_repeat(const EraseReasonRequest& request,
                                                   const Digest& commitment) const {
  return around_.risk.read([&](const ChainRisk& risk) -> std::optional<AdminFault> {
    const ErasedReason* const before = risk.reasons().find(request.request);
    const bool is_other =
        before != nullptr && (before->said.commitment != commitment ||
                              before->said.operator_name != request.operator_name);
    if (is_other) return request_id_reused();
    return std::nullopt;
  });
}

std::optional<AdminFault> Erasing::fault_if_unknown(const Digest& commitment) const {
  const bool is_given =
      around_.risk.read([&](const ChainRisk& risk) { return risk.reasons().is_given(commitment); });
  if (is_given) return std::nullopt;
  const auto held = around_.events.reasons({&commitment, 1});
  if (!held) return fault_of(held.error());
  if (!held.value().empty()) return std::nullopt;
  return AdminFault{"reason_unknown", "No event gives the reason " + to_hex(commitment) +
                                          ", and nothing is kept of it."};
}

/// Nothing, if somebody said it meanwhile.
Stored<Done> Erasing::say(const EraseReasonRequest& request, const Digest& commitment) {
  return write_chain_word(
      around_, request.word, [&](const OfficeDesk& desk, const ChainRisk& risk) {
        std::vector<Event> events;
        if (risk.reasons().erased(commitment) != nullptr) return events;
        events.push_back(chain_event(
            ReasonErased{commitment, request.reason, request.operator_name}, desk.stamp()));
        events.back().envelope.request = request.request;
        return events;
      });
}

}  // namespace perk::central
