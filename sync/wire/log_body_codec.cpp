#include "sync/wire/checked.h"
#include "sync/wire/log_body_proto.h"

namespace perk::sync {
namespace {

constexpr auto kNameless = "a log without a name is spoken of";
constexpr auto kNoHash = "a hash is 32 bytes, and a signature 64";

std::optional<Digest> digest_of(const std::string& bytes) {
  const auto fixed = exactly<32>(bytes);
  return fixed ? std::optional(Digest{*fixed}) : std::nullopt;
}

PolicyKind policy_kind_of(int number) {
  const bool is_known = v1::PolicyKind_IsValid(number) && number != v1::POLICY_KIND_UNSPECIFIED;
  return is_known ? static_cast<PolicyKind>(number) : PolicyKind::Escrow;
}

}  // namespace

std::string encode(const PolicySet& body) {
  v1::PolicySet wire;
  wire.set_store(body.store.value());
  wire.set_programme(body.programme.value());
  wire.set_kind(static_cast<v1::PolicyKind>(body.kind));
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::PolicySet& wire, Amount) {
  return EventBody(PolicySet{StoreId(wire.store()), ProgrammeId(wire.programme()),
                             policy_kind_of(wire.kind()), wire.operator_name()});
}

std::string encode(const IncarnationClosed& body) {
  v1::IncarnationClosed wire;
  wire.set_incarnation(body.incarnation.value());
  wire.set_known_through(body.known_through.value());
  wire.set_known_hash(to_wire_bytes(body.known_hash.bytes));
  wire.set_why(static_cast<v1::ClosedWhy>(body.why));
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::IncarnationClosed& wire, Amount) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation) return failed(Malformed{kNameless});
  const auto hash = digest_of(wire.known_hash());
  if (!hash) return failed(Malformed{kNoHash});
  const bool is_known = v1::ClosedWhy_IsValid(wire.why());
  return EventBody(
      IncarnationClosed{*incarnation, Seq(wire.known_through()), *hash,
                        is_known ? static_cast<ClosedWhy>(wire.why()) : ClosedWhy::Unspecified});
}

std::string encode(const ClosedLogEventRecorded& body) {
  v1::ClosedLogEventRecorded wire;
  wire.set_incarnation(body.name.origin.value());
  wire.set_seq(body.name.seq.value());
  wire.set_previous_hash(to_wire_bytes(body.previous_hash.bytes));
  wire.set_hash(to_wire_bytes(body.hash.bytes));
  wire.set_event(to_wire_bytes(body.bytes));
  for (const Digest& digest : body.later_digests)
    wire.add_later_digests(to_wire_bytes(digest.bytes));
  wire.set_signature(to_wire_bytes(body.signature.bytes));
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::ClosedLogEventRecorded& wire, Amount) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation) return failed(Malformed{kNameless});
  const auto previous = digest_of(wire.previous_hash());
  const auto hash = digest_of(wire.hash());
  const auto signature = exactly<64>(wire.signature());
  if (!previous || !hash || !signature) return failed(Malformed{kNoHash});
  ClosedLogEventRecorded body;
  body.name = {*incarnation, Seq(wire.seq())};
  body.previous_hash = *previous;
  body.hash = *hash;
  body.bytes = {wire.event().begin(), wire.event().end()};
  for (const std::string& bytes : wire.later_digests()) {
    const auto digest = digest_of(bytes);
    if (!digest) return failed(Malformed{kNoHash});
    body.later_digests.push_back(*digest);
  }
  body.signature.bytes = *signature;
  return EventBody(std::move(body));
}

std::string encode(const EpochBegun& body) {
  v1::EpochBegun wire;
  wire.set_epoch(body.epoch.value());
  wire.set_previous(body.previous.value());
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::EpochBegun& wire, Amount) {
  return EventBody(
      EpochBegun{Epoch(wire.epoch()), Epoch(wire.previous()), wire.reason(), wire.operator_name()});
}

std::string encode(const LogEndProven& body) {
  v1::LogEndProven wire;
  wire.set_incarnation(body.incarnation.value());
  wire.set_through(body.through.value());
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::LogEndProven& wire, Amount) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation) return failed(Malformed{kNameless});
  return EventBody(
      LogEndProven{*incarnation, Seq(wire.through()), wire.reason(), wire.operator_name()});
}

