// The seal on a reason: a known answer, and that nothing of it can be another.
#include "sync/crypto/reason_seal.h"

#include <numeric>

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/support/ledger_builders.h"

namespace perk::sync {
namespace {

ReasonOpening charged_twice() {
  ReasonOpening opening{{}, "charged twice"};
  std::iota(opening.salt.bytes.begin(), opening.salt.bytes.end(), std::uint8_t{0x70});
  return opening;
}

TEST(ReasonSeal, IsTheHashThatTheFormatSays) {
  EXPECT_EQ(to_hex(reason_commitment(charged_twice())),
            "94ce1b09d594af62061021981ae745c08b9589a78b4a57e90caf4e8e48c9a251");
  EXPECT_EQ(to_hex(reason_commitment({})),
            "aff2ac245608c97346fdeb673fcec45f4589b6d298b59056f4b698445865563b");
}

TEST(ReasonSeal, FitsNoOtherTextAndNoOtherSalt) {
  const Digest seal = reason_commitment(charged_twice());
  ReasonOpening other = charged_twice();
  other.text += ' ';
  EXPECT_NE(reason_commitment(other), seal);
  for (std::size_t at = 0; at < other.salt.bytes.size(); ++at) {
    other = charged_twice();
    other.salt.bytes.at(at) ^= 1U;
    EXPECT_NE(reason_commitment(other), seal) << at;
  }
}

TEST(ReasonSeal, OfTheSameTextIsAnotherOneEachTime) { EXPECT_NE(random_salt(), random_salt()); }

TEST(ReasonSeal, IsAllThatAnEventSaysOfTheText) {
  const std::string seal = sealed_form(reason_commitment(charged_twice()));
  const Event event =
      test::EventBuilder(test::card(1), CardFrozen{seal, "ada"}).in(Currency()).build();
  const auto bytes = encode_event(event);
  const std::string text(bytes.begin(), bytes.end());
  EXPECT_NE(text.find(seal), std::string::npos);
  EXPECT_EQ(text.find("charged"), std::string::npos);
  EXPECT_EQ(decode_event(bytes).value(), event);
}

}  // namespace
}  // namespace perk::sync
