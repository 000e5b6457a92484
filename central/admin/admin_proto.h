// Small conversions between admin messages and their schema. For this folder's codecs only: the only
// header of it that sees generated protobuf.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "central/admin/messages.h"
#include "ledger/result.h"
#include "perk/v1/admin.pb.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::central {

inline constexpr std::uint8_t kRequestFrame = 1;
inline constexpr std::uint8_t kProgressFrame = 2;
inline constexpr std::uint8_t kReplyFrame = 3;
inline constexpr std::uint8_t kSignedFrame = 4;

template <typename Bytes>
[[nodiscard]] std::string to_wire(const Bytes& bytes) {
  return {bytes.begin(), bytes.end()};
}

/// Collects the first thing that is wrong with a message, so that its fields can be read in a row.
class FieldReader {
 public:
  template <typename Id>
  [[nodiscard]] Id fixed_bytes(const std::string& bytes, const char* name) {
    Id id;
    if (bytes.size() != id.bytes.size()) {
      complain(std::string(name) + " has " + std::to_string(bytes.size()) + " bytes");
      return id;
    }
    for (std::size_t at = 0; at < bytes.size(); ++at) {
      id.bytes[at] = static_cast<std::uint8_t>(bytes[at]);
    }
    return id;
  }

  [[nodiscard]] Currency currency(const std::string& code) {
    if (code.empty()) return {};
    const std::optional<Currency> known = Currency::from_code(code);
    if (!known) complain("the currency is not a code of three capital letters");
    return known.value_or(Currency());
  }

  [[nodiscard]] std::uint16_t small_number(std::uint32_t value, const char* name) {
    if (value > 0xffffU) complain(std::string(name) + " is above 65535");
    return static_cast<std::uint16_t>(value);
  }

  /// One of the enumerators from `first` to `last`, which follow each other.
  template <typename Enum>
  [[nodiscard]] Enum enumerator(std::uint32_t value, Enum first, Enum last, const char* name) {
    const bool is_one =
        value >= static_cast<std::uint32_t>(first) && value <= static_cast<std::uint32_t>(last);
    if (is_one) return static_cast<Enum>(value);
    complain(std::string(name) + " is none that this version knows");
    return first;
  }

  void complain(std::string why) {
    if (!why_) why_ = std::move(why);
  }

  /// The message read, or what is wrong with it.
  template <typename Message>
  [[nodiscard]] Result<Message, sync::Malformed> finish(Message message) const {
    if (why_) return failed(sync::Malformed{*why_});
    return message;
  }

 private:
  std::optional<std::string> why_;
};

/// 0 on the wire is "none".
[[nodiscard]] inline std::optional<WallTime> wall_from_wire(std::int64_t millis) {
  if (millis == 0) return std::nullopt;
  return WallTime(millis);
}
[[nodiscard]] inline std::int64_t wall_to_wire(const std::optional<WallTime>& wall) {
  return wall ? wall->millis() : 0;
}
[[nodiscard]] inline EventId event_from_wire(std::uint64_t origin, std::uint64_t seq) {
  return {Origin::from_value(origin).value_or(Origin()), Seq(seq)};
}
[[nodiscard]] inline std::vector<std::uint8_t> bytes_from_wire(const std::string& bytes) {
  return {bytes.begin(), bytes.end()};
}

[[nodiscard]] sync::Frame frame_of(std::uint8_t type, const google::protobuf::MessageLite& message);

/// It must name one.
[[nodiscard]] EventId named_event(FieldReader& fields, std::uint64_t origin, std::uint64_t seq);