std::string encode(const EpochSettled& body) {
  v1::EpochSettled wire;
  wire.set_epoch(body.epoch.value());
  for (const Origin origin : body.without) wire.add_without(origin.value());
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::EpochSettled& wire, Amount) {
  EpochSettled body{Epoch(wire.epoch()), {}, wire.reason(), wire.operator_name()};
  for (const std::uint64_t value : wire.without()) {
    const auto incarnation = Origin::from_value(value);
    if (!incarnation) return failed(Malformed{kNameless});
    body.without.push_back(*incarnation);
  }
  return EventBody(std::move(body));
}

std::string encode(const StoreRevoked& body) {
  v1::StoreRevoked wire;
  wire.set_store(body.store.value());
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::StoreRevoked& wire, Amount) {
  return EventBody(StoreRevoked{StoreId(wire.store()), wire.reason(), wire.operator_name()});
}

std::string encode(const QuarantineSettled& body) {
  v1::QuarantineSettled wire;
  wire.set_origin(body.event.origin.value());
  wire.set_seq(body.event.seq.value());
  wire.set_hash(to_wire_bytes(body.hash.bytes));
  wire.set_verdict(static_cast<v1::QuarantineVerdict>(body.verdict));
  wire.set_event(to_wire_bytes(body.bytes));
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

std::string encode(const NumberKeyMade& body) {
  v1::NumberKeyMade wire;
  wire.set_prefix(body.prefix);
  wire.set_version(body.version);
  wire.set_commitment(to_wire_bytes(body.commitment.bytes));
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::QuarantineSettled& wire, Amount) {
  const auto origin = Origin::from_value(wire.origin());
  if (!origin) return failed(Malformed{kNameless});
  const auto hash = digest_of(wire.hash());
  if (!hash) return failed(Malformed{kNoHash});
  QuarantineSettled body;
  body.event = {*origin, Seq(wire.seq())};
  body.hash = *hash;
  if (wire.verdict() == v1::QUARANTINE_VERDICT_ACCEPTED) body.verdict = QuarantineVerdict::Accepted;
  body.bytes = {wire.event().begin(), wire.event().end()};
  body.reason = wire.reason();
  body.operator_name = wire.operator_name();
  return EventBody(std::move(body));
}

DecodedBody from_wire(const v1::NumberKeyMade& wire, Amount) {
  const auto commitment = digest_of(wire.commitment());
  if (!commitment) return failed(Malformed{"a key's commitment is 32 bytes"});
  return EventBody(NumberKeyMade{wire.prefix(), wire.version(), *commitment, wire.reason(),
                                 wire.operator_name()});
}

std::string encode(const LogKeyRotated& body) {
  v1::LogKeyRotated wire;
  wire.set_former(to_wire_bytes(body.former.bytes));
  wire.set_next(to_wire_bytes(body.next.bytes));
  wire.set_former_word(to_wire_bytes(body.former_word.bytes));
  wire.set_next_word(to_wire_bytes(body.next_word.bytes));
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::LogKeyRotated& wire, Amount) {
  const auto former = exactly<32>(wire.former());
  const auto next = exactly<32>(wire.next());
  const auto former_word = exactly<64>(wire.former_word());
  const auto next_word = exactly<64>(wire.next_word());
  if (!former || !next || !former_word || !next_word)
    return failed(Malformed{"a key is 32 bytes, and a signature 64"});
  return EventBody(LogKeyRotated{PublicKey{*former}, PublicKey{*next}, Signature{*former_word},
                                 Signature{*next_word}});
}

std::string encode(const LogHandedIn& body) {
  v1::LogHandedIn wire;
  wire.set_incarnation(body.incarnation.value());
  wire.set_after(body.after.value());
  wire.set_through(body.through.value());
  wire.set_through_hash(to_wire_bytes(body.through_hash.bytes));
  wire.set_reason(body.reason);
  wire.set_operator_name(body.operator_name);
  return wire.SerializeAsString();
}

DecodedBody from_wire(const v1::LogHandedIn& wire, Amount) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation) return failed(Malformed{kNameless});
  const auto hash = digest_of(wire.through_hash());
  if (!hash) return failed(Malformed{kNoHash});
  return EventBody(LogHandedIn{*incarnation, Seq(wire.after()), Seq(wire.through()), *hash,
                               wire.reason(), wire.operator_name()});
}

}  // namespace perk::sync
