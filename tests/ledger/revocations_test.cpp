// Stores that head office revoked, and what it may say of that.
#include "ledger/revocations.h"

#include <gtest/gtest.h>

#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

constexpr StoreId kHarbourShop{1};
constexpr StoreId kStationShop{2};
const Stamp kRevoking{head_office(), hlc(7), hlc(7).wall(), PolicyVersion(1)};

RecordedEvent revoked(StoreId store, const std::string& reason, Origin by, std::uint64_t seq) {
  return EventBuilder(CardId(), StoreRevoked{store, reason, "ada"})
      .about_no_card()
      .in(Currency())
      .at(hlc(static_cast<std::int64_t>(seq)))
      .recorded(by, seq);
}

Revocations revocations_of(const std::vector<RecordedEvent>& events) {
  Revocations known;
  for (const RecordedEvent& recorded : events) known.fold(recorded);
  return known;
}

TEST(Revocations, SayWhichStoreAndSinceWhen) {
  const Revocations known = revocations_of({revoked(kHarbourShop, "stolen", head_office(), 3)});
  ASSERT_TRUE(known.is_revoked(kHarbourShop));
  EXPECT_EQ(known.find(kHarbourShop)->at, hlc(3));
  EXPECT_EQ(known.find(kHarbourShop)->said.reason, "stolen");
  EXPECT_FALSE(known.is_revoked(kStationShop));
}

TEST(Revocations, OfSeveralWordsTheFirstCountsInWhateverOrderTheyAreHeard) {
  const auto first = revoked(kHarbourShop, "stolen", head_office(), 3);
  const auto second = revoked(kHarbourShop, "again", head_office(), 4);
  for (const auto& heard :
       {revocations_of({first, second}), revocations_of({second, first, second})})
    EXPECT_EQ(heard.find(kHarbourShop)->said.reason, "stolen");
  EXPECT_EQ(revocations_of({first, second, first}), revocations_of({second, first}));
}

TEST(Revocations, OnlyHeadOfficesWordCounts) {
  EXPECT_EQ(revocations_of({revoked(kHarbourShop, "a shop says so", store(2), 1)}), Revocations());
}

TEST(Revocations, AStoreIsRevokedOnceForAReasonAndHeadOfficeNever) {
  const Revocations none;
  const auto said = revoke_store(none, {kHarbourShop, "stolen", "ada"}, kRevoking);
  ASSERT_TRUE(said);
  EXPECT_TRUE(is_foldable(said.value()));
  EXPECT_EQ(revoke_store(none, {kHarbourShop, "", "ada"}, kRevoking).error(),
            RevocationRefusal::ReasonMissing);
  EXPECT_EQ(revoke_store(none, {StoreId(), "stolen", "ada"}, kRevoking).error(),
            RevocationRefusal::NoStore);
  const Revocations known = revocations_of({{event_id(head_office(), 1), said.value()}});
  EXPECT_EQ(revoke_store(known, {kHarbourShop, "again", "ada"}, kRevoking).error(),
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
  EXPECT_TRUE(is_foldable(event(kHarbourShop)));
  EXPECT_FALSE(is_foldable(event(StoreId())));
  Event about_a_card = event(kHarbourShop);
  about_a_card.envelope.card = card(1);
  EXPECT_FALSE(is_foldable(about_a_card));
  EXPECT_TRUE(is_head_offices(event(kHarbourShop).body));
}

}  // namespace
}  // namespace perk
