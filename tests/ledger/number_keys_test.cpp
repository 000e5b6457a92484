// Keys that head office says were made for ranges of card numbers.
#include "ledger/number_keys.h"

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

constexpr RequestId kKeyAskedFor{TerminalId(9), RequestCounter(4)};

RecordedEvent key_made(std::uint32_t version, const std::string& prefix, Origin by,
                       std::uint64_t seq) {
  RecordedEvent made = EventBuilder(CardId(), NumberKeyMade{prefix, version, Digest{{7}},
                                                            "a machine was stolen", "ada"})
                           .about_no_card()
                           .in(Currency())
                           .at(hlc(static_cast<std::int64_t>(seq)))
                           .recorded(by, seq);
  made.event.envelope.request = kKeyAskedFor;
  return made;
}

NumberKeys keys_of(const std::vector<RecordedEvent>& events) {
  NumberKeys known;
  for (const RecordedEvent& recorded : events) known.fold(recorded);
  return known;
}

TEST(MadeNumberKeys, SayForWhichRangeAndWhatAskedForIt) {
  const NumberKeys known = keys_of({key_made(2, "6006", head_office(), 3)});
  ASSERT_EQ(known.all().size(), 1U);
  EXPECT_EQ(known.all().at(2).said.prefix, "6006");
  ASSERT_NE(known.find(kKeyAskedFor), nullptr);
  EXPECT_EQ(known.find(kKeyAskedFor)->said.version, 2U);
  EXPECT_EQ(known.find({TerminalId(9), RequestCounter(5)}), nullptr);
}

TEST(MadeNumberKeys, OfSeveralWordsOnAVersionTheFirstCountsInWhateverOrderTheyAreHeard) {
  const auto first = key_made(2, "6006", head_office(), 3);
  const auto second = key_made(2, "7007", head_office(), 4);
  for (const auto& heard : {keys_of({first, second}), keys_of({second, first, second})})
    EXPECT_EQ(heard.all().at(2).said.prefix, "6006");
}

TEST(MadeNumberKeys, OnlyHeadOfficesWordCounts) {
  EXPECT_EQ(keys_of({key_made(2, "6006", store(2), 1)}), NumberKeys());
}

TEST(MadeNumberKeys, AWordWithoutAVersionOrARangeIsNotFolded) {
  EXPECT_TRUE(is_foldable(key_made(2, "6006", head_office(), 3).event));
  EXPECT_FALSE(is_foldable(key_made(0, "6006", head_office(), 3).event));
  EXPECT_FALSE(is_foldable(key_made(2, "", head_office(), 3).event));
}

}  // namespace
}  // namespace perk
