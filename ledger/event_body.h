// What each type of event says beyond its envelope (event.h). Grouped by subject: sales, freezes,
// spending rights, stand-in allowances, overdrafts, policies; those about logs are in log_events.h, those
// about holds and about value taken off a card in hold_events.h, those about operators in operator_events.h,
// those about card numbers in number_events.h.
// Values only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/hold_events.h"
#include "ledger/ids.h"
#include "ledger/log_events.h"
#include "ledger/money.h"
#include "ledger/number_events.h"
#include "ledger/operator_events.h"
#include "ledger/time.h"

namespace perk {

/// Why a purchase was approved.
enum class Basis : std::uint8_t {
  Unspecified = 0,
  Rights = 1,   ///< All of it from spending rights held by the store.
  Cached = 2,   ///< Policy `cached`: the value known to the store covered it.
  StandIn = 3,  ///< Beyond rights, from an allowance.
  Central = 4,  ///< Rights granted for just this purchase.
};

/// What was handed over for a load.
enum class Tender : std::uint8_t { Unspecified = 0, Cash = 1, Card = 2, Complimentary = 3 };

/// Why a redemption was reversed.
enum class ReversalReason : std::uint8_t {
  Unspecified = 0,
  Void = 1,
  Refund = 2,
  DoubleAnswer = 3,  ///< Another incarnation had answered the same request (double_answers.h).
};

/// A card was issued. `last_four` is all of the number that is ever kept.
struct CardIssued {
  std::string last_four;
  ProgrammeId programme;
  std::uint32_t number_key_version = 0;  ///< Version of the key that made the CardId.
  friend bool operator==(const CardIssued&, const CardIssued&) = default;
};

/// Value was put on a card. The amount is the envelope's effect on value.
struct ValueLoaded {
  Tender tender = Tender::Unspecified;
  friend bool operator==(const ValueLoaded&, const ValueLoaded&) = default;
};

enum class PartialApproval : std::uint8_t { Refused = 0, Accepted = 1 };

/// What a store knew of the chain when it decided: enough, with its own log, to decide again.
struct Knowledge {
  Position known_through;  ///< Of the card's shard, as heard from head office; 0 if never heard.
  Millis cut_off_for;      ///< Since head office was last heard from; 0 while connected.
  friend bool operator==(const Knowledge&, const Knowledge&) = default;
};

/// A purchase. The amount approved is minus the envelope's effect on value.
struct ValueRedeemed {
  Amount requested;  ///< What the till asked for; more than was approved for a partial approval.
  PartialApproval partial = PartialApproval::Refused;
  Basis basis = Basis::Unspecified;
  Knowledge knowledge;
  std::string
      manager{};  ///< Who overrode by hand; empty: nobody. Also if rights covered it after all.
  friend bool operator==(const ValueRedeemed&, const ValueRedeemed&) = default;
};

/// A purchase was wholly or partly taken back. The envelope's `original` names it.
struct RedemptionReversed {
  ReversalReason reason = ReversalReason::Unspecified;
  friend bool operator==(const RedemptionReversed&, const RedemptionReversed&) = default;
};

/// Head office froze a card.
struct CardFrozen {
  std::string reason;
  std::string operator_name;
  friend bool operator==(const CardFrozen&, const CardFrozen&) = default;
};

/// Head office lifted a freeze.
struct CardUnfrozen {
  std::string reason;
  std::string operator_name;
  friend bool operator==(const CardUnfrozen&, const CardUnfrozen&) = default;
};

/// Why a store gave rights back to the reserve.
enum class ReleaseReason : std::uint8_t {
  Unspecified = 0,
  Idle = 1,      ///< Nobody spent here of this card lately.
  Recalled = 2,  ///< Head office asked for them.
  Frozen = 3,    ///< A frozen card's rights go home.
};

/// A store gave rights back: they leave it at once, the reserve has them when head office hears of it.
struct RightsReleased {
  ReleaseReason why = ReleaseReason::Unspecified;
  friend bool operator==(const RightsReleased&, const RightsReleased&) = default;
};

/// Why head office gave rights out of its reserve.
enum class GrantReason : std::uint8_t {
  Unspecified = 0,
  Asked = 1,   ///< The store was short of them.
  Placed = 2,  ///< Where the customer is likely to come (placement.h).
};

/// Head office gave rights to the incarnation that the envelope names. They leave the reserve at once.
struct RightsGranted {
  GrantReason why = GrantReason::Unspecified;
  std::optional<RequestId> answers;  ///< The till's request that was short of them, if one was.
  friend bool operator==(const RightsGranted&, const RightsGranted&) = default;
};

/// An operator took the named incarnation's rights back without asking it: it is lost, or closed. Until
/// its log's end is proven, it may have spent them all the same (exposure.h).
struct RightsReturnedByDecision {
  std::string reason;
  std::string operator_name;
  friend bool operator==(const RightsReturnedByDecision&,
                         const RightsReturnedByDecision&) = default;
};

/// Who may draw on an allowance.
enum class StandInKind : std::uint8_t {
  Unspecified = 0,
  Till = 1,     ///< Any purchase.
  Manager = 2,  ///< Only what a manager overrides by hand.
};

/// Head office let one incarnation approve beyond its rights. About no card; the envelope has the
/// allowance's id, its currency and the policy version. All amounts are positive.
struct StandInGranted {
  Origin incarnation;
  StandInKind kind = StandInKind::Unspecified;
  Amount amount;            ///< In all, until it is replenished.
  Amount per_card_cap;      ///< Of any one card, until its cap is restored.
  Amount per_purchase_cap;  ///< Of any one purchase.
  WallTime expires_at;      ///< By the store's hybrid clock. Exposure ends by AllowanceLapsed only.
  friend bool operator==(const StandInGranted&, const StandInGranted&) = default;
};

/// Head office gave an allowance back what it had heard to be spent. The envelope has the allowance's
/// id, and the card if one card's cap is restored.
struct StandInReplenished {
  Origin incarnation;
  Amount amount;       ///< Of the allowance as a whole; not negative.
  Amount card_amount;  ///< Of the card's cap; not negative, and zero without a card.
  Seq heard_through;   ///< Of that incarnation: the purchases that this answers.
  friend bool operator==(const StandInReplenished&, const StandInReplenished&) = default;
};

/// A store will never draw on an allowance again; only its own word ends what is at risk.
struct AllowanceLapsed {
  Amount left;  ///< As the store knew it; not negative.
  friend bool operator==(const AllowanceLapsed&, const AllowanceLapsed&) = default;
};

/// Why more was spent than was on a card.
enum class OverdraftCause : std::uint8_t {
  Unspecified = 0,
  StandIn = 1,     ///< Approved beyond rights.
  Rollback = 2,    ///< A store's database ran back and spent again.
  LostStore = 3,   ///< Rights returned by decision had been spent after all.
  ChargeBack = 4,  ///< A load was taken back by who paid for it.
  LateFreeze = 5,  ///< Spent before the freeze was heard.
};

/// Head office found value spent that was never there, and covers it: the card's balance no longer
/// hides it in a negative number. The amount is the envelope's effect on value.
struct OverdraftOpened {
  OverdraftCause cause = OverdraftCause::Unspecified;
  Origin owner;  ///< Whose approvals it comes from: an incarnation, or head office.
  friend bool operator==(const OverdraftOpened&, const OverdraftOpened&) = default;
};

/// The card paid an overdraft off, wholly or partly, from the reserve. The envelope's `original` names
/// the opening.
struct OverdraftRecovered {
  friend bool operator==(const OverdraftRecovered&, const OverdraftRecovered&) = default;
};

/// The chain bears an overdraft, wholly or partly. The envelope's `original` names the opening; no
/// card's value moves.
struct OverdraftWrittenOff {
  Amount amount;  ///< Positive.
  std::string reason;
  std::string operator_name;
  friend bool operator==(const OverdraftWrittenOff&, const OverdraftWrittenOff&) = default;
};

/// The store that sold the envelope's `original` leaves it to head office to take it back.
struct RefundRightRenounced {
  friend bool operator==(const RefundRightRenounced&, const RefundRightRenounced&) = default;
};

enum class PolicyKind : std::uint8_t {
  Cached = 1,   ///< Approve while the value known here covers it. Unbounded overspend when cut off.
  Central = 2,  ///< Rights only on demand: granted for one purchase, kept by nobody.
  Escrow = 3,   ///< Rights are kept; nothing is approved beyond them. Never overspends.
  EscrowStandIn =
      4,  ///< Rights are kept; beyond them, what an allowance covers. Overspend bounded.
};

/// Head office chose a policy (policy_book.h). About no card; the envelope's policy version names it, and
/// is 2 or more. All of them stand in the shard of store 0, so that they have one order.
struct PolicySet {
  StoreId store;          ///< 0: every store.
  ProgrammeId programme;  ///< 0: every programme.
  PolicyKind kind = PolicyKind::Escrow;
  std::string operator_name;
  friend bool operator==(const PolicySet&, const PolicySet&) = default;
};

/// An event of a type this version does not know: kept, forwarded and folded by its envelope.
struct UnknownBody {
  std::uint32_t type = 0;
  std::vector<std::uint8_t> bytes;
  friend bool operator==(const UnknownBody&, const UnknownBody&) = default;
};

/// In the order of the types' numbers (FORMAT.md); the unknown stand last.
using EventBody = std::variant<
    CardIssued, ValueLoaded, ValueRedeemed, RedemptionReversed, CardFrozen, CardUnfrozen,
    RightsReleased, RightsGranted, RightsReturnedByDecision, StandInGranted, StandInReplenished,
    AllowanceLapsed, OverdraftOpened, OverdraftRecovered, OverdraftWrittenOff, RefundRightRenounced,
    PolicySet, IncarnationClosed, ClosedLogEventRecorded, EpochBegun, LogEndProven, HoldPlaced,
    HoldCaptured, HoldReleased, HoldLapsed, LoadReversed, ChargedBack, BalanceAdjusted,
    EpochSettled, OperatorAdmitted, OperatorRoleChanged, OperatorDismissed, ApprovalLimitSet,
    DecisionProposed, DecisionSettled, StoreRevoked, QuarantineSettled, NumberKeyMade, ReasonErased,
    LogKeyRotated, LogHandedIn, UnknownBody>;

}  // namespace perk