// One pair for each request and reply that has rows or some fields, in the codec of its family
// (admin_card_codec.cpp, admin_enrol_codec.cpp, ...), and for what they share.
void write(const CardRef& card, v1::CardRef& wire);
void write(const BalanceRequest& request, v1::BalanceRequest& wire);
void write(const FreezeRequest& request, v1::FreezeRequest& wire);
void write(const ChargeBackRequest& request, v1::ChargeBackRequest& wire);
void write(const AdjustRequest& request, v1::AdjustRequest& wire);
void write(const EnrolRequest& request, v1::EnrolRequest& wire);
void write(const OfferCodeRequest& request, v1::OfferCodeRequest& wire);
void write(const RevokeStoreRequest& request, v1::RevokeStoreRequest& wire);
void write(const RevokeStoreReply& reply, v1::RevokeStoreReply& wire);
void write(const AddRangeRequest& request, v1::AddRangeRequest& wire);
void write(const RotateKeyRequest& request, v1::RotateKeyRequest& wire);
void write(const EraseReasonRequest& request, v1::EraseReasonRequest& wire);
void write(const EraseReasonReply& reply, v1::EraseReasonReply& wire);
void write(const MakeNumbersRequest& request, v1::MakeNumbersRequest& wire);
void write(const CardProofRequest& request, v1::CardProofRequest& wire);
void write(const ExposureRequest& request, v1::ExposureRequest& wire);
void write(const WriteOffRequest& request, v1::WriteOffRequest& wire);
void write(const DeclareLostRequest& request, v1::DeclareLostRequest& wire);
void write(const ProveEndRequest& request, v1::ProveEndRequest& wire);
void write(const ExplainRequest& request, v1::ExplainRequest& wire);
void write(const SetPolicyRequest& request, v1::SetPolicyRequest& wire);
void write(const BalanceReply& reply, v1::BalanceReply& wire);
void write(const StatementReply& reply, v1::StatementReply& wire);
void write(const FreezeReply& reply, v1::FreezeReply& wire);
void write(const BalanceChangeReply& reply, v1::BalanceChangeReply& wire);
void write(const EnrolReply& reply, v1::EnrolReply& wire);
void write(const OfferCodeReply& reply, v1::OfferCodeReply& wire);
void write(const NumberRange& range, v1::NumberRange& wire);
void write(const NumberRangesReply& reply, v1::NumberRangesReply& wire);
void write(const AddRangeReply& reply, v1::AddRangeReply& wire);
void write(const RotateKeyReply& reply, v1::RotateKeyReply& wire);
void write(const MakeNumbersReply& reply, v1::MakeNumbersReply& wire);
void write(const StoresReply& reply, v1::StoresReply& wire);
void write(const ProjectionsReply& reply, v1::ProjectionsReply& wire);
void write(const RebuildReply& reply, v1::RebuildReply& wire);
void write(const VerifyReply& reply, v1::VerifyReply& wire);
void write(const QuarantineRequest& request, v1::QuarantineRequest& wire);
void write(const QuarantineReply& reply, v1::QuarantineReply& wire);
void write(const SettleQuarantineRequest& request, v1::SettleQuarantineRequest& wire);
void write(const SettleQuarantineReply& reply, v1::SettleQuarantineReply& wire);
void write(const BringLogRequest& request, v1::BringLogRequest& wire);
void write(const BringLogReply& reply, v1::BringLogReply& wire);
void write(const MoneyLineReply& reply, v1::MoneyLineReply& wire);
void write(const HealthReply& reply, v1::HealthReply& wire);
void write(const CardRights& rights, v1::CardRights& wire);
void write(const ShownExposure& exposure, v1::ShownExposure& wire);
void write(const ExposureReply& reply, v1::ExposureReply& wire);
void write(const OverdraftsReply& reply, v1::OverdraftsReply& wire);
void write(const WriteOffReply& reply, v1::WriteOffReply& wire);
void write(const DeclareLostReply& reply, v1::DeclareLostReply& wire);
void write(const ExplainReply& reply, v1::ExplainReply& wire);
void write(const PoliciesReply& reply, v1::PoliciesReply& wire);
void write(const SetPolicyReply& reply, v1::SetPolicyReply& wire);
void write(const SettleEpochRequest& request, v1::SettleEpochRequest& wire);
void write(const EpochReply& reply, v1::EpochReply& wire);
void write(const ProveEndReply& reply, v1::ProveEndReply& wire);
void write(const VerifyRequest& request, v1::VerifyRequest& wire);
void write(const AdmitOperatorRequest& message, v1::AdmitOperatorRequest& wire);
void write(const ChangeRoleRequest& message, v1::ChangeRoleRequest& wire);
void write(const DismissOperatorRequest& message, v1::DismissOperatorRequest& wire);
void write(const SetLimitRequest& message, v1::SetLimitRequest& wire);
void write(const SettleProposalRequest& message, v1::SettleProposalRequest& wire);
void write(const AuditRequest& message, v1::AuditRequest& wire);
void write(const OperatorChallengeReply& message, v1::OperatorChallengeReply& wire);
void write(const OperatorsReply& message, v1::OperatorsReply& wire);
void write(const LimitsReply& message, v1::LimitsReply& wire);
void write(const ProposalsReply& message, v1::ProposalsReply& wire);
void write(const PendingApprovalReply& message, v1::PendingApprovalReply& wire);
void write(const AuditReply& message, v1::AuditReply& wire);

