// What the events about operators say beyond their envelopes (event.h): accounts with roles, decisions that
// need a second person, and reasons that were erased. All of them are head office's, and stand in the shard of store 0, so that they have one
// order. Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/time.h"

namespace perk {

/// Stands for an operator's name in what head office does by itself. No operator can be called so.
inline constexpr std::string_view kByRule = "head office, by rule";

/// What an operator may do: permissions.h.
enum class OperatorRole : std::uint8_t {
  Unspecified = 0,  ///< Also one that this version does not know: it may do nothing.
  Viewer = 1,
  CashierSupport = 2,
  Operator = 3,
  Auditor = 4,
  Admin = 5,
};

/// Somebody may speak for the chain from now on, with this key. Of a name that was dismissed: again.
struct OperatorAdmitted {
  std::string name;
  OperatorRole role = OperatorRole::Unspecified;
  PublicKey key;
  std::string reason;
  std::string operator_name;  ///< Who admitted them.
  friend bool operator==(const OperatorAdmitted&, const OperatorAdmitted&) = default;
};

struct OperatorRoleChanged {
  std::string name;
  OperatorRole role = OperatorRole::Unspecified;
  std::string reason;
  std::string operator_name;
  friend bool operator==(const OperatorRoleChanged&, const OperatorRoleChanged&) = default;
};

struct OperatorDismissed {
  std::string name;
  std::string reason;
  std::string operator_name;
  friend bool operator==(const OperatorDismissed&, const OperatorDismissed&) = default;
};

/// What may need a second person.
enum class DecisionKind : std::uint8_t {
  Unspecified = 0,
  Adjustment = 1,
  WriteOff = 2,
  DeclaredLoss = 3,
  ChargeBack = 4,
  Override = 5,  ///< An end that is declared proven, an epoch that is settled without somebody.
};

/// From now on decisions of this kind above the amount need a second person.
struct ApprovalLimitSet {
  ProgrammeId programme;  ///< 0: every programme that has no limit of its own.
  DecisionKind kind = DecisionKind::Unspecified;
  std::optional<Amount> amount{};  ///< None: nobody else is needed. In the envelope's currency.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const ApprovalLimitSet&, const ApprovalLimitSet&) = default;
};

/// An operator asked for what is above their limit. Nothing is done until another one approves.
struct DecisionProposed {
  ProposalNumber number;
  DecisionKind kind = DecisionKind::Unspecified;
  Amount amount;  ///< Not negative. In the envelope's currency.
  ProgrammeId programme;
  std::vector<std::uint8_t>
      request;          ///< What is to be done; a card by its id, never by its number.
  WallTime expires_at;  ///< By head office's hybrid clock.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const DecisionProposed&, const DecisionProposed&) = default;
};

enum class ProposalVerdict : std::uint8_t { Rejected = 0, Approved = 1 };

/// A second operator's word on a proposal. Of several the first counts.
struct DecisionSettled {
  ProposalNumber number;
  ProposalVerdict verdict = ProposalVerdict::Rejected;
  std::string reason;
  std::string operator_name;
  friend bool operator==(const DecisionSettled&, const DecisionSettled&) = default;
};

/// The text of a sealed reason (sealed_reason.h) is kept no more, for ever: what it sealed stays, and says nothing.
struct ReasonErased {
  Digest commitment;  ///< Of the reason that was erased.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const ReasonErased&, const ReasonErased&) = default;
};

}  // namespace perk
