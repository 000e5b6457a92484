#include "sync/wire/message_codec.h"

#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "perk/v1/sync.pb.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"
#include "tests/wire/random_values.h"

namespace perk::sync {
namespace {

using test::for_each_seed;
using test::Random;

constexpr std::uint8_t kChallenge = 1;
constexpr std::uint8_t kHello = 2;
constexpr std::uint8_t kWelcome = 3;
constexpr std::uint8_t kRefusal = 4;
constexpr std::uint8_t kBatch = 5;
constexpr std::uint8_t kAck = 6;

template <typename Wire>
Wire parsed(const Message& message) {
  const Frame frame = encode_message(message);
  Wire wire;
  EXPECT_TRUE(wire.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size())));
  return wire;
}

template <typename Wire>
std::string why_refused(std::uint8_t type, const Wire& wire) {
  const std::string bytes = wire.SerializeAsString();
  const auto decoded = decode_message({type, {bytes.begin(), bytes.end()}});
  return decoded ? "it was read" : decoded.error().why;
}

Batch a_log_batch() {
  const Origin origin = test::store(1);
  Batch batch;
  batch.feed = FeedId::log(origin);
  batch.after = FeedIndex(4);
  batch.items = {{FeedIndex(5), {origin, Seq(5)}, {1, 2}}, {FeedIndex(6), {origin, Seq(6)}, {3}}};
  batch.through = FeedIndex(6);
  batch.seal = Signature{{1}};
  return batch;
}

Batch a_shard_batch() {
  Batch batch;
  batch.feed = FeedId::shard(Shard(3));
  batch.epoch = Epoch(1);
  batch.after = FeedIndex(40);
  batch.items = {{FeedIndex(42), {test::store(1), Seq(7)}, {1}},
                 {FeedIndex(45), {test::store(2), Seq(9)}, {}}};
  batch.through = FeedIndex(50);
  return batch;
}

TEST(MessageCodec, ReadsBackEveryMessageAsItWasWritten) {
  std::set<std::size_t> kinds;
  for_each_seed(1'000, [&kinds](Random& random) {
    const Message message = test::random_message(random);
    kinds.insert(message.index());
    const auto decoded = decode_message(encode_message(message));
    ASSERT_TRUE(decoded) << message_name(message) << ": " << decoded.error().why;
    EXPECT_EQ(decoded.value(), message) << message_name(message);
  });
  EXPECT_EQ(kinds.size(), std::variant_size_v<Message>) << "a kind of message was never drawn";
}

TEST(MessageCodec, KeepsAMessageOfATypeItDoesNotKnow) {
  const Frame frame{200, {1, 2, 3}};
  const auto decoded = decode_message(frame);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::get<UnknownMessage>(decoded.value()), (UnknownMessage{200, {1, 2, 3}}));
  EXPECT_EQ(encode_message(decoded.value()), frame);
}

TEST(MessageCodec, PassesOverFieldsItDoesNotKnow) {
  Frame frame = encode_message(Message(Ping{7, 8}));
  frame.payload.insert(frame.payload.end(), {0xa0, 0x06, 0x01});  // Field 100, varint 1.
  const auto decoded = decode_message(frame);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::get<Ping>(decoded.value()), (Ping{7, 8}));
}

TEST(MessageCodec, KeepsARefusalCodeItDoesNotKnow) {
  const Message message = Refusal{static_cast<RefusalCode>(400), "no", Millis(5)};
  const auto decoded = decode_message(encode_message(message));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded.value(), message);
}

TEST(MessageCodec, CarriesEventBytesVerbatim) {
  for_each_seed(200, [](Random& random) {
    Batch batch = a_log_batch();
    for (Item& item : batch.items) item.bytes = test::random_bytes(random, 500);
    const auto decoded = decode_message(encode_message(Message(batch)));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<Batch>(decoded.value()), batch);
  });
}

TEST(MessageCodec, NamesNoEventOfALogTwice) {
  const auto wire = parsed<v1::Batch>(Message(a_log_batch()));
  ASSERT_EQ(wire.items_size(), 2);
  EXPECT_EQ(wire.items(0).origin(), 0U);
  EXPECT_EQ(wire.items(0).seq(), 0U);
  EXPECT_EQ(wire.items(0).index_step(), 0U);
}

TEST(MessageCodec, RefusesBytesThatAreNotTheMessage) {
  for (std::uint8_t type = 1; type <= 9; ++type) {
    const auto decoded = decode_message({type, {0xff, 0xff, 0xff}});
    ASSERT_FALSE(decoded) << int{type};
    EXPECT_TRUE(decoded.error().why.starts_with("the bytes are not a")) << decoded.error().why;
  }
}

