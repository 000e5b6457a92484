// What scenarios cannot say well: amounts of memory. The rest is in scenarios/.
#include "sync/replicator.h"

#include <gtest/gtest.h>

namespace perk::sync {
namespace {

const Instant kNow{1'000};
const FeedId kShard = FeedId::shard(Shard(0));

Digest hash_at(std::uint64_t index) {
  Digest digest;
  digest.bytes[0] = static_cast<std::uint8_t>(index);
  return digest;
}

Batch batch(std::uint64_t after, std::uint64_t through, std::size_t bytes_each) {
  Batch batch{kShard, Epoch(1),           FeedIndex(after), hash_at(after),
              {},     FeedIndex(through), hash_at(through), {}};
  for (std::uint64_t index = after + 1; index <= through; ++index) {
    batch.items.push_back({FeedIndex(index), {}, EventBytes(bytes_each, 1)});
  }
  return batch;
}

Durable durable(std::uint64_t through) {
  return Durable::reported(kShard, FeedIndex(through), hash_at(through));
}

/// A store that streams, from the beginning of one shard.
Replicator streaming_store(const ReplicatorLimits& limits) {
  Replicator store(Role::Opener, limits, kNow);
  store.receive(Challenge{}, kNow);
  Hello hello;
  hello.incarnation = *Origin::incarnation(0x9c00'0000'0000'0001);
  hello.cursors = {{kShard, Epoch(1), FeedIndex(), hash_at(0)}};
  store.introduced(hello, kNow);
  Welcome welcome;
  welcome.cursors = {{FeedId::log(hello.incarnation), Epoch(), FeedIndex(), Digest()}};
  store.receive(welcome, kNow);
  EXPECT_TRUE(store.is_streaming());
  return store;
}

TEST(ReplicatorMemory, IsThatOfTheBatchesNotYetDurable) {
  Replicator store = streaming_store({});
  EXPECT_EQ(store.bytes_in_flight(), 0U);
  const Batch first = batch(0, 3, 100);
  const Batch second = batch(3, 4, 5'000);
  store.receive(first, kNow);
  store.receive(second, kNow);
  EXPECT_EQ(store.bytes_in_flight(), memory_of(first) + memory_of(second));
  EXPECT_GT(store.bytes_in_flight(), 5'300U);
  store.append_done(kShard, durable(3), kNow);
  EXPECT_EQ(store.bytes_in_flight(), memory_of(second));
  store.append_done(kShard, durable(4), kNow);
  EXPECT_EQ(store.bytes_in_flight(), 0U);
}

TEST(ReplicatorMemory, CountsAReadUnderWayAsAWholeBatch) {
  ReplicatorLimits limits;
  limits.batch_bytes_max = 700;
  Replicator store = streaming_store(limits);
  store.receive(Credit{1}, kNow);
  EXPECT_EQ(store.bytes_in_flight(), 700U);
}

TEST(ReplicatorMemory, IsBoundedHoweverMuchThePeerSends) {
  ReplicatorLimits limits;
  limits.credits = 4;
  limits.batch_memory_max = 10'000;
  Replicator store = streaming_store(limits);
  for (std::uint64_t index = 0; index < 100; ++index)
    store.receive(batch(index, index + 1, 9'000), kNow);
  EXPECT_TRUE(store.has_ended());
  EXPECT_LE(store.bytes_in_flight(), 40'000U);
  EXPECT_GE(store.bytes_in_flight(), 36'000U);
}

TEST(ReplicatorMemory, ItemsWithoutBytesAreNotFree) {
  ReplicatorLimits limits;
  limits.batch_memory_max = 10'000;
  Replicator store = streaming_store(limits);
  store.receive(batch(0, 1'000, 0), kNow);
  EXPECT_TRUE(store.has_ended());
  EXPECT_EQ(store.bytes_in_flight(), 0U);
}

TEST(MessageNames, AreThoseOfTheProtocol) {
  EXPECT_EQ(message_name(Credit{1}), "Credit");
  EXPECT_EQ(message_name(UnknownMessage{77, {}}), "message of type 77");
  EXPECT_EQ(to_string(RefusalCode::Forked), "Forked");
  EXPECT_EQ(to_string(static_cast<RefusalCode>(99)), "refusal 99");
  EXPECT_EQ(to_string(kShard), "shard 0");
}

}  // namespace
}  // namespace perk::sync