[[nodiscard]] CardRef read(FieldReader& fields, const v1::CardRef& wire);
[[nodiscard]] BalanceRequest read(FieldReader& fields, const v1::BalanceRequest& wire);
[[nodiscard]] FreezeRequest read(FieldReader& fields, const v1::FreezeRequest& wire);
[[nodiscard]] ChargeBackRequest read(FieldReader& fields, const v1::ChargeBackRequest& wire);
[[nodiscard]] AdjustRequest read(FieldReader& fields, const v1::AdjustRequest& wire);
[[nodiscard]] EnrolRequest read(FieldReader& fields, const v1::EnrolRequest& wire);
[[nodiscard]] OfferCodeRequest read(FieldReader& fields, const v1::OfferCodeRequest& wire);
[[nodiscard]] RevokeStoreRequest read(FieldReader& fields, const v1::RevokeStoreRequest& wire);
[[nodiscard]] RevokeStoreReply read(FieldReader& fields, const v1::RevokeStoreReply& wire);
[[nodiscard]] AddRangeRequest read(FieldReader& fields, const v1::AddRangeRequest& wire);
[[nodiscard]] RotateKeyRequest read(FieldReader& fields, const v1::RotateKeyRequest& wire);
[[nodiscard]] EraseReasonRequest read(FieldReader& fields, const v1::EraseReasonRequest& wire);
[[nodiscard]] EraseReasonReply read(FieldReader& fields, const v1::EraseReasonReply& wire);
[[nodiscard]] MakeNumbersRequest read(FieldReader& fields, const v1::MakeNumbersRequest& wire);
[[nodiscard]] CardProofRequest read(FieldReader& fields, const v1::CardProofRequest& wire);
[[nodiscard]] ExposureRequest read(FieldReader& fields, const v1::ExposureRequest& wire);
[[nodiscard]] WriteOffRequest read(FieldReader& fields, const v1::WriteOffRequest& wire);
[[nodiscard]] DeclareLostRequest read(FieldReader& fields, const v1::DeclareLostRequest& wire);
[[nodiscard]] ProveEndRequest read(FieldReader& fields, const v1::ProveEndRequest& wire);
[[nodiscard]] ExplainRequest read(FieldReader& fields, const v1::ExplainRequest& wire);
[[nodiscard]] SetPolicyRequest read(FieldReader& fields, const v1::SetPolicyRequest& wire);
[[nodiscard]] BalanceReply read(FieldReader& fields, const v1::BalanceReply& wire);
[[nodiscard]] StatementReply read(FieldReader& fields, const v1::StatementReply& wire);
[[nodiscard]] FreezeReply read(FieldReader& fields, const v1::FreezeReply& wire);
[[nodiscard]] BalanceChangeReply read(FieldReader& fields, const v1::BalanceChangeReply& wire);
[[nodiscard]] EnrolReply read(FieldReader& fields, const v1::EnrolReply& wire);
[[nodiscard]] OfferCodeReply read(FieldReader& fields, const v1::OfferCodeReply& wire);
[[nodiscard]] NumberRange read(FieldReader& fields, const v1::NumberRange& wire);
[[nodiscard]] NumberRangesReply read(FieldReader& fields, const v1::NumberRangesReply& wire);
[[nodiscard]] AddRangeReply read(FieldReader& fields, const v1::AddRangeReply& wire);
[[nodiscard]] RotateKeyReply read(FieldReader& fields, const v1::RotateKeyReply& wire);
[[nodiscard]] MakeNumbersReply read(FieldReader& fields, const v1::MakeNumbersReply& wire);
[[nodiscard]] StoresReply read(FieldReader& fields, const v1::StoresReply& wire);
[[nodiscard]] ProjectionsReply read(FieldReader& fields, const v1::ProjectionsReply& wire);
[[nodiscard]] RebuildReply read(FieldReader& fields, const v1::RebuildReply& wire);
[[nodiscard]] VerifyReply read(FieldReader& fields, const v1::VerifyReply& wire);
[[nodiscard]] QuarantineRequest read(FieldReader& fields, const v1::QuarantineRequest& wire);
[[nodiscard]] QuarantineReply read(FieldReader& fields, const v1::QuarantineReply& wire);
[[nodiscard]] SettleQuarantineRequest read(FieldReader& fields,
                                           const v1::SettleQuarantineRequest& wire);
