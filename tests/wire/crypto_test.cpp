// Known answers from the standards, so that our use of the library is what others mean by the words.
#include <string>

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/hmac.h"
#include "sync/crypto/keys.h"
#include "tests/wire/hex.h"

namespace perk::sync {
namespace {

using test::bytes_of;
using test::from_hex;
using test::hex;

TEST(Sha256, AnswersAsFips180) {
  EXPECT_EQ(to_hex(sha256(bytes_of("abc"))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(to_hex(sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(HmacSha256, AnswersAsRfc4231) {
  const std::vector<std::uint8_t> first_key(20, 0x0b);
  EXPECT_EQ(to_hex(hmac_sha256(first_key, bytes_of("Hi There"))),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(to_hex(hmac_sha256(bytes_of("Jefe"), bytes_of("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

LogKey rfc8032_key(const std::string& seed_hex) {
  std::array<std::uint8_t, 32> seed{};
  const auto bytes = from_hex(seed_hex);
  std::copy(bytes.begin(), bytes.end(), seed.begin());
  return LogKey::from_seed(seed);
}

TEST(LogKey, SignsAsRfc8032Test1) {
  const LogKey key =
      rfc8032_key("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
  EXPECT_EQ(to_hex(key.public_key()),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_EQ(hex(key.sign({}).bytes),
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39"
            "701cf9b46b"
            "d25bf5f0595bbe24655141438e7a100b");
  EXPECT_TRUE(verify(key.public_key(), {}, key.sign({})));
}

TEST(LogKey, SignsAsRfc8032Test2) {
  const LogKey key =
      rfc8032_key("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
  EXPECT_EQ(to_hex(key.public_key()),
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
  const std::vector<std::uint8_t> message{0x72};
  EXPECT_EQ(hex(key.sign(message).bytes),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f36"
            "13d0f11d8c"
            "387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(LogKey, ASignatureProvesNoOtherMessageOrKey) {
  const LogKey key = LogKey::generate();
  const Signature signature = key.sign(bytes_of("one"));
  EXPECT_TRUE(verify(key.public_key(), bytes_of("one"), signature));
  EXPECT_FALSE(verify(key.public_key(), bytes_of("two"), signature));
  EXPECT_FALSE(verify(LogKey::generate().public_key(), bytes_of("one"), signature));
}

TEST(HashChain, IsBuiltAsWrittenDown) {
  const Origin origin = Origin::from_value(0x0102030405060708).value();
  auto start = bytes_of(std::string("perk.log.v1\0", 12));
  test::append(start, from_hex("0000000000000003"
                               "0102030405060708"));
  EXPECT_EQ(log_genesis(StoreId(3), origin), sha256(start));

  const Digest previous = sha256(bytes_of("previous"));
  std::vector<std::uint8_t> link(previous.bytes.begin(), previous.bytes.end());
  test::append(link, from_hex("0000000000000005"));
  test::append(link, sha256(bytes_of("event")).bytes);
  EXPECT_EQ(log_link(previous, Seq(5), bytes_of("event")), sha256(link));
}

TEST(HashChain, OfAShardIsBuiltAsWrittenDown) {
  auto start = bytes_of(std::string("perk.shard.v1\0", 14));
  test::append(start, from_hex("0000000000000002"
                               "000000000000000f"));
  EXPECT_EQ(shard_genesis(Epoch(2), Shard(15)), sha256(start));

  const Digest previous = sha256(bytes_of("previous"));
  std::vector<std::uint8_t> link(previous.bytes.begin(), previous.bytes.end());
  test::append(link, from_hex("0000000000000009"
                              "0102030405060708"
                              "0000000000000005"));
  test::append(link, sha256(bytes_of("event")).bytes);
  const EventId event{Origin::from_value(0x0102030405060708).value(), Seq(5)};
  EXPECT_EQ(shard_link(previous, Position(9), event, bytes_of("event")), sha256(link));
}

TEST(CardNumberKey, MakesTheIdFromTheDigitsAlone) {
  const CardNumberKey key(1, {7});
  const auto card = CardNumber::with_check_digit("400000000000001").value();
  auto message = bytes_of(std::string("perk.card.v1\0", 13));
  test::append(message, bytes_of(card.secret_digits()));
  std::vector<std::uint8_t> secret(32);
  secret[0] = 7;
  const Digest whole = hmac_sha256(secret, message);
  EXPECT_EQ(to_hex(key.card_id(card)), to_hex(whole).substr(0, 32));
  EXPECT_NE(key.card_id(card), CardNumberKey(2, {8}).card_id(card));
}

TEST(CardNumberKey, ReadsBackFromItsHex) {
  const CardNumberKey key = CardNumberKey::generate(3);
  const auto again = CardNumberKey::from_hex(3, key.secret_hex());
  ASSERT_TRUE(again);
  EXPECT_EQ(again.value().secret_hex(), key.secret_hex());
  EXPECT_EQ(again.value().version(), 3U);
}

TEST(CardNumberKey, RefusesHexOfAnotherLengthWithoutRepeatingIt) {
  const auto refused = CardNumberKey::from_hex(3, "00ff");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error(), "Card number key version 3 is not 64 hexadecimal digits.");
}

TEST(Chance, IsNotTheSameTwice) {
  EXPECT_NE(random_bits(), random_bits());
  EXPECT_NE(random_nonce(), random_nonce());
}

}  // namespace
}  // namespace perk::sync
