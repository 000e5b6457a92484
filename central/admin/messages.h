// What the `perk` admin tool asks head office, and what it is told, as plain values. Frames as in
// sync/wire/frame.h; types: 1 AdminRequest, 2 AdminProgress, 3 AdminReply, 4 SignedRequest
// (an AdminRequest, signed by an operator). One request at a time on a
// connection: a request, any number of progress messages, then one reply.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "central/admin/card_ref.h"
#include "central/admin/debit_messages.h"
#include "central/admin/enrol_messages.h"
#include "central/admin/epoch_messages.h"
#include "central/admin/evidence_messages.h"
#include "central/admin/explain_messages.h"
#include "central/admin/hand_in_messages.h"
#include "central/admin/log_end_messages.h"
#include "central/admin/number_messages.h"
#include "central/admin/operator_messages.h"
#include "central/admin/quarantine_messages.h"
#include "central/admin/reason_messages.h"
#include "central/admin/risk_messages.h"
#include "ledger/conservation.h"
#include "ledger/event.h"

namespace perk::central {

struct BalanceRequest {
  CardRef card;
  Position at_least;              ///< Wait until the projection has folded the card's shard so far.
  Millis deadline{5'000};         ///< For that wait; then the fault `timeout`.
  std::optional<WallTime> as_of;  ///< Fold only what happened up to then, by the writers' HLC.
};
struct StatementRequest {
  CardRef card;
};
enum class FreezeChange { Freeze, Unfreeze };
struct FreezeRequest {
  CardRef card;
  FreezeChange change = FreezeChange::Freeze;
  std::string reason;
  std::string operator_name;
  RequestId request;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct EnrolRequest {
  std::string name;
  PublicKey public_key;
};
struct StoresRequest {};
struct ProjectionsRequest {};
struct RebuildRequest {
  std::string projection;
};
struct MoneyLineRequest {};
struct HealthRequest {};

using AdminRequest =
    std::variant<BalanceRequest, StatementRequest, FreezeRequest, EnrolRequest, StoresRequest,
                 ProjectionsRequest, RebuildRequest, VerifyRequest, QuarantineRequest,
                 MoneyLineRequest, HealthRequest, ExposureRequest, OverdraftsRequest,
                 WriteOffRequest, DeclareLostRequest, ExplainRequest, PoliciesRequest,
                 SetPolicyRequest, NumberRangesRequest, AddRangeRequest, MakeNumbersRequest,
                 ChargeBackRequest, AdjustRequest, EpochRequest, SettleEpochRequest,
                 ProveEndRequest, HeadsRequest, LiabilitiesRequest, CardProofRequest,
                 OperatorHelloRequest, OperatorsRequest, AdmitOperatorRequest, ChangeRoleRequest,
                 DismissOperatorRequest, LimitsRequest, SetLimitRequest, ProposalsRequest,
                 SettleProposalRequest, AuditRequest, OfferCodeRequest, RevokeStoreRequest,
                 SettleQuarantineRequest, RotateKeyRequest, EraseReasonRequest, BringLogRequest>;

/// A request as it came, and what its operator said of it, if it was signed.
struct AdminAsk {
  AdminRequest request;
  std::optional<OperatorWord> word{};  ///< Not proven yet; without the id of a key.
  /// What the request's sealed reason says, if it was signed: beside what is signed, and bound by the seal.
  std::optional<ReasonOpening> opening{};
};

struct AdminProgress {
  std::string what;
  std::uint64_t done = 0;
  std::uint64_t total = 0;
};

/// `code` is stable and snake_case: card_unknown, card_number_invalid, timeout, database_unreachable,
/// projection_unknown, store_exists, store_unknown, store_connected, store_revoked, event_unknown, overdraft_unknown,
/// log_unknown, log_incomplete, log_open, log_unproven, quarantine_unknown, quarantine_settled, quarantine_changed, not_allowed (nobody whom head office knows signed it), role_needed,
/// reason_unsealed, reason_unfit, reason_unknown, rejected (with the refusal's name in the sentence), malformed, ...
struct AdminFault {
  std::string code;
  std::string sentence;
};

/// The one answer to everybody whom head office does not know, whatever is wrong: it says nothing of who exists.
[[nodiscard]] inline AdminFault not_allowed() {
  return {
      "not_allowed",
      "Head office did not do it: it needs the signature of an operator whom it knows. Say who "
      "you are with --operator NAME --operator-key FILE, or PERK_OPERATOR and PERK_OPERATOR_KEY; "
      "over TLS it must be the name in your certificate."};
}

/// A store not heard from lately: what it sold since then is not in the answer.
struct StoreUnheard {
  StoreId store;
  std::string name;
  std::optional<WallTime> last_heard;
};

struct BalanceReply {
  CardId card;
  std::string last_four;
  Currency currency;
  Amount balance, available, loaded, redeemed, reversed, reserve;
  bool is_frozen = false;
  std::string freeze_reason;
  Shard shard;
  Position position;       ///< Folded through here.
  Position shard_end;      ///< The shard's last position now.
  WallTime position_wall;  ///< When head office recorded it.
  WallTime now;
  std::optional<WallTime> as_of;
  std::vector<StoreUnheard> unheard;
  std::optional<CardRights> rights;  ///< None in a statement, and of the past.
};

struct StatementLine {
  Position position;
  EventId event;
  std::string type;
  Amount value_effect, balance_after;
  StoreId store;  ///< 0: head office.
  std::string store_name;
  WallTime happened;    ///< By the writer's HLC.
  WallTime recorded;    ///< By head office.
  TerminalId terminal;  ///< 0: none.
  Millis cut_off_for;   ///< Of the store when it decided; 0 while connected.
  std::string note;     ///< Reason of a freeze, original of a reversal, ...
};
struct StatementReply {
  BalanceReply balance;
  std::vector<StatementLine> lines;  ///< In the order of positions.
};

struct FreezeReply {
  bool was_repeated = false;
  Shard shard;
  Position position;
  EventId event;
};

struct NumberKeyRow {
  std::uint32_t version = 0;
  std::vector<std::uint8_t> key;  ///< Secret: 32 bytes; goes into an owner-only file.
};
struct EnrolReply {
  StoreId store;
  std::string name;
  bool was_enrolled = false;  ///< This very name and key had been enrolled before.
  std::vector<NumberKeyRow> number_keys;
  Currency currency;
  std::uint16_t shard_count = 0;
  std::vector<NumberRange> number_ranges{};
};

struct StoreRow {
  StoreId store;
  std::string name;
  std::optional<Origin> incarnation;  ///< The newest.
  bool is_connected = false;
  std::optional<WallTime> last_heard;
  Seq held_through;
  std::uint64_t reported_backlog = 0;  ///< As the store last said.
  std::uint64_t incarnations = 0;
  Amount sold, loaded, reversed, sold_cut_off;
  std::uint64_t purchases = 0, purchases_cut_off = 0;
  std::optional<WallTime> revoked_at{};  ///< None: it was not.
  std::uint64_t keys = 0;                ///< That its logs were signed with so far; 0: not told.
  std::optional<WallTime> key_since{};   ///< Of the present one; none: it enrolled with it.
  /// Before the newest, that nobody closed: what tills hand back of them stays with the node that was told.
  std::uint64_t open_former_logs = 0;
};
struct StoresReply {
  std::vector<StoreRow> stores;
  WallTime now;
  Currency currency;
};

/// A shard that a projection could not fold: passed over, and tried again later.
struct StuckShardRow {
  Shard shard;
  std::string why;
};
struct ProjectionRow {
  std::string name;
  std::uint32_t version = 0;
  std::uint64_t folded = 0, lag = 0, parked = 0;
  std::uint32_t building_version = 0;  ///< 0: none.
  std::uint64_t building_folded = 0;
  std::vector<StuckShardRow> stuck;
};
struct ProjectionsReply {
  std::vector<ProjectionRow> projections;
};

struct RebuildReply {
  std::string projection;
  std::uint32_t version = 0;
  std::uint64_t events = 0;
  Millis took;
  std::uint64_t swap_microseconds = 0;
};

struct VerifyCheck {
  std::string name;
  bool holds = false;
  std::string detail;
};
struct VerifyReply {
  std::vector<VerifyCheck> checks;
  std::uint64_t events = 0;
};

struct MoneyLineReply {
  Currency currency;
  MoneyLine line;
  std::uint64_t cards = 0, events = 0;
  bool holds = false;
  std::vector<std::string> violations;
};

struct HealthReply {
  std::string version;
  bool is_database_reachable = false;
  Epoch epoch;
  std::uint16_t shard_count = 0;
  std::uint64_t events = 0, sessions = 0, frames_refused = 0, quarantined = 0;
  PublicKey key{};  ///< Head office's own, that signs what it shows to others.
  std::uint64_t revoked_stores = 0;
  /// Card numbers that are no card, tried in the last ten minutes, as stores say; at which of them most.
  std::uint64_t wrong_numbers = 0, most_wrong_numbers = 0;
  std::string most_wrong_at{};
  bool is_run_on_cards = false;        ///< So many that the chain's tills were told to be careful.
  std::uint64_t open_former_logs = 0;  ///< Of all stores.
};

using AdminReply =
    std::variant<AdminFault, BalanceReply, StatementReply, FreezeReply, EnrolReply, StoresReply,
                 ProjectionsReply, RebuildReply, VerifyReply, QuarantineReply, MoneyLineReply,
                 HealthReply, ExposureReply, OverdraftsReply, WriteOffReply, DeclareLostReply,
                 ExplainReply, PoliciesReply, SetPolicyReply, NumberRangesReply, AddRangeReply,
                 MakeNumbersReply, BalanceChangeReply, EpochReply, ProveEndReply, HeadsReply,
                 LiabilitiesReply, CardProofReply, OperatorChallengeReply, OperatorsReply,
                 LimitsReply, ProposalsReply, PendingApprovalReply, ProposalRejectedReply,
                 AuditReply, OfferCodeReply, RevokeStoreReply, SettleQuarantineReply,
                 RotateKeyReply, EraseReasonReply, BringLogReply>;

}  // namespace perk::central
