// Operators' reasons on their way into the log: sealed, their texts kept beside it before anything is said. What an
// event says for ever is the seal alone (ledger/sealed_reason.h). Blocking; safe from any thread.
#pragma once

#include <optional>

#include "central/desk/admin_answer.h"

namespace perk::central {

enum class AskedBy { Operator, Anybody };

/// What is asked, with its reason sealed.
struct SealedRequest {
  AdminRequest request;
  std::optional<Digest>
      commitment{};  ///< Under which its text is kept now; none: it gives no reason.
};

class ReasonKeeper {
 public:
  explicit ReasonKeeper(const DeskSurroundings& around) : around_(around) {}

  /// The text is durable on return. What an operator signed must be sealed, and its text fit the seal; what nobody
  /// signed is sealed here. A request without a reason, or with a blank one, is as it was. Faults: malformed,
  /// reason_unsealed, reason_unfit, rejected (a sealed blank; request_id_reused: another reason than the first
  /// time), and those of fault_of().
  [[nodiscard]] DeskAnswer<SealedRequest> take(const AdminAsk& ask, AskedBy who) const;

  /// After the answer: a text that no event came to need is forgotten. Failing that it stays.
  void let_go(const SealedRequest& asked, const AdminReply& reply) const;

 private:
  [[nodiscard]] DeskAnswer<ReasonOpening> opening_of(const AdminAsk& ask, AskedBy who,
                                                     const std::string& reason) const;
  /// An earlier try of the same request gave another reason.
  [[nodiscard]] std::optional<AdminFault> fault_in_repeat(const AdminRequest& request,
                                                          const std::string& text) const;

  const DeskSurroundings& around_;
};

}  // namespace perk::central
