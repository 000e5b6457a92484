#include "sync/crypto/receipt.h"

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "sync/crypto/keys.h"
#include "tests/support/ledger_builders.h"
#include "tests/wire/hex.h"

namespace perk::sync {
namespace {

using test::bytes_of;

const StoreId kReceiptsStore(3);

/// A log of ten events whose commit group 5..9 is under one signature; the receipt is of event 6.
class AReceipt : public ::testing::Test {
 protected:
  AReceipt() {
    Digest hash = log_genesis(kReceiptsStore, receipt_.incarnation);
    for (std::uint64_t seq = 1; seq <= 9; ++seq) {
      const auto event = bytes_of("event " + std::to_string(seq));
      if (seq == 6) {
        receipt_.previous_hash = hash;
        receipt_.event = event;
      }
      if (seq > 6) receipt_.later_digests.push_back(sha256(event));
      hash = log_link(hash, Seq(seq), event);
      if (seq == 6) hash_at_six_ = hash;
    }
    receipt_.signature = key_.sign(head_bytes(kReceiptsStore, receipt_.incarnation, Seq(9), hash));
  }

  template <typename Bytes>
  void expect_every_byte_counts(Bytes& bytes, const std::string& part) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      bytes[i] ^= 1;
      EXPECT_FALSE(is_genuine(receipt_, key_.public_key())) << part << ", byte " << i;
      bytes[i] ^= 1;
    }
  }

  LogKey key_ = LogKey::from_seed({1});
  Receipt receipt_{kReceiptsStore, test::store(1), Seq(6), {}, {}, {}, {}};
  Digest hash_at_six_;
};

TEST_F(AReceipt, IsGenuineUnderTheKeyOfItsStore) {
  EXPECT_TRUE(is_genuine(receipt_, key_.public_key()));
  EXPECT_FALSE(is_genuine(receipt_, LogKey::from_seed({2}).public_key()));
}

TEST_F(AReceipt, TellsTheHashJustAfterItsEvent) { EXPECT_EQ(hash_at(receipt_), hash_at_six_); }

TEST_F(AReceipt, ProvesAnEventOfAClosedLogUnderItsHashOnly) {
  ClosedLogEventRecorded wrapped;
  wrapped.name = {receipt_.incarnation, receipt_.seq};
  wrapped.previous_hash = receipt_.previous_hash;
  wrapped.hash = hash_at_six_;
  wrapped.bytes = receipt_.event;
  wrapped.later_digests = receipt_.later_digests;
  wrapped.signature = receipt_.signature;
  EXPECT_TRUE(is_genuine(wrapped, kReceiptsStore, key_.public_key()));
  EXPECT_FALSE(is_genuine(wrapped, StoreId(4), key_.public_key()));
  wrapped.hash.bytes[31] ^= 1;
  EXPECT_FALSE(is_genuine(wrapped, kReceiptsStore, key_.public_key()));
}

TEST_F(AReceipt, WithAnyByteChangedIsRefused) {
  expect_every_byte_counts(receipt_.event, "event");
  expect_every_byte_counts(receipt_.previous_hash.bytes, "previous hash");
  expect_every_byte_counts(receipt_.signature.bytes, "signature");
  for (Digest& digest : receipt_.later_digests)
    expect_every_byte_counts(digest.bytes, "later digest");
  EXPECT_TRUE(is_genuine(receipt_, key_.public_key()));
}

TEST_F(AReceipt, ForAnotherPlaceIsRefused) {
  Receipt moved = receipt_;
  moved.seq = Seq(7);
  EXPECT_FALSE(is_genuine(moved, key_.public_key()));
  moved = receipt_;
  moved.store = StoreId(4);
  EXPECT_FALSE(is_genuine(moved, key_.public_key()));
  moved = receipt_;
  moved.incarnation = test::store(2);
  EXPECT_FALSE(is_genuine(moved, key_.public_key()));
}

TEST_F(AReceipt, WithALaterEventMoreOrLessIsRefused) {
  Receipt changed = receipt_;
  changed.later_digests.pop_back();
  EXPECT_FALSE(is_genuine(changed, key_.public_key()));
  changed = receipt_;
  changed.later_digests.emplace_back();
  EXPECT_FALSE(is_genuine(changed, key_.public_key()));
  changed = receipt_;
  std::swap(changed.later_digests[0], changed.later_digests[1]);
  EXPECT_FALSE(is_genuine(changed, key_.public_key()));
}

}  // namespace
}  // namespace perk::sync
