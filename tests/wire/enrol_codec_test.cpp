#include "sync/wire/enrol_codec.h"

#include <gtest/gtest.h>

#include "sync/crypto/enrol_code.h"
#include "sync/crypto/keys.h"

namespace perk::sync {
namespace {

EnrolHello a_hello() { return {{1, 2, 3}, PublicKey{{4, 5}}, "a request", Signature{{6}}}; }

EnrolAnswer an_answer() {
  return {"certificate",
          "authority",
          StoreId(3),
          "Main Street",
          *Currency::from_code("EUR"),
          16,
          {{1, {7}}, {2, {8}}},
          {{"6006", 19, 2, RangeKind::SelfProving, {1}}, {"6275", 16, 1, RangeKind::Foreign}}};
}

TEST(EnrolCodec, WhatIsSaidIsHeard) {
  EXPECT_EQ(decode_enrol_hello(encode_enrol_hello(a_hello())).value(), a_hello());
  for (const EnrolReply& reply : {EnrolReply(an_answer()), EnrolReply(EnrolRefusal::Refused),
                                  EnrolReply(EnrolRefusal::TryLater)})
    EXPECT_EQ(decode_enrol_reply(encode_enrol_reply(reply)).value(), reply);
}

TEST(EnrolCodec, CardNumbersAreAskedForAndTold) {
  const NumberAsk ask{StoreId(3), 2};
  EXPECT_EQ(decode_number_ask(encode_number_ask(ask)).value(), ask);
  const EnrolAnswer all = an_answer();
  for (const NumberReply& reply :
       {NumberReply(NumberNews{all.number_keys, all.number_ranges}),
        NumberReply(EnrolRefusal::Refused), NumberReply(EnrolRefusal::TryLater)})
    EXPECT_EQ(decode_number_reply(encode_number_reply(reply)).value(), reply);
  EXPECT_FALSE(decode_number_ask(encode_number_ask({StoreId(), 2}))) << "it names no store";
  EXPECT_FALSE(decode_number_ask(encode_enrol_hello(a_hello())));
  EXPECT_FALSE(decode_enrol_hello(encode_number_ask(ask)));
  EXPECT_FALSE(decode_number_reply(encode_enrol_reply(all)));
  EXPECT_FALSE(decode_number_reply({4, {0xff}}));
}

TEST(EnrolCodec, KeysOfARangeOutOfOrderAreMalformed) {
  EnrolAnswer answer = an_answer();
  answer.number_ranges[0].older_keys = {2};
  EXPECT_FALSE(decode_enrol_reply(encode_enrol_reply(answer)));
}

TEST(EnrolCodec, OneIsNotTakenForTheOther) {
  EXPECT_FALSE(decode_enrol_reply(encode_enrol_hello(a_hello())));
  EXPECT_FALSE(decode_enrol_hello(encode_enrol_reply(an_answer())));
  EXPECT_FALSE(decode_enrol_hello({1, {0xff}}));
  EXPECT_FALSE(decode_enrol_reply({2, {}})) << "neither an answer nor a refusal";
}

TEST(EnrolCodec, AnAnswerThatNamesNoStoreIsNone) {
  EnrolAnswer answer = an_answer();
  answer.store = StoreId();
  EXPECT_FALSE(decode_enrol_reply(encode_enrol_reply(answer)));
  answer = an_answer();
  answer.shard_count = 0;
  EXPECT_FALSE(decode_enrol_reply(encode_enrol_reply(answer)));
}

TEST(EnrolCode, IsTypedAsPeopleType) {
  const EnrolCode code{random_nonce(), {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}};
  const std::string text = to_text(code);
  EXPECT_EQ(text.size(), 50U) << text;
  EXPECT_EQ(enrol_code_from_text(text), code);
  std::string typed;
  for (const char letter : text) {
    if (letter == '-') continue;
    typed += letter == '0' ? 'o' : letter == '1' ? 'l' : static_cast<char>(std::tolower(letter));
    typed += ' ';
  }
  EXPECT_EQ(enrol_code_from_text(typed), code);
}

TEST(EnrolCode, OfAnotherLengthOrSpellingIsNone) {
  const std::string text = to_text({{0xff}, {0xff}});
  EXPECT_EQ(enrol_code_from_text(""), std::nullopt);
  EXPECT_EQ(enrol_code_from_text(text + "0"), std::nullopt);
  EXPECT_EQ(enrol_code_from_text(text.substr(1)), std::nullopt);
  EXPECT_EQ(enrol_code_from_text("U" + text.substr(1)), std::nullopt);
  std::string other = text;
  ASSERT_EQ(other.back(), '0');
  other.back() = '1';  // Of its five bits the last two stand for nothing.
  EXPECT_EQ(enrol_code_from_text(other), std::nullopt);
}

TEST(EnrolCode, EachBitOfItCounts) {
  const EnrolCode code{{1, 2, 3}, {4, 5, 6}};
  for (std::size_t bit = 0; bit < 208; ++bit) {
    EnrolCode other = code;
    (bit < 128 ? other.secret[bit / 8] : other.authority[bit / 8 - 16]) ^=
        static_cast<std::uint8_t>(1U << bit % 8);
    EXPECT_NE(to_text(other), to_text(code)) << bit;
  }
}

TEST(EnrolCode, AProofCoversAllOfAHello) {
  const auto bytes = enrol_proof_bytes(a_hello());
  EnrolHello other = a_hello();
  other.secret[0] ^= 1U;
  EXPECT_NE(enrol_proof_bytes(other), bytes);
  other = a_hello();
  other.log_key.bytes[31] ^= 1U;
  EXPECT_NE(enrol_proof_bytes(other), bytes);
  other = a_hello();
  other.request += ' ';
  EXPECT_NE(enrol_proof_bytes(other), bytes);
}

}  // namespace
}  // namespace perk::sync
