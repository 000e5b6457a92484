// A log changes its key by the word of both keys, and its heads are judged by the key in force.
#include "sync/crypto/log_key_proof.h"

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/receipt.h"
#include "tests/support/ledger_builders.h"
#include "tests/wire/hex.h"

namespace perk::sync {
namespace {

const StoreId kTheShop(3);
const Origin kItsLog = test::store(1);
const EventId kChangedAt{kItsLog, Seq(5)};

class LogKeyProof : public ::testing::Test {
 protected:
  [[nodiscard]] LogKeys changed() const {
    const LogKeyChange change{
        kItsLog, kChangedAt.seq, former_.public_key(), next_.public_key(), {}};
    return {former_.public_key(), {change}};
  }
  [[nodiscard]] static bool is_signed_at(const LogKeys& keys, std::uint64_t seq, const LogKey& by) {
    const Digest hash{{9}};
    return is_signed_head(keys, kTheShop, kItsLog, Seq(seq), hash,
                          by.sign(head_bytes(kTheShop, kItsLog, Seq(seq), hash)));
  }
  const LogKey former_ = LogKey::from_seed({1});
  const LogKey next_ = LogKey::from_seed({2});
  const LogKeyRotated rotated_ = rotate_key(kTheShop, kChangedAt, former_, next_);
};

TEST_F(LogKeyProof, BothKeysSaySo) {
  EXPECT_EQ(rotated_.former, former_.public_key());
  EXPECT_EQ(rotated_.next, next_.public_key());
  EXPECT_TRUE(is_genuine(rotated_, kTheShop, kChangedAt));
}

TEST_F(LogKeyProof, WhoHasOneOfThemOnlyChangesNothing) {
  LogKeyRotated by_next = rotate_key(kTheShop, kChangedAt, next_, next_);
  by_next.former = former_.public_key();
  EXPECT_FALSE(is_genuine(by_next, kTheShop, kChangedAt));
  LogKeyRotated by_former = rotate_key(kTheShop, kChangedAt, former_, former_);
  by_former.next = next_.public_key();
  EXPECT_FALSE(is_genuine(by_former, kTheShop, kChangedAt))
      << "nobody is given a key that he does not have";
}

TEST_F(LogKeyProof, ItIsOfOneStoreOneLogAndOnePlace) {
  EXPECT_FALSE(is_genuine(rotated_, StoreId(4), kChangedAt));
  EXPECT_FALSE(is_genuine(rotated_, kTheShop, {test::store(2), kChangedAt.seq}));
  EXPECT_FALSE(is_genuine(rotated_, kTheShop, {kItsLog, Seq(6)}));
}

TEST_F(LogKeyProof, EveryByteOfItCounts) {
  for (std::size_t at = 0; at < 64; ++at) {
    LogKeyRotated other = rotated_;
    other.former_word.bytes[at] ^= 1;
    EXPECT_FALSE(is_genuine(other, kTheShop, kChangedAt)) << at;
    other = rotated_;
    other.next_word.bytes[at] ^= 1;
    EXPECT_FALSE(is_genuine(other, kTheShop, kChangedAt)) << at;
  }
}

TEST_F(LogKeyProof, AHeadIsSignedWithTheKeyInForceThereOrALaterOne) {
  EXPECT_TRUE(is_signed_at(changed(), 4, former_));
  EXPECT_TRUE(is_signed_at(changed(), 4, next_));
  EXPECT_TRUE(is_signed_at(changed(), 5, next_));
  EXPECT_FALSE(is_signed_at(changed(), 5, former_));
  EXPECT_FALSE(is_signed_at(changed(), 500, former_));
  EXPECT_FALSE(is_signed_at(changed(), 4, LogKey::from_seed({3})));
  EXPECT_FALSE(is_signed_at(LogKeys(), 4, former_)) << "of nobody";
}

TEST_F(LogKeyProof, AReceiptFromBeforeTheChangeStaysGenuineAndOneFromBehindItNot) {
  Receipt receipt{kTheShop, kItsLog, Seq(3), Digest{{1}}, test::bytes_of("a coffee"), {}, {}};
  receipt.signature = former_.sign(head_bytes(kTheShop, kItsLog, Seq(3), hash_at(receipt)));
  EXPECT_TRUE(is_genuine(receipt, changed()));
  receipt.seq = Seq(7);
  receipt.signature = former_.sign(head_bytes(kTheShop, kItsLog, Seq(7), hash_at(receipt)));
  EXPECT_FALSE(is_genuine(receipt, changed()));
  receipt.signature = next_.sign(head_bytes(kTheShop, kItsLog, Seq(7), hash_at(receipt)));
  EXPECT_TRUE(is_genuine(receipt, changed()));
}

}  // namespace
}  // namespace perk::sync
