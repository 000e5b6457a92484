// The form of a sealed reason, and what may be said as a reason at all.
#include "ledger/sealed_reason.h"

#include <gtest/gtest.h>

#include "tests/support/seeds.h"

namespace perk {
namespace {

const std::string kDigits = "94ce1b09d594af62061021981ae745c08b9589a78b4a57e90caf4e8e48c9a251";

TEST(SealedReason, HasOneFormThatNeverChanges) {
  const Digest commitment = digest_from_hex(kDigits).value();
  EXPECT_EQ(sealed_form(commitment), "sealed:" + kDigits);
  EXPECT_EQ(sealed_form(commitment).size(), kSealedFormBytes);
  EXPECT_EQ(commitment_in("sealed:" + kDigits), commitment);
}

TEST(SealedReason, NothingElseIsOne) {
  std::string upper = "sealed:" + kDigits;
  upper[9] = 'C';
  for (const std::string& text :
       {std::string(), std::string("charged twice"), kDigits, "Sealed:" + kDigits, upper,
        "sealed:" + kDigits + "0", "sealed:" + kDigits.substr(1), " sealed:" + kDigits,
        "sealed:" + std::string(64, 'g')})
    EXPECT_EQ(commitment_in(text), std::nullopt) << text;
}

TEST(SealedReason, IsFoundInALongerText) {
  const std::string seal = "sealed:" + kDigits;
  const std::string text = "sealed: " + seal + " (ada), " + seal;
  const auto first = find_sealed(text, 0);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->at, 8U);
  const auto second = find_sealed(text, first->at + 1);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->at, text.size() - kSealedFormBytes);
  EXPECT_FALSE(find_sealed(text, second->at + 1));
  EXPECT_FALSE(find_sealed("", 0));
  EXPECT_FALSE(find_sealed("sealed:", 0));
}

TEST(SealedReason, WhateverIsSealedReadsAsItself) {
  test::for_each_seed(50, [](test::Random& random) {
    Digest commitment;
    for (std::uint8_t& byte : commitment.bytes) byte = static_cast<std::uint8_t>(random.next());
    EXPECT_EQ(commitment_in(sealed_form(commitment)), commitment);
  });
}

TEST(SayableReason, IsOneLineOfUtf8OfAtMostAThousandBytes) {
  for (const std::string& text :
       {std::string(), std::string("charged twice"), std::string("z\xc3\xa4hlt doppelt"),
        std::string("\xe2\x82\xac 5"), std::string("\xf0\x9f\x98\x80"), std::string(1'000, 'x')})
    EXPECT_TRUE(is_sayable(text)) << text;
  EXPECT_FALSE(is_sayable(std::string(1'001, 'x')));
}

TEST(SayableReason, HasNoControlCharacters) {
  for (const std::string& text :
       {std::string("two\nlines"), std::string("a\0b", 3), std::string("\x1b[2J"),
        std::string("tab\there"), std::string("\x7f"),
        std::string("\xc2\x9b"
                    "2J")})
    EXPECT_FALSE(is_sayable(text)) << text;
  EXPECT_TRUE(is_sayable("\xc2\xa0")) << "a space that does not break is none";
}

TEST(SayableReason, IsWellFormed) {
  for (const char* text :
       {"\x80", "\xc3", "\xc0\xaf", "\xc1\x81", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
        "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff", "\xe2\x82", "\xe2\x28\xa1"})
    EXPECT_FALSE(is_sayable(text));
  EXPECT_TRUE(is_sayable("\xf4\x8f\xbf\xbf")) << "the last code point";
}

TEST(TwoReasons, AreNotOneIfTheyAreKnownToDiffer) {
  const std::string seal = "sealed:" + kDigits;
  const std::string other = "sealed:" + std::string(64, '0');
  EXPECT_TRUE(may_be_same_reason("lost", "lost"));
  EXPECT_FALSE(may_be_same_reason("lost", "stolen"));
  for (const std::string& first : {seal, other}) {
    EXPECT_TRUE(may_be_same_reason(first, seal));
    EXPECT_TRUE(may_be_same_reason(first, "lost"));
    EXPECT_TRUE(may_be_same_reason("lost", first));
  }
}

TEST(ReasonIn, IsWhatAnOperatorGaveAndNothingElse) {
  const EventBody adjusted = BalanceAdjusted{"charged twice", "ada"};
  ASSERT_NE(reason_in(adjusted), nullptr);
  EXPECT_EQ(*reason_in(adjusted), "charged twice");
  const EventBody erased = ReasonErased{Digest(), "asked to", "ada"};
  EXPECT_EQ(*reason_in(erased), "asked to");
  for (const EventBody& body :
       {EventBody(RedemptionReversed{ReversalReason::Void}), EventBody(ValueLoaded{}),
        EventBody(PolicySet{}), EventBody(UnknownBody{77, {}})})
    EXPECT_EQ(reason_in(body), nullptr) << type_name(body);
}

}  // namespace
}  // namespace perk
