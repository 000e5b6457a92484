// Input: a frame's type, then its payload; or, from 128 up, a one-time code as somebody typed it.
#include "sync/crypto/enrol_code.h"
#include "sync/wire/enrol_codec.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/round_trip.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

void check_hello(const sync::EnrolHello& hello) {
  auto other = hello;
  other.request += '.';
  require(sync::enrol_proof_bytes(hello) != sync::enrol_proof_bytes(other),
          "a proof covers the request");
  other = hello;
  other.secret[15] ^= 1U;
  require(sync::enrol_proof_bytes(hello) != sync::enrol_proof_bytes(other),
          "a proof covers the secret");
}

void check_answer(const sync::EnrolAnswer& answer) {
  require(answer.store != StoreId(), "an answer names a store");
  require(answer.shard_count > 0, "a chain has shards");
  for (const NumberRange& range : answer.number_ranges)
    require(is_sound(range), "a range can hold card numbers");
}

void check_news(const sync::NumberReply& told) {
  if (const auto* news = std::get_if<sync::NumberNews>(&told))
    for (const NumberRange& range : news->ranges)
      require(is_sound(range), "a range can hold card numbers");
}

void check_code(const std::string& typed) {
  const auto code = sync::enrol_code_from_text(typed);
  if (!code) return;
  const std::string spelt = sync::to_text(*code);
  require(spelt.size() == 50, "a code is 42 digits in groups of five");
  require(sync::enrol_code_from_text(spelt) == code, "a code reads as itself");
}

}  // namespace

void enrolment(Input input) {
  InputReader reader(input);
  const std::uint8_t type = reader.byte();
  if (type >= 128) return check_code(reader.rest_as_text());
  const sync::Frame frame{type, reader.rest()};
  const auto hello = round_trip(frame, sync::decode_enrol_hello, sync::encode_enrol_hello);
  if (hello) check_hello(hello.value());
  const auto reply = round_trip(frame, sync::decode_enrol_reply, sync::encode_enrol_reply);
  require(!hello || !reply, "a frame is one thing");
  const auto ask = round_trip(frame, sync::decode_number_ask, sync::encode_number_ask);
  require(!ask || (!hello && !reply), "a question is no hello");
  if (ask) require(ask.value().store != StoreId(), "a question names a store");
  const auto told = round_trip(frame, sync::decode_number_reply, sync::encode_number_reply);
  if (told) check_news(told.value());
  if (!reply) return;
  if (const auto* answer = std::get_if<sync::EnrolAnswer>(&reply.value())) check_answer(*answer);
}

}  // namespace perk::fuzz