TEST(MessageCodec, RefusesANonceThatIsNot16Bytes) {
  auto wire = parsed<v1::Challenge>(Message(Challenge{}));
  wire.set_nonce("short");
  EXPECT_EQ(why_refused(kChallenge, wire), "a Challenge's nonce is 16 bytes");
}

TEST(MessageCodec, RefusesAHelloOfNobody) {
  Hello hello;
  hello.incarnation = test::store(1);
  auto wire = parsed<v1::Hello>(Message(hello));
  wire.set_incarnation(0);
  EXPECT_EQ(why_refused(kHello, wire), "a Hello names no incarnation");
  wire.set_incarnation(Origin::head_office(Epoch(1), Shard(0)).value());
  EXPECT_EQ(why_refused(kHello, wire), "a Hello names no incarnation");
}

TEST(MessageCodec, RefusesAHelloWithAPartOfTheWrongLength) {
  Hello hello;
  hello.incarnation = test::store(1);
  auto wire = parsed<v1::Hello>(Message(hello));
  wire.set_proof("short");
  EXPECT_EQ(why_refused(kHello, wire), "a Hello's proof is 64 bytes");
  wire.set_log_end_hash("short");
  EXPECT_EQ(why_refused(kHello, wire), "a Hello's hash is 32 bytes");
}

