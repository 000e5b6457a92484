#include "central/admin/seal_reason.h"

#include "ledger/reason.h"
#include "sync/crypto/reason_seal.h"

namespace perk::central {

std::string* reason_of(AdminRequest& request) {
  return std::visit(
      [](auto& body) -> std::string* {
        if constexpr (requires { body.reason; }) return &body.reason;
        return nullptr;
      },
      request);
}

std::optional<ReasonOpening> seal_reason(AdminRequest& request) {
  std::string* const reason = reason_of(request);
  if (reason == nullptr || is_blank(*reason)) return std::nullopt;
  ReasonOpening opening{sync::random_salt(), *reason};
  *reason = sealed_form(sync::reason_commitment(opening));
  return opening;
}

}  // namespace perk::central
