#include "ledger/event.h"

#include <array>
#include <string_view>
#include <utility>

namespace perk {
namespace {

/// A type as people name it, and whether only head office writes it; in the order of EventBody.
struct TypeRow {
  std::string_view name;
  bool is_head_offices;
};
constexpr std::array<TypeRow, std::variant_size_v<EventBody> - 1> kTypes{{
    {"CardIssued", false},
    {"ValueLoaded", false},
    {"ValueRedeemed", false},
    {"RedemptionReversed", false},
    {"CardFrozen", true},
    {"CardUnfrozen", true},
    {"RightsReleased", false},
    {"RightsGranted", true},
    {"RightsReturnedByDecision", true},
    {"StandInGranted", true},
    {"StandInReplenished", true},
    {"AllowanceLapsed", false},
    {"OverdraftOpened", true},
    {"OverdraftRecovered", true},
    {"OverdraftWrittenOff", true},
    {"RefundRightRenounced", false},
    {"PolicySet", true},
    {"IncarnationClosed", true},
    {"ClosedLogEventRecorded", false},
    {"EpochBegun", true},
    {"LogEndProven", true},
    {"HoldPlaced", false},
    {"HoldCaptured", false},
    {"HoldReleased", false},
    {"HoldLapsed", false},
    {"LoadReversed", false},
    {"ChargedBack", true},
    {"BalanceAdjusted", true},
    {"EpochSettled", true},
    {"OperatorAdmitted", true},
    {"OperatorRoleChanged", true},
    {"OperatorDismissed", true},
    {"ApprovalLimitSet", true},
    {"DecisionProposed", true},
    {"DecisionSettled", true},
    {"StoreRevoked", true},
    {"QuarantineSettled", true},
    {"NumberKeyMade", true},
    {"ReasonErased", true},
    {"LogKeyRotated", false},
    {"LogHandedIn", true},
}};

}  // namespace

WrappedEvent::WrappedEvent(Event event) : event_(std::make_shared<const Event>(std::move(event))) {}

bool operator==(const WrappedEvent& left, const WrappedEvent& right) {
  if (left.event_ == nullptr || right.event_ == nullptr) return left.event_ == right.event_;
  return *left.event_ == *right.event_;
}

Event::Event() = default;
Event::Event(Envelope of_event, EventBody of_kind)
    : envelope(std::move(of_event)), body(std::move(of_kind)) {}
Event::Event(const Event& other) = default;
Event::Event(Event&& other) noexcept = default;
Event& Event::operator=(const Event& other) = default;
Event& Event::operator=(Event&& other) noexcept = default;
Event::~Event() = default;

bool operator==(const Event& left, const Event& right) {
  return left.envelope == right.envelope && left.body == right.body;
}

std::string type_name(const EventBody& body) {
  if (const auto* unknown = std::get_if<UnknownBody>(&body))
    return "type " + std::to_string(unknown->type);
  return std::string(kTypes.at(body.index()).name);
}

std::string_view basis_name(Basis basis) {
  switch (basis) {
    case Basis::Rights:
      return "rights";
    case Basis::Cached:
      return "cached";
    case Basis::StandIn:
      return "stand_in";
    case Basis::Central:
      return "central";
    case Basis::Unspecified:
      break;
  }
  return "unspecified";
}

std::string_view cause_name(OverdraftCause cause) {
  constexpr std::array<std::string_view, 6> kNames{"unspecified", "stand_in",    "rollback",
                                                   "lost_store",  "charge_back", "late_freeze"};
  return kNames.at(static_cast<std::size_t>(cause));
}

bool is_head_offices(const EventBody& body) {
  return !std::holds_alternative<UnknownBody>(body) && kTypes.at(body.index()).is_head_offices;
}

}  // namespace perk