[[nodiscard]] SettleQuarantineReply read(FieldReader& fields,
                                         const v1::SettleQuarantineReply& wire);
[[nodiscard]] BringLogRequest read(FieldReader& fields, const v1::BringLogRequest& wire);
[[nodiscard]] BringLogReply read(FieldReader& fields, const v1::BringLogReply& wire);
[[nodiscard]] MoneyLineReply read(FieldReader& fields, const v1::MoneyLineReply& wire);
[[nodiscard]] HealthReply read(FieldReader& fields, const v1::HealthReply& wire);
[[nodiscard]] CardRights read(FieldReader& fields, const v1::CardRights& wire);
[[nodiscard]] ShownExposure read(FieldReader& fields, const v1::ShownExposure& wire);
[[nodiscard]] ExposureReply read(FieldReader& fields, const v1::ExposureReply& wire);
[[nodiscard]] OverdraftsReply read(FieldReader& fields, const v1::OverdraftsReply& wire);
[[nodiscard]] WriteOffReply read(FieldReader& fields, const v1::WriteOffReply& wire);
[[nodiscard]] DeclareLostReply read(FieldReader& fields, const v1::DeclareLostReply& wire);
[[nodiscard]] ExplainReply read(FieldReader& fields, const v1::ExplainReply& wire);
[[nodiscard]] PoliciesReply read(FieldReader& fields, const v1::PoliciesReply& wire);
[[nodiscard]] SetPolicyReply read(FieldReader& fields, const v1::SetPolicyReply& wire);
[[nodiscard]] SettleEpochRequest read(const v1::SettleEpochRequest& wire);
[[nodiscard]] EpochReply read(FieldReader& fields, const v1::EpochReply& wire);
[[nodiscard]] ProveEndReply read(FieldReader& fields, const v1::ProveEndReply& wire);
[[nodiscard]] VerifyRequest read(FieldReader& fields, const v1::VerifyRequest& wire);
[[nodiscard]] AdmitOperatorRequest read(FieldReader& fields, const v1::AdmitOperatorRequest& wire);
[[nodiscard]] ChangeRoleRequest read(FieldReader& fields, const v1::ChangeRoleRequest& wire);
[[nodiscard]] DismissOperatorRequest read(FieldReader& fields,
                                          const v1::DismissOperatorRequest& wire);
[[nodiscard]] SetLimitRequest read(FieldReader& fields, const v1::SetLimitRequest& wire);
[[nodiscard]] SettleProposalRequest read(FieldReader& fields,
                                         const v1::SettleProposalRequest& wire);
[[nodiscard]] AuditRequest read(FieldReader& fields, const v1::AuditRequest& wire);
[[nodiscard]] OperatorChallengeReply read(FieldReader& fields,
                                          const v1::OperatorChallengeReply& wire);
[[nodiscard]] OperatorsReply read(FieldReader& fields, const v1::OperatorsReply& wire);
[[nodiscard]] LimitsReply read(FieldReader& fields, const v1::LimitsReply& wire);
[[nodiscard]] ProposalsReply read(FieldReader& fields, const v1::ProposalsReply& wire);
[[nodiscard]] PendingApprovalReply read(FieldReader& fields, const v1::PendingApprovalReply& wire);
[[nodiscard]] AuditReply read(FieldReader& fields, const v1::AuditReply& wire);

}  // namespace perk::central
