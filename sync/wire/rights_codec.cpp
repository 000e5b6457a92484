#include "perk/v1/sync.pb.h"
#include "sync/wire/checked.h"
#include "sync/wire/message_parts.h"
#include "sync/wire/parse_proto.h"

namespace perk::sync {
namespace {

std::optional<CardId> read_card(const std::string& bytes) {
  const auto fixed = exactly<16>(bytes);
  if (!fixed) return std::nullopt;
  return CardId{*fixed};
}

/// What is wanted or granted: no more than one event may move.
std::optional<Amount> read_amount(std::int64_t minor, std::int64_t least) {
  if (minor < least || minor > kEventAmountMax.minor()) return std::nullopt;
  return Amount(minor);
}

}  // namespace

std::string to_bytes(const RightsRequest& request) {
  v1::RightsRequest wire;
  wire.set_number(request.number);
  wire.set_card(to_wire_bytes(request.card.bytes));
  wire.set_wanted_minor(request.wanted.minor());
  wire.set_patience_ms(unsigned_millis(request.patience));
  return wire.SerializeAsString();
}

DecodedMessage rights_request_from(const std::vector<std::uint8_t>& bytes) {
  v1::RightsRequest wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a RightsRequest"});
  const auto card = read_card(wire.card());
  const auto wanted = read_amount(wire.wanted_minor(), 1);
  const auto patience = signed_millis(wire.patience_ms());
  if (!card || !wanted || !patience)
    return failed(Malformed{"a RightsRequest's card, amount or patience is out of bounds"});
  return Message(RightsRequest{wire.number(), *card, *wanted, *patience});
}

std::string to_bytes(const RightsAnswer& answer) {
  v1::RightsAnswer wire;
  wire.set_number(answer.number);
  wire.set_outcome(static_cast<std::uint32_t>(answer.outcome));
  wire.set_granted_minor(answer.granted.minor());
  return wire.SerializeAsString();
}

DecodedMessage rights_answer_from(const std::vector<std::uint8_t>& bytes) {
  v1::RightsAnswer wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a RightsAnswer"});
  const auto granted = read_amount(wire.granted_minor(), 0);
  if (!granted) return failed(Malformed{"a RightsAnswer's amount is out of bounds"});
  return Message(RightsAnswer{wire.number(), static_cast<RightsOutcome>(wire.outcome()), *granted});
}

std::string to_bytes(const RightsRecall& recall) {
  v1::RightsRecall wire;
  wire.set_card(to_wire_bytes(recall.card.bytes));
  wire.set_wanted_minor(recall.wanted.minor());
  return wire.SerializeAsString();
}

DecodedMessage rights_recall_from(const std::vector<std::uint8_t>& bytes) {
  v1::RightsRecall wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a RightsRecall"});
  const auto card = read_card(wire.card());
  const auto wanted = read_amount(wire.wanted_minor(), 1);
  if (!card || !wanted)
    return failed(Malformed{"a RightsRecall's card or amount is out of bounds"});
  return Message(RightsRecall{*card, *wanted});
}

}  // namespace perk::sync
