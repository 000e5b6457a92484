#include "sync/messages.h"

#include <algorithm>

namespace perk::sync {
namespace {

struct NameOf {
  std::string operator()(const Challenge&) const { return "Challenge"; }
  std::string operator()(const Hello&) const { return "Hello"; }
  std::string operator()(const Welcome&) const { return "Welcome"; }
  std::string operator()(const Refusal&) const { return "Refusal"; }
  std::string operator()(const Batch&) const { return "Batch"; }
  std::string operator()(const Ack&) const { return "Ack"; }
  std::string operator()(const Credit&) const { return "Credit"; }
  std::string operator()(const Ping&) const { return "Ping"; }
  std::string operator()(const Pong&) const { return "Pong"; }
  std::string operator()(const RightsRequest&) const { return "RightsRequest"; }
  std::string operator()(const RightsAnswer&) const { return "RightsAnswer"; }
  std::string operator()(const RightsRecall&) const { return "RightsRecall"; }
  std::string operator()(const WrongNumbers&) const { return "WrongNumbers"; }
  std::string operator()(const Caution&) const { return "Caution"; }
  std::string operator()(const UnknownMessage& unknown) const {
    return "message of type " + std::to_string(unknown.type);
  }
};

}  // namespace

std::string message_name(const Message& message) { return std::visit(NameOf{}, message); }

std::string to_string(RefusalCode code) {
  switch (code) {
    case RefusalCode::Unspecified:
      return "Unspecified";
    case RefusalCode::NotEnrolled:
      return "NotEnrolled";
    case RefusalCode::VersionUnsupported:
      return "VersionUnsupported";
    case RefusalCode::Forked:
      return "Forked";
    case RefusalCode::CursorUnknown:
      return "CursorUnknown";
    case RefusalCode::OutOfOrder:
      return "OutOfOrder";
    case RefusalCode::Malformed:
      return "Malformed";
    case RefusalCode::BadSignature:
      return "BadSignature";
    case RefusalCode::Busy:
      return "Busy";
    case RefusalCode::NoProgress:
      return "NoProgress";
    case RefusalCode::Superseded:
      return "Superseded";
    case RefusalCode::StorageFailed:
      return "StorageFailed";
    case RefusalCode::EpochBegun:
      return "EpochBegun";
    case RefusalCode::Revoked:
      return "Revoked";
  }
  return "refusal " + std::to_string(static_cast<std::uint32_t>(code));
}

std::size_t memory_of(const Batch& batch) {
  std::size_t bytes = sizeof(Batch);
  for (const Item& item : batch.items) bytes += sizeof(Item) + item.bytes.size();
  return bytes;
}

std::optional<std::uint32_t> highest_common_version(VersionRange ours, VersionRange theirs) {
  const std::uint32_t highest = std::min(ours.max, theirs.max);
  if (highest < std::max(ours.min, theirs.min)) return std::nullopt;
  return highest;
}

std::string to_string(RightsOutcome outcome) {
  switch (outcome) {
    case RightsOutcome::Unspecified:
      return "Unspecified";
    case RightsOutcome::Granted:
      return "Granted";
    case RightsOutcome::GrantedInPart:
      return "GrantedInPart";
    case RightsOutcome::NothingLeft:
      return "NothingLeft";
    case RightsOutcome::CardUnusable:
      return "CardUnusable";
    case RightsOutcome::TooLate:
      return "TooLate";
    case RightsOutcome::Busy:
      return "Busy";
  }
  return "outcome " + std::to_string(static_cast<std::uint32_t>(outcome));
}

}  // namespace perk::sync
