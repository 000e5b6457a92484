#include "central/desk/reason_keeper.h"

#include "central/admin/seal_reason.h"
#include "ledger/reason.h"
#include "sync/crypto/reason_seal.h"

namespace perk::central {
namespace {

AdminFault unsealed() {
  return {"reason_unsealed",
          "Nothing was done: this request is signed with the text of its reason, which could never "
          "be erased. Use a `perk` of head office's version, which seals it."};
}

AdminFault unfit(const std::string& why) { return {"reason_unfit", "Nothing was done: " + why}; }

/// None: requests of this kind have none.
std::optional<RequestId> id_of(const AdminRequest& request) {
  return std::visit(
      [](const auto& body) -> std::optional<RequestId> {
        if constexpr (requires { body.request; }) return body.request;
        return std::nullopt;
      },
      request);
}

/// Whether head office itself does not know what came of it.
bool is_unsure(const AdminReply& reply) {
  const auto* fault = std::get_if<AdminFault>(&reply);
  return fault != nullptr && (fault->code == "outcome_unknown" || fault->code == "storage_failed" ||
                              fault->code == "database_unreachable");
}

}  // namespace

DeskAnswer<ReasonOpening> ReasonKeeper::opening_of(const AdminAsk& ask, AskedBy who,
                                                   const std::string& reason) const {
  const auto sealed = commitment_in(reason);
  if (!sealed && who == AskedBy::Operator) return failed(unsealed());
  if (!sealed) return ReasonOpening{around_.reason_salt(), reason};
  if (!ask.opening)
    return failed(unfit("the reason is a seal, and the text that it seals did not come with it."));
  if (sync::reason_commitment(*ask.opening) != *sealed)
    return failed(unfit("the text of the reason is not the one that was sealed."));
  const bool was_erased = around_.risk.read(
      [&](const ChainRisk& risk) { return risk.reasons().erased(*sealed) != nullptr; });
  if (was_erased) return failed(unfit("what this seal says was erased before; seal it anew."));
  return *ask.opening;
}

/// The ledger cannot tell two seals apart; while the first text is kept, it can be told here.
std::optional<AdminFault> ReasonKeeper::fault_in_repeat(const AdminRequest& request,
                                                        const std::string& text) const {
  const auto id = id_of(request);
  if (!id) return std::nullopt;
  if (auto done = around_.risk.catch_up(); !done) return fault_of(done.error());
  const auto said = around_.risk.read([&](const ChainRisk& risk) {
    const std::string* const reason = risk.reasons().said_to(*id);
    return reason == nullptr ? std::nullopt : std::optional(*reason);
  });
  if (!said) return std::nullopt;
  std::string first = *said;
  if (const auto commitment = commitment_in(first)) {
    const auto held = around_.events.reasons({&*commitment, 1});
    if (!held) return fault_of(held.error());
    if (held.value().empty()) return std::nullopt;  // Erased: nobody can tell any more.
    first = held.value().begin()->second.text;
  }
  if (first == text) return std::nullopt;
  return request_id_reused();
}

DeskAnswer<SealedRequest> ReasonKeeper::take(const AdminAsk& ask, AskedBy who) const {
  SealedRequest asked{ask.request, std::nullopt};
  std::string* const reason = reason_of(asked.request);
  if (reason == nullptr || is_blank(*reason)) return asked;
  const auto opening = opening_of(ask, who, *reason);
  if (!opening) return failed(opening.error());
  if (is_blank(opening.value().text)) return failed(fault_of(RightsRefusal::ReasonMissing));
  if (auto fault = fault_in_texts(opening.value().text, "")) return failed(std::move(*fault));
  if (auto fault = fault_in_repeat(ask.request, opening.value().text))
    return failed(std::move(*fault));
  const Digest commitment = sync::reason_commitment(opening.value());
  const auto kept = until_known([&] {
    return around_.events.keep_reason(commitment, opening.value(), around_.clock.wall());
  });
  if (!kept) return failed(fault_of(kept.error()));
  *reason = sealed_form(commitment);
  asked.commitment = commitment;
  return asked;
}

void ReasonKeeper::let_go(const SealedRequest& asked, const AdminReply& reply) const {
  if (!asked.commitment || is_unsure(reply) || !around_.risk.catch_up()) return;
  const bool is_given = around_.risk.read(
      [&](const ChainRisk& risk) { return risk.reasons().is_given(*asked.commitment); });
  if (is_given) return;
  (void)until_known([&] { return around_.events.erase_reason(*asked.commitment); });
}

}  // namespace perk::central
