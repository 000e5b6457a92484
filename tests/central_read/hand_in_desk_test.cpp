// A log that an operator hands in: what of it goes into quarantine, once, and what is refused.
#include <gtest/gtest.h>

#include "central/stored_event.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"
#include "tests/central_read/desk_fixture.h"

namespace perk::test {
namespace {

using namespace central;

class HandInDeskTest : public DeskTest {
 protected:
  /// Card 1 was loaded with 10.00 at store 1, which sold 3.00 and 1.00 of it that head office never heard of.
  HandInDeskTest() {
    tell_the_morning(log());
    books_.take(log());
    log().append(value_redeemed(card(1), 300).at(hlc(3)));
    log().append(value_redeemed(card(1), 100).at(hlc(4)));
    fold();
  }
  static void tell_the_morning(StoreLog& log) {
    log.append(card_issued(card(1)).at(hlc(1))).append(value_loaded(card(1), 1'000).at(hlc(2)));
  }
  StoreLog& log() { return books_.open_store(1); }
  void revoke() {
    ASSERT_EQ(fault_of(RevokeStoreRequest{"store 1", "its machine was stolen", "ada"}), "no fault");
  }
  static BringLogRequest bringing(std::vector<sync::Batch> batches) {
    return {StoreId(1), std::move(batches), "its machine was found", "ada"};
  }
  BringLogReply bring(std::vector<sync::Batch> batches) {
    return ask<BringLogReply>(bringing(std::move(batches)));
  }
  std::vector<QuarantineRow> rows(QuarantineScope scope = QuarantineScope::All) {
    return ask<QuarantineReply>(QuarantineRequest{0, scope}).rows;
  }
  SettleQuarantineReply settle(std::uint64_t id, QuarantineVerdict verdict) {
    return ask<SettleQuarantineReply>(
        SettleQuarantineRequest{id, verdict, "seen", "ada", request(id, 9)});
  }
  Amount balance() {
    fold();
    return ask<BalanceReply>(balance_of(card(1))).balance;
  }
  std::string broken() {
    fold();
    std::string broken;
    for (const VerifyCheck& check :
         ask<VerifyReply>(VerifyRequest{VerifyDepth::Deep, {}, {}}).checks)
      if (!check.holds) broken += check.name + ": " + check.detail + "\n";
    return broken;
  }
  /// What head office says of logs that were handed in.
  std::vector<LogHandedIn> words() {
    std::vector<LogHandedIn> words;
    for (std::uint16_t shard = 0; shard < 4; ++shard)
      for (const StoredEvent& stored : books_.shard(shard)) {
        const auto recorded = decode_stored(stored).value();
        if (const auto* said = std::get_if<LogHandedIn>(&recorded.event.body))
          words.push_back(*said);
      }
    return words;
  }
  /// Refused, with nothing stored and nothing said.
  void expect_refused(const BringLogRequest& request, const std::string& code,
                      const std::string& why) {
    EXPECT_EQ(fault_of(request), code);
    EXPECT_NE(sentence_of(request).find(why), std::string::npos) << sentence_of(request);
    EXPECT_TRUE(rows().empty());
    EXPECT_TRUE(words().empty());
  }
};

TEST_F(HandInDeskTest, WhatWasSoldUnheardStandsInQuarantineAndCountsOnceAccepted) {
  revoke();
  const auto reply = bring({log().batch(2)});
  EXPECT_EQ(reply.name, "store 1");
  EXPECT_EQ(reply.log, log().origin());
  EXPECT_EQ(reply.held, Seq(2));
  EXPECT_EQ(reply.through, Seq(4));
  EXPECT_EQ(reply.brought, 2U);
  EXPECT_EQ(reply.known, 0U);
  EXPECT_EQ(reply.useless, 0U);
  const auto open = rows(QuarantineScope::Open);
  ASSERT_EQ(open.size(), 2U);
  EXPECT_EQ(open[0].event, event_id(log().origin(), 3));
  EXPECT_EQ(open[0].reason, "handed in after its log was closed");
  EXPECT_EQ(open[0].brings.rfind("ValueRedeemed of -3.00 EUR, event ", 0), 0U) << open[0].brings;
  EXPECT_EQ(balance(), Amount(1'000)) << "nothing counts by it";
  EXPECT_EQ(broken(), "");
  EXPECT_EQ(settle(open[0].id, QuarantineVerdict::Accepted).value_effect, Amount(-300));
  static_cast<void>(settle(open[1].id, QuarantineVerdict::Refused));
  EXPECT_EQ(balance(), Amount(700));
  EXPECT_EQ(broken(), "");
}

TEST_F(HandInDeskTest, WhoDidItAndWhyIsSaidOfWhatWasNew) {
  revoke();
  static_cast<void>(bring({log().batch(0)}));
  const auto said = words();
  ASSERT_EQ(said.size(), 1U);
  EXPECT_EQ(said[0].incarnation, log().origin());
  EXPECT_EQ(said[0].after, Seq(2)) << "what is held is not handed in";
  EXPECT_EQ(said[0].through, Seq(4));
  EXPECT_EQ(said[0].through_hash, log().hash_at(4));
  EXPECT_EQ(said[0].operator_name, "ada");
}

TEST_F(HandInDeskTest, HandedInTwiceItBringsNothingTwiceHoweverItIsCut) {
  revoke();
  ASSERT_EQ(bring({log().batch(2)}).brought, 2U);
  for (int round = 0; round < 2; ++round) {
    for (const auto& batches : std::vector<std::vector<sync::Batch>>{
             {log().batch(2)}, {log().batch(0)}, {log().batch(1, 3), log().batch(3)}}) {
      const auto again = bring(batches);
      EXPECT_EQ(again.brought, 0U);
      EXPECT_EQ(again.known, 4 - batches.front().after.value());
    }
    restart();
  }
  EXPECT_EQ(rows().size(), 2U);
  EXPECT_EQ(words().size(), 1U);
  static_cast<void>(settle(1, QuarantineVerdict::Accepted));
  static_cast<void>(settle(2, QuarantineVerdict::Refused));
  EXPECT_EQ(bring({log().batch(2)}).brought, 0U);
  EXPECT_TRUE(rows(QuarantineScope::Open).empty()) << "what was refused stays refused";
  EXPECT_EQ(balance(), Amount(700));
}

TEST_F(HandInDeskTest, ALogThatIsOpenIsRefusedForItsNodeBringsIt) {
  expect_refused(bringing({log().batch(2)}), "log_open", "its node will bring these events itself");
}

TEST_F(HandInDeskTest, AFileOfNobodyWeKnowIsRefused) {
  revoke();
  StoreLog stranger(7);
  stranger.append(card_issued(card(1)).at(hlc(1)));
  expect_refused(bringing({stranger.batch()}), "log_unknown", "never heard of log");
  BringLogRequest another = bringing({log().batch(2)});
  another.store = StoreId(2);
  expect_refused(another, "log_unproven", "is of store 1, not of store 2");
  expect_refused(bringing({}), "malformed", "is no log of a store");
  BringLogRequest blank = bringing({log().batch(2)});
  blank.reason = " ";
  expect_refused(blank, "rejected", "reason_missing");
}

TEST_F(HandInDeskTest, WhatIsAlteredOrForgedIsRefused) {
  revoke();
  sync::Batch altered = log().batch(2);
  altered.items[0].bytes[0] ^= 1U;
  expect_refused(bringing({altered}), "log_unproven", "hash is not that of its events");
  altered.through_hash = sync::log_link(log().hash_at(2), Seq(3), altered.items[0].bytes);
  altered.through_hash = sync::log_link(altered.through_hash, Seq(4), altered.items[1].bytes);
  expect_refused(bringing({altered}), "log_unproven", "not sealed with the store's key");
  sync::Batch forged = log().batch(2);
  forged.seal = log().seal(sync::LogKey::from_seed({77}), 4);
  expect_refused(bringing({forged}), "log_unproven", "not sealed with the store's key");
  sync::Batch half = log().batch(2);
  half.items.pop_back();
  expect_refused(bringing({half}), "log_unproven", "with events missing");
  expect_refused(bringing({log().batch(2, 3), log().batch(2)}), "log_unproven",
                 "do not continue each other");
  EXPECT_EQ(balance(), Amount(1'000));
}

TEST_F(HandInDeskTest, AnotherHistoryThanTheOneHeldIsRefused) {
  revoke();
  StoreLog fork(1);
  fork.append(card_issued(card(1)).at(hlc(1))).append(value_loaded(card(1), 9'000).at(hlc(2)));
  fork.append(value_redeemed(card(1), 50).at(hlc(3)));
  expect_refused(bringing({fork.batch(0)}), "log_unproven", "was heard otherwise");
  expect_refused(bringing({fork.batch(2)}), "log_unproven", "another history than the one held");
}

TEST_F(HandInDeskTest, ACopyThatPartedAndEndedBeforeWhatIsHeldIsRefused) {
  books_.take(log());
  revoke();
  StoreLog copy(1);
  tell_the_morning(copy);
  copy.append(value_redeemed(card(1), 55).at(hlc(3)));
  expect_refused(bringing({copy.batch(0)}), "log_unproven", "this is another copy of the log");
  expect_refused(bringing({copy.batch(2)}), "log_unproven", "this is another copy of the log");
  const auto reply = bring({log().batch(0, 3)});
  EXPECT_EQ(reply.brought, 0U);
  EXPECT_EQ(reply.known, 3U) << "an earlier copy of the very same log says nothing new";
}

TEST_F(HandInDeskTest, AWrapThatProvesNothingStandsInNobodysWay) {
  StoreLog& old = log();
  StoreLog& next = books_.begin_anew(old);
  ASSERT_TRUE(office_->closed.close(StoreId(1), old.origin(), ClosedWhy::RanBack).value());
  Event forged = old.brought(3, next.origin());
  std::get<ClosedLogEventRecorded>(forged.body).signature.bytes[0] ^= 1U;
  next.append_bytes(sync::encode_event(forged));
  books_.take(next);
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(bring({old.batch(2)}).brought, 2U);
  const auto open = rows(QuarantineScope::Open);
  ASSERT_EQ(open.size(), 3U);
  EXPECT_EQ(settle(open[1].id, QuarantineVerdict::Accepted).value_effect, Amount(-300));
  EXPECT_EQ(balance(), Amount(700));
}

TEST_F(HandInDeskTest, MoreThanAStorePutsIntoABatchIsRefused) {
  for (int event = 0; event < 200; ++event)
    log().append(value_redeemed(card(1), 1).at(hlc(5 + event)));
  revoke();
  expect_refused(bringing({log().batch(2)}), "malformed", "more than a store puts together");
  EXPECT_EQ(bring({log().batch(2, 12), log().batch(12, 22)}).brought, 20U);
}

TEST_F(HandInDeskTest, WhatWasHandedInIsExplainedAsWhatItIs) {
  revoke();
  static_cast<void>(bring({log().batch(2)}));
  const ExplainRequest asked{event_id(log().origin(), 3)};
  EXPECT_EQ(fault_of(asked), "event_quarantined");
  EXPECT_NE(sentence_of(asked).find("only once an operator accepts it"), std::string::npos)
      << sentence_of(asked);
  static_cast<void>(settle(1, QuarantineVerdict::Accepted));
  EXPECT_NE(sentence_of(asked).find("it counts, by an operator's verdict"), std::string::npos)
      << sentence_of(asked);
}

TEST_F(HandInDeskTest, ASecondCopyThatSoldOtherwiseIsRefusedWhole) {
  revoke();
  StoreLog copy(1);
  tell_the_morning(copy);
  copy.append(value_redeemed(card(1), 55).at(hlc(3))).append(value_redeemed(card(1), 5).at(hlc(5)));
  ASSERT_EQ(bring({log().batch(2)}).brought, 2U);
  EXPECT_EQ(fault_of(bringing({copy.batch(2)})), "log_unproven");
  EXPECT_NE(sentence_of(bringing({copy.batch(2)})).find("from another copy of this log"),
            std::string::npos);
  EXPECT_EQ(rows().size(), 2U);
  EXPECT_EQ(words().size(), 1U);
}

TEST_F(HandInDeskTest, NothingIsLeftOutBetweenWhatIsHeldAndWhatIsBrought) {
  revoke();
  expect_refused(bringing({log().batch(3)}), "log_incomplete", "holds the log through event 2");
  EXPECT_EQ(bring({log().batch(2, 3)}).brought, 1U);
  EXPECT_EQ(bring({log().batch(3)}).brought, 1U) << "it goes on where the other ended";
  EXPECT_EQ(rows().size(), 2U);
}

TEST_F(HandInDeskTest, WhatAnotherLogBroughtIsNotBroughtAgain) {
  StoreLog& old = log();
  StoreLog& next = books_.begin_anew(old);
  ASSERT_TRUE(office_->closed.close(StoreId(1), old.origin(), ClosedWhy::RanBack).value());
  next.append_bytes(sync::encode_event(old.brought(3, next.origin())));
  books_.take(next);
  EXPECT_EQ(balance(), Amount(700));
  const auto reply = bring({old.batch(2)});
  EXPECT_EQ(reply.brought, 1U);
  EXPECT_EQ(reply.known, 1U);
  ASSERT_EQ(rows().size(), 1U);
  EXPECT_EQ(rows()[0].event, event_id(old.origin(), 4));
  EXPECT_EQ(broken(), "");
}

TEST_F(HandInDeskTest, WhatCannotBeReadIsKeptAsEvidenceAndCanOnlyBeRefused) {
  log().append_bytes({0xff, 0xee});
  log().append(value_redeemed(card(1), 1).at(hlc(6)));
  revoke();
  const auto reply = bring({log().batch(2)});
  EXPECT_EQ(reply.brought, 4U);
  EXPECT_EQ(reply.useless, 1U);
  EXPECT_EQ(rows()[2].reason.rfind("it is unreadable", 0), 0U) << rows()[2].reason;
  EXPECT_EQ(bring({log().batch(2)}).brought, 0U);
  EXPECT_EQ(broken(), "");
}

TEST_F(HandInDeskTest, AKeyThatHeadOfficeNeverHeardOfProvesNothing) {
  log().rotate_key(sync::LogKey::from_seed({8}));
  log().append(value_redeemed(card(1), 1).at(hlc(6)));
  revoke();
  expect_refused(bringing({log().batch(2)}), "log_unproven",
                 "with event 5 it goes on under a key that head office never heard of");
}

}  // namespace
}  // namespace perk::test
