// Stores that head office revoked, and what it may say of that.
#include "ledger/revocations.h"

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

constexpr StoreId kHarbour{1};
constexpr StoreId kStation{2};
const Stamp kHeadOffice{head_office(), hlc(7), hlc(7).wall(), PolicyVersion(1)};

RecordedEvent revoked(StoreId store, const std::string& reason, Origin by, std::uint64_t seq) {
  return EventBuilder(CardId(), StoreRevoked{store, reason, "ada"})
      .about_no_card()
      .in(Currency())
      .at(hlc(static_cast<std::int64_t>(seq)))
      .recorded(by, seq);
}

Revocations folded(const std::vector<RecordedEvent>& events) {
  Revocations known;
  for (const RecordedEvent& recorded : events) known.fold(recorded);
  return known;
}

TEST(Revocations, SayWhichStoreAndSinceWhen) {
  const Revocations known = folded({revoked(kHarbour, "stolen", head_office(), 3)});
  ASSERT_TRUE(known.is_revoked(kHarbour));
  EXPECT_EQ(known.find(kHarbour)->at, hlc(3));
  EXPECT_EQ(known.find(kHarbour)->said.reason, "stolen");
  EXPECT_FALSE(known.is_revoked(kStation));
}

TEST(Revocations, OfSeveralWordsTheFirstCountsInWhateverOrderTheyAreHeard) {
  const auto first = revoked(kHarbour, "stolen", head_office(), 3);
  const auto second = revoked(kHarbour, "again", head_office(), 4);
  for (const auto& heard : {folded({first, second}), folded({second, first, second})})
    EXPECT_EQ(heard.find(kHarbour)->said.reason, "stolen");
  EXPECT_EQ(folded({first, second, first}), folded({second, first}));
}

TEST(Revocations, OnlyHeadOfficesWordCounts) {
  EXPECT_EQ(folded({revoked(kHarbour, "a shop says so", store(2), 1)}), Revocations());
}

TEST(Revocations, AStoreIsRevokedOnceForAReasonAndHeadOfficeNever) {
  const Revocations none;
  const auto said = revoke_store(none, {kHarbour, "stolen", "ada"}, kHeadOffice);
  ASSERT_TRUE(said);
  EXPECT_TRUE(is_foldable(said.value()));
  EXPECT_EQ(revoke_store(none, {kHarbour, "", "ada"}, kHeadOffice).error(),
            RevocationRefusal::ReasonMissing);
  EXPECT_EQ(revoke_store(none, {StoreId(), "stolen", "ada"}, kHeadOffice).error(),
            RevocationRefusal::NoStore);
  const Revocations known = folded({{event_id(head_office(), 1), said.value()}});
  EXPECT_EQ(revoke_store(known, {kHarbour, "again", "ada"}, kHeadOffice).error(),
            RevocationRefusal::AlreadyRevoked);
  EXPECT_EQ(refusal_name(RevocationRefusal::AlreadyRevoked), "already_revoked");
}

TEST(Revocations, OfHeadOfficeOrWithMoneyIsQuarantined) {
  const auto event = [](StoreId store) {
    return EventBuilder(CardId(), StoreRevoked{store, "stolen", "ada"})
        .about_no_card()
        .in(Currency())
        .build();
  };
  EXPECT_TRUE(is_foldable(event(kHarbour)));
  EXPECT_FALSE(is_foldable(event(StoreId())));
  Event about_a_card = event(kHarbour);
  about_a_card.envelope.card = card(1);
  EXPECT_FALSE(is_foldable(about_a_card));
  EXPECT_TRUE(is_head_offices(event(kHarbour).body));
}

}  // namespace
}  // namespace perk
