// What a purchase costs on the way up (DESIGN: at most 40 bytes, everything included).
#include <cstdio>

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/keys.h"
#include "sync/wire/message_codec.h"
#include "tests/support/random.h"

namespace perk::sync {
namespace {

using test::Random;

constexpr std::size_t kPurchases = 100;

/// A morning in one shop: three tills, no card twice (the dearest case), coffees from 2.50 to 9.90, a few
/// seconds apart. `cut_off` as a store that has not heard from head office for a while writes it.
std::vector<Event> morning(Random& random, bool is_cut_off) {
  std::vector<CardId> cards(kPurchases);
  for (CardId& card : cards) {
    for (auto& byte : card.bytes) byte = static_cast<std::uint8_t>(random.next());
  }
  std::int64_t wall = 1'795'255'200'000;
  std::array<std::uint64_t, 3> counters{5'017, 4'410, 9'120};
  std::uint64_t known_through = 48'211;
  std::vector<Event> events;
  for (std::size_t i = 0; i < kPurchases; ++i) {
    wall += random.between(500, 12'000);
    const std::size_t till = static_cast<std::size_t>(random.below(3));
    const Amount price(50 * random.between(5, 19) - (random.chance(50) ? 10 : 0));
    if (!is_cut_off) known_through += random.below(3);
    Event event;
    event.envelope.card = cards[i];
    event.envelope.currency = Currency::from_code("EUR").value();
    event.envelope.value_effect = -price;
    const bool has_rights = random.chance(70);
    (has_rights ? event.envelope.own_rights_effect : event.envelope.reserve_effect) = -price;
    event.envelope.hlc = Hlc::from_parts(WallTime(wall), 0);
    event.envelope.raw_clock = WallTime(wall);
    event.envelope.request = RequestId{TerminalId(301 + till), RequestCounter(++counters[till])};
    event.envelope.policy_version = PolicyVersion(1);
    event.body = ValueRedeemed{
        price,
        PartialApproval::Refused,
        has_rights ? Basis::Rights : Basis::Cached,
        {Position(known_through), Millis(is_cut_off ? (wall - 1'795'255'000'000) : 0)}};
    events.push_back(event);
  }
  return events;
}

/// Bytes on the wire of one sealed batch of these events.
std::size_t framed_bytes(const std::vector<Event>& events) {
  const Origin origin = Origin::incarnation(0x9c3f'77aa'0142'e5d1).value();
  Batch batch;
  batch.feed = FeedId::log(origin);
  batch.after = FeedIndex(120'400);
  batch.after_hash = log_genesis(StoreId(3), origin);
  batch.through = batch.after;
  batch.through_hash = batch.after_hash;
  for (const Event& event : events) {
    batch.through = batch.through.next();
    const Seq seq(batch.through.value());
    batch.items.push_back({batch.through, {origin, seq}, encode_event(event)});
    batch.through_hash = log_link(batch.through_hash, seq, batch.items.back().bytes);
  }
  const Seq end(batch.through.value());
  batch.seal = LogKey::from_seed({1}).sign(head_bytes(StoreId(3), origin, end, batch.through_hash));
  return encode_frame(encode_message(Message(batch)), {}).size();
}

void expect_at_most_40_bytes_each(bool is_cut_off) {
  Random random(1);
  const std::size_t bytes = framed_bytes(morning(random, is_cut_off));
  const double each = static_cast<double>(bytes) / kPurchases;
  std::printf("%zu purchases in one batch: %zu bytes, %.1f each\n", kPurchases, bytes, each);
  ::testing::Test::RecordProperty("bytes_per_purchase", std::to_string(each));
  EXPECT_LE(each, 40.0);
}

TEST(WireSize, OfAPurchaseInABatchOfAHundredIsAtMost40Bytes) {
  expect_at_most_40_bytes_each(false);
}
TEST(WireSize, OfAPurchaseMadeWhileCutOffIsAtMost40Bytes) { expect_at_most_40_bytes_each(true); }

}  // namespace
}  // namespace perk::sync