TEST(MessageCodec, RefusesACursorThatCannotBe) {
  Hello hello;
  hello.incarnation = test::store(1);
  hello.cursors = {{FeedId::shard(Shard(1)), Epoch(1), FeedIndex(1), {}}};
  const auto good = parsed<v1::Hello>(Message(hello));
  const std::string sentence = "a Hello's cursor cannot be read";
  auto bad = good;
  bad.mutable_cursors(0)->set_hash("short");
  EXPECT_EQ(why_refused(kHello, bad), sentence);
  bad = good;
  bad.mutable_cursors(0)->mutable_feed()->set_kind(static_cast<v1::FeedKind>(9));
  EXPECT_EQ(why_refused(kHello, bad), sentence);
  bad = good;
  bad.mutable_cursors(0)->mutable_feed()->set_key(65'536);
  EXPECT_EQ(why_refused(kHello, bad), sentence);
}

TEST(MessageCodec, RefusesAWelcomeWithoutShards) {
  v1::Welcome wire;
  wire.set_shard_count(0);
  EXPECT_EQ(why_refused(kWelcome, wire), "a Welcome's number of shards is none");
  wire.set_shard_count(65'536);
  EXPECT_EQ(why_refused(kWelcome, wire), "a Welcome's number of shards is none");
}

TEST(MessageCodec, RefusesARefusalForEver) {
  auto wire = parsed<v1::Refusal>(Message(Refusal{}));
  wire.set_retry_after_ms(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(why_refused(kRefusal, wire), "a Refusal's wait is longer than any time");
}

TEST(MessageCodec, ARefusalKeepsNobodyAwayForLong) {
  const Refusal busy{RefusalCode::Busy, "later", Millis(std::numeric_limits<std::int64_t>::max())};
  const auto decoded = decode_message(encode_message(busy));
  ASSERT_TRUE(decoded) << decoded.error().why;
  EXPECT_EQ(std::get<Refusal>(decoded.value()).retry_after, kRetryAfterMax);
}

TEST(MessageCodec, RefusesABatchOfNoFeed) {
  auto wire = parsed<v1::Batch>(Message(a_log_batch()));
  wire.clear_feed();
  EXPECT_EQ(why_refused(kBatch, wire), "a Batch's feed cannot be read");
}

TEST(MessageCodec, RefusesABatchWithAPartOfTheWrongLength) {
  auto wire = parsed<v1::Batch>(Message(a_log_batch()));
  wire.set_seal("short");
  EXPECT_EQ(why_refused(kBatch, wire), "a Batch's seal is 64 bytes");
  wire.set_through_hash("short");
  EXPECT_EQ(why_refused(kBatch, wire), "a Batch's hash is 32 bytes");
}

TEST(MessageCodec, RefusesABatchThatGoesBackwards) {
  auto wire = parsed<v1::Batch>(Message(a_log_batch()));
  wire.set_through(3);
  EXPECT_EQ(why_refused(kBatch, wire), "a Batch goes backwards");
}

TEST(MessageCodec, RefusesAnItemBeyondItsBatch) {
  auto wire = parsed<v1::Batch>(Message(a_shard_batch()));
  wire.mutable_items(1)->set_index_step(9);
  EXPECT_EQ(why_refused(kBatch, wire), "an item of a Batch cannot be read");
  wire.mutable_items(1)->set_index_step(std::numeric_limits<std::uint64_t>::max());
  EXPECT_EQ(why_refused(kBatch, wire), "an item of a Batch cannot be read");
}

TEST(MessageCodec, RefusesAnItemWithoutANameInAShardFeed) {
  auto wire = parsed<v1::Batch>(Message(a_shard_batch()));
  wire.mutable_items(0)->set_origin(0);
  EXPECT_EQ(why_refused(kBatch, wire), "an item of a Batch cannot be read");
}

TEST(MessageCodec, RefusesAnItemLargerThanAnEventMayBe) {
  auto wire = parsed<v1::Batch>(Message(a_log_batch()));
  wire.mutable_items(0)->set_event(std::string(kEventBytesMax + 1, 'x'));
  EXPECT_EQ(why_refused(kBatch, wire), "an item of a Batch cannot be read");
}

TEST(MessageCodec, RefusesMoreItemsThanAnyReceiverHoldsBeforeItTakesMemoryForThem) {
  auto wire = parsed<v1::Batch>(Message(a_log_batch()));
  const auto read_with = [&wire](int items) {
    wire.set_through(4U + static_cast<unsigned>(items));
    wire.clear_items();
    for (int item = 0; item < items; ++item) wire.add_items();
    return why_refused(kBatch, wire);
  };
  EXPECT_EQ(read_with(190'000), "it was read");
  EXPECT_EQ(read_with(200'000), "the bytes are not a Batch");
}

TEST(MessageCodec, RefusesMoreCursorsThanAnybodyHas) {
  Hello hello;
  hello.incarnation = test::store(1);
  auto wire = parsed<v1::Hello>(Message(hello));
  for (int cursor = 0; cursor < 200'000; ++cursor) wire.add_cursors();
  EXPECT_EQ(why_refused(kHello, wire), "the bytes are not a Hello");
}

TEST(MessageCodec, RefusesAnAckOfNothing) {
  auto wire =
      parsed<v1::Ack>(Message(Ack(Durable::reported(FeedId::shard(Shard(1)), FeedIndex(1), {}))));
  wire.set_through_hash("short");
  EXPECT_EQ(why_refused(kAck, wire), "an Ack's feed or hash cannot be read");
}

TEST(MessageCodec, LivesThroughSpoiltBytes) {
  for_each_seed(2'000, [](Random& random) {
    Frame frame = encode_message(test::random_message(random));
    for (std::uint64_t count = 1 + random.below(4); count > 0 && !frame.payload.empty(); --count) {
      frame.payload[static_cast<std::size_t>(random.below(frame.payload.size()))] =
          static_cast<std::uint8_t>(random.next());
    }
    const auto decoded = decode_message(frame);
    if (!decoded) {
      EXPECT_FALSE(decoded.error().why.empty());
    }
  });
}

TEST(HelloProof, CoversTheChallengeAndEveryFieldButItself) {
  const Challenge challenge{1, 1, {9}};
  Hello hello;
  hello.incarnation = test::store(1);
  hello.cursors = {{FeedId::shard(Shard(1)), Epoch(1), FeedIndex(1), {}}};
  const auto proof = hello_proof_bytes(challenge, hello);
  const auto changed = [&](auto change) {
    Challenge other_challenge = challenge;
    Hello other = hello;
    change(other_challenge, other);
    return hello_proof_bytes(other_challenge, other) != proof;
  };
  EXPECT_TRUE(changed([](Challenge& c, Hello&) { c.nonce[15] = 1; }));
  EXPECT_TRUE(changed([](Challenge& c, Hello&) { c.version_max = 2; }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.version_max = 2; }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.store = StoreId(2); }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.incarnation = test::store(2); }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.log_end = Seq(1); }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.log_end_hash.bytes[0] = 1; }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.cursors[0].index = FeedIndex(2); }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.cursors.clear(); }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.credits = 1; }));
  EXPECT_TRUE(changed([](Challenge&, Hello& h) { h.software = "perk"; }));
  EXPECT_FALSE(changed([](Challenge&, Hello& h) { h.proof.bytes[0] = 1; }));
}

}  // namespace
}  // namespace perk::sync
