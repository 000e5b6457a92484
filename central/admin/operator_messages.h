// What is asked and told about operators: accounts, limits, decisions that wait for a second person, and what
// everybody did. Values; part of messages.h, which says how they travel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"
#include "ledger/operator_events.h"
#include "ledger/sealed_reason.h"

namespace perk::central {

/// An operator begins to speak on this connection. Whether the name is known, the answer does not say.
struct OperatorHelloRequest {
  std::string name;
};
struct OperatorChallengeReply {
  Digest challenge;  ///< What the requests that follow are signed over.
};

/// A request as an operator signed it: travels in a frame of its own (type 4).
struct SignedRequest {
  std::string name;
  WordCounter counter;  ///< On this connection; each one higher than all before.
  Signature signature;
  std::vector<std::uint8_t> request;  ///< The payload of an AdminRequest's frame.
  /// What its sealed reason says; not signed itself, so that it need not be kept with what was.
  std::optional<ReasonOpening> opening{};
};

struct OperatorsRequest {};
struct AdmitOperatorRequest {
  std::string name;
  OperatorRole role = OperatorRole::Unspecified;
  PublicKey key;
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct ChangeRoleRequest {
  std::string name;
  OperatorRole role = OperatorRole::Unspecified;
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};
};
struct DismissOperatorRequest {
  std::string name;
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};
};
struct OperatorRow {
  std::string name;
  OperatorRole role = OperatorRole::Unspecified;
  PublicKey key;
  bool is_dismissed = false;
};
/// The answer to all of these: everybody, as it is now.
struct OperatorsReply {
  std::vector<OperatorRow>
      rows;  ///< By name. Empty: the admin port is open to everybody who reaches it.
};

struct LimitsRequest {};
struct SetLimitRequest {
  DecisionKind kind = DecisionKind::Unspecified;
  ProgrammeId programme;
  std::string
      amount;  ///< As people write it, in the chain's currency; empty: nobody else is needed.
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};
};
struct LimitRow {
  DecisionKind kind = DecisionKind::Unspecified;
  ProgrammeId programme;
  std::optional<Amount> amount;
  std::string reason;
  std::string operator_name;
};
struct LimitsReply {
  Currency currency;
  std::vector<LimitRow> rows;
};

struct ProposalsRequest {
  bool all = false;  ///< Also those that are settled or have expired.
};
enum class ProposalState : std::uint8_t { Open = 0, Expired = 1, Approved = 2, Rejected = 3 };
struct ProposalRow {
  ProposalNumber number;
  DecisionKind kind = DecisionKind::Unspecified;
  Amount amount;
  ProgrammeId programme;
  std::string what;  ///< In words.
  std::string reason;
  std::string operator_name;
  WallTime proposed_at, expires_at;
  ProposalState state = ProposalState::Open;
  std::string settled_by;  ///< Empty until it is.
};
struct ProposalsReply {
  Currency currency;
  std::vector<ProposalRow> rows;  ///< By number.
};
/// Approved, what was proposed is done, and its answer is the answer.
struct SettleProposalRequest {
  ProposalNumber number;
  ProposalVerdict verdict = ProposalVerdict::Rejected;
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};
};
/// The answer to a rejection.
struct ProposalRejectedReply {
  ProposalNumber number;
};
/// The answer to a decision that needs a second person.
struct PendingApprovalReply {
  ProposalNumber number;
  DecisionKind kind = DecisionKind::Unspecified;
  Amount amount;
  Currency currency;
  WallTime expires_at;
};

struct AuditRequest {
  std::string operator_name;      ///< Of this one only; empty: of all.
  std::optional<WallTime> since;  ///< None: ever.
};
enum class WordState : std::uint8_t {
  None = 0,   ///< Written while there were no accounts.
  Holds = 1,  ///< Signed with the key that the operator had, in a role that may.
  Broken = 2,
};
struct AuditRow {
  WallTime at;
  EventId event;
  std::string operator_name;
  OperatorRole role = OperatorRole::Unspecified;  ///< Then.
  std::string what;
  std::optional<CardId> card;
  std::string last_four;
  StoreId store;  ///< 0: of none.
  std::string store_name;
  Amount amount;
  Currency currency;
  std::string reason;
  std::string second;  ///< Who approved it, if it needed a second person.
  WordState word = WordState::None;
  std::string why_broken;
};
struct AuditReply {
  std::vector<AuditRow> rows;  ///< In the order of head office's clock; the last few thousand.
  std::uint64_t count = 0;     ///< Of all.
};

}  // namespace perk::central
