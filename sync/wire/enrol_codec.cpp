#include "sync/wire/enrol_codec.h"

#include <span>

#include "perk/v1/enrol.pb.h"
#include "sync/wire/checked.h"
#include "sync/wire/parse_proto.h"

namespace perk::sync {
namespace {

constexpr std::uint8_t kHelloFrame = 1;
constexpr std::uint8_t kReplyFrame = 2;
constexpr std::uint8_t kNumberAskFrame = 3;
constexpr std::uint8_t kNumberNewsFrame = 4;
constexpr std::uint32_t kShardsMax = 4'096;

template <typename Wire>
Frame frame_of(std::uint8_t type, const Wire& wire) {
  const std::string bytes = wire.SerializeAsString();
  return {type, {bytes.begin(), bytes.end()}};
}

/// Of an answer to a hello, or of news: their fields are called the same.
template <typename Wire>
void write_numbers(std::span<const SecretNumberKey> keys, std::span<const NumberRange> ranges,
                   Wire& wire) {
  for (const SecretNumberKey& key : keys) {
    v1::EnrolNumberKey& row = *wire.add_number_keys();
    row.set_version(key.version);
    row.set_key(to_wire_bytes(key.key));
  }
  for (const NumberRange& range : ranges) {
    v1::EnrolNumberRange& row = *wire.add_number_ranges();
    row.set_prefix(range.prefix);
    row.set_length(static_cast<std::uint32_t>(range.length));
    row.set_self_proving(range.kind == RangeKind::SelfProving);
    row.set_key_version(range.key_version);
    for (const std::uint32_t version : range.older_keys) row.add_older_key_versions(version);
  }
}

void write(const EnrolAnswer& answer, v1::EnrolAnswer& wire) {
  wire.set_certificate(answer.certificate);
  wire.set_authority(answer.authority);
  wire.set_store(answer.store.value());
  wire.set_name(answer.name);
  wire.set_currency(std::string(answer.currency.code()));
  wire.set_shard_count(answer.shard_count);
  write_numbers(answer.number_keys, answer.number_ranges, wire);
}

template <typename Wire>
Result<Done, Malformed> read_numbers(const Wire& wire, std::vector<SecretNumberKey>& keys,
                                     std::vector<NumberRange>& ranges) {
  for (const v1::EnrolNumberKey& row : wire.number_keys()) {
    const auto key = exactly<32>(row.key());
    if (!key) return failed(Malformed{"a number key is 32 bytes"});
    keys.push_back({row.version(), *key});
  }
  for (const v1::EnrolNumberRange& row : wire.number_ranges()) {
    const RangeKind kind = row.self_proving() ? RangeKind::SelfProving : RangeKind::Foreign;
    const NumberRange range{row.prefix(),
                            row.length(),
                            row.key_version(),
                            kind,
                            {row.older_key_versions().begin(), row.older_key_versions().end()}};
    if (!is_sound(range)) return failed(Malformed{"no card numbers can be in a number range"});
    ranges.push_back(range);
  }
  return Done{};
}

Result<EnrolReply, Malformed> read_answer(const v1::EnrolAnswer& wire) {
  const auto currency = Currency::from_code(wire.currency());
  if (!currency) return failed(Malformed{"an answer's currency is none"});
  const bool is_count = wire.shard_count() >= 1 && wire.shard_count() <= kShardsMax;
  if (!is_count) return failed(Malformed{"an answer's number of shards is none"});
  if (wire.store() == 0) return failed(Malformed{"an answer names no store"});
  EnrolAnswer answer{wire.certificate(),
                     wire.authority(),
                     StoreId(wire.store()),
                     wire.name(),
                     *currency,
                     static_cast<std::uint16_t>(wire.shard_count()),
                     {},
                     {}};
  const auto numbers = read_numbers(wire, answer.number_keys, answer.number_ranges);
  if (!numbers) return failed(numbers.error());
  return EnrolReply(std::move(answer));
}

}  // namespace

Frame encode_enrol_hello(const EnrolHello& hello) {
  v1::EnrolHello wire;
  wire.set_secret(to_wire_bytes(hello.secret));
  wire.set_log_key(to_wire_bytes(hello.log_key.bytes));
  wire.set_request(hello.request);
  wire.set_proof(to_wire_bytes(hello.proof.bytes));
  return frame_of(kHelloFrame, wire);
}

Result<EnrolHello, Malformed> decode_enrol_hello(const Frame& frame) {
  v1::EnrolHello wire;
  if (frame.type != kHelloFrame || !parse_quietly(wire, frame.payload))
    return failed(Malformed{"the frame is not an EnrolHello"});
  const auto secret = exactly<16>(wire.secret());
  const auto key = exactly<32>(wire.log_key());
  const auto proof = exactly<64>(wire.proof());
  if (!secret || !key || !proof)
    return failed(Malformed{"a field of an EnrolHello has another length"});
  return EnrolHello{*secret, PublicKey{*key}, wire.request(), Signature{*proof}};
}

Frame encode_enrol_reply(const EnrolReply& reply) {
  v1::EnrolOutcome wire;
  if (const auto* answer = std::get_if<EnrolAnswer>(&reply)) {
    write(*answer, *wire.mutable_answer());
  } else {
    wire.set_refusal(static_cast<std::uint32_t>(std::get<EnrolRefusal>(reply)));
  }
  return frame_of(kReplyFrame, wire);
}

Result<EnrolReply, Malformed> decode_enrol_reply(const Frame& frame) {
  v1::EnrolOutcome wire;
  if (frame.type != kReplyFrame || !parse_quietly(wire, frame.payload))
    return failed(Malformed{"the frame is not an EnrolReply"});
  if (wire.has_answer() && wire.refusal() == 0) return read_answer(wire.answer());
  const bool is_refusal = !wire.has_answer() && wire.refusal() >= 1 && wire.refusal() <= 2;
  if (is_refusal) return EnrolReply(static_cast<EnrolRefusal>(wire.refusal()));
  return failed(Malformed{"an EnrolReply is an answer or a refusal"});
}

Frame encode_number_ask(const NumberAsk& ask) {
  v1::NumberAsk wire;
  wire.set_store(ask.store.value());
  wire.set_newest(ask.newest);
  return frame_of(kNumberAskFrame, wire);
}

Result<NumberAsk, Malformed> decode_number_ask(const Frame& frame) {
  v1::NumberAsk wire;
  if (frame.type != kNumberAskFrame || !parse_quietly(wire, frame.payload))
    return failed(Malformed{"the frame is not a NumberAsk"});
  if (wire.store() == 0) return failed(Malformed{"a NumberAsk names no store"});
  return NumberAsk{StoreId(wire.store()), wire.newest()};
}

Frame encode_number_reply(const NumberReply& reply) {
  if (const auto* refusal = std::get_if<EnrolRefusal>(&reply)) return encode_enrol_reply(*refusal);
  const auto& news = std::get<NumberNews>(reply);
  v1::NumberNews wire;
  write_numbers(news.keys, news.ranges, wire);
  return frame_of(kNumberNewsFrame, wire);
}

Result<NumberReply, Malformed> decode_number_reply(const Frame& frame) {
  if (frame.type == kReplyFrame) {
    const auto reply = decode_enrol_reply(frame);
    const auto* refusal = reply ? std::get_if<EnrolRefusal>(&reply.value()) : nullptr;
    if (refusal == nullptr) return failed(Malformed{"the frame is no refusal of a NumberAsk"});
    return NumberReply(*refusal);
  }
  v1::NumberNews wire;
  if (frame.type != kNumberNewsFrame || !parse_quietly(wire, frame.payload))
    return failed(Malformed{"the frame is not NumberNews"});
  NumberNews news;
  const auto numbers = read_numbers(wire, news.keys, news.ranges);
  if (!numbers) return failed(numbers.error());
  return NumberReply(std::move(news));
}

}  // namespace perk::sync
