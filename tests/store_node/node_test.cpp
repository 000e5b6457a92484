// perk-store as a real process: killed in mid-sale, out of disk, locked out, stopped in order. And what
// it must never write down.
#include <algorithm>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/resource.h>

#include "store_node/sqlite/sqlite_journal.h"
#include "sync/crypto/hash_chain.h"
#include "tests/store_node/node_process.h"
#include "tests/store_node/shop.h"
#include "tests/store_node/till_client.h"

namespace perk::test {
namespace {

using namespace store_node;

SaleAnswer must_ask(TillClient& till, const SaleRequest& request) {
  const auto answer = till.ask<SaleAnswer>(request);
  EXPECT_TRUE(answer) << "the node answers";
  return answer.value_or(SaleAnswer());
}

void open_card(TillClient& till, std::uint64_t card, std::int64_t minor) {
  EXPECT_EQ(must_ask(till, issue_card(1, card)).outcome, Outcome::Approved);
  EXPECT_EQ(must_ask(till, load_card(2, card, minor)).outcome, Outcome::Approved);
}

/// Sells without end, keeping what was acknowledged, until the connection breaks. Many requests are
/// under way at once, so that a kill finds some of them in every state.
std::vector<SaleAnswer> sell_until_cut(TillClient& till, std::uint64_t& counter, NodeProcess& node,
                                       std::size_t answers_before_kill) {
  std::vector<SaleAnswer> answered;
  for (int i = 0; i < 24; ++i) till.send(buy(++counter, 7, 1));
  while (const auto message = till.receive()) {
    answered.push_back(std::get<SaleAnswer>(*message));
    if (answered.size() == answers_before_kill) node.kill();
    till.send(buy(++counter, 7, 1));
  }
  return answered;
}

TEST(StoreNode, NothingAcknowledgedIsLostToAKillAtAnyMoment) {
  const StoreFiles files;
  std::uint64_t counter = 10;
  std::vector<SaleAnswer> acknowledged;
  for (std::size_t round = 0; round < 6; ++round) {
    NodeProcess node(files);
    TillClient till(node.port());
    ASSERT_TRUE(till.greet());
    if (round == 0) open_card(till, 7, 50'000);
    for (auto& answer : sell_until_cut(till, counter, node, 5 + round * 17))
      acknowledged.push_back(std::move(answer));
  }
  const auto journal = SqliteJournal::open(files.database(), {StoreId(3), store(1)});
  ASSERT_TRUE(journal) << journal.error().sentence;
  ASSERT_GT(acknowledged.size(), 200U);
  for (const SaleAnswer& answer : acknowledged) {
    ASSERT_EQ(answer.outcome, Outcome::Approved) << answer.reason;
    ASSERT_TRUE(answer.receipt);
    const auto stored = journal.value()->own_event(answer.receipt->seq).value();
    ASSERT_TRUE(stored) << "event " << answer.receipt->seq.value() << " was acknowledged";
    EXPECT_EQ(stored->hash, sync::hash_at(*answer.receipt));
    EXPECT_EQ(stored->request, answer.id);
  }
}

TEST(StoreNode, ARequestSentAgainAfterAKillGetsItsFirstAnswer) {
  const StoreFiles files;
  std::uint64_t counter = 10;
  std::vector<SaleAnswer> acknowledged;
  {
    NodeProcess node(files);
    TillClient till(node.port());
    ASSERT_TRUE(till.greet());
    open_card(till, 7, 50'000);
    acknowledged = sell_until_cut(till, counter, node, 30);
  }
  NodeProcess node(files);
  TillClient till(node.port());
  ASSERT_TRUE(till.greet());
  for (const SaleAnswer& first : acknowledged) {
    const SaleAnswer again = must_ask(till, buy(first.id.counter.value(), 7, 1));
    ASSERT_TRUE(again.receipt);
    EXPECT_EQ(again.receipt->seq, first.receipt->seq);
  }
  for (std::uint64_t asked = 11; asked <= counter; ++asked)
    EXPECT_EQ(must_ask(till, buy(asked, 7, 1)).outcome, Outcome::Approved);
  const auto balance = till.ask<BalanceInquiryAnswer>(BalanceInquiry{1, card_number(7)});
  ASSERT_TRUE(balance);
  EXPECT_EQ(balance->available.amount.minor(), 50'000 - static_cast<std::int64_t>(counter - 10))
      << "each request happened once";
  EXPECT_EQ(node.stop(), 0);
}

TEST(StoreNode, StartsServesAndStopsWithoutHeadOffice) {
  const StoreFiles files;
  NodeProcess node(files, {"--set", "central.endpoints=127.0.0.1:1"});
  TillClient till(node.port());
  const auto welcome = till.greet();
  ASSERT_TRUE(welcome);
  EXPECT_EQ(welcome->store_name, "Main St");
  open_card(till, 7, 1'000);
  const auto status = till.ask<StatusAnswer>(StatusRequest{4});
  ASSERT_TRUE(status);
  EXPECT_FALSE(status->is_connected);
  EXPECT_GT(status->cut_off_for, Millis(0));
  EXPECT_EQ(status->log_end, Seq(2));
  EXPECT_EQ(node.stop(), 0);
}

TEST(StoreNode, ADiskThatIsFullDeclinesAndGoesOnWhenThereIsRoom) {
  const StoreFiles files;
  NodeProcess node(files);
  TillClient till(node.port());
  ASSERT_TRUE(till.greet());
  open_card(till, 7, 50'000);
  // No file of the process may be longer than this: what a full disk is to it.
  const rlimit full{1'024, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(node.pid(), RLIMIT_FSIZE, &full, nullptr), 0);
  EXPECT_EQ(must_ask(till, buy(11, 7, 1)).outcome, Outcome::Unknown);
  EXPECT_EQ(must_ask(till, buy(12, 7, 1)).reason, "storage_unavailable");
  EXPECT_TRUE(till.ask<BalanceInquiryAnswer>(BalanceInquiry{1, card_number(7)}));
  const rlimit roomy{RLIM_INFINITY, RLIM_INFINITY};
  ASSERT_EQ(::prlimit(node.pid(), RLIMIT_FSIZE, &roomy, nullptr), 0);
  const SaleAnswer answer = must_ask(till, buy(12, 7, 1));
  EXPECT_EQ(answer.outcome, Outcome::Approved) << "by itself, with the same request";
  ASSERT_TRUE(answer.receipt);
  EXPECT_EQ(answer.receipt->seq, Seq(3)) << "nothing that was declined is in the log";
  EXPECT_EQ(node.stop(), 0);
}

TEST(StoreNode, ASecondNodeOnTheSameDataIsTurnedAway) {
  const StoreFiles files;
  NodeProcess node(files);
  NodeProcess second(files);
  EXPECT_EQ(second.wait(), 2);
  EXPECT_NE(files.log().find("in use by another process"), std::string::npos);
}

TEST(StoreNode, ACardNumberIsInNoFileAndNoLogLine) {
  const StoreFiles files;
  const std::string digits = card_number(7);
  {
    NodeProcess node(files, {"--set", "log.level=debug"});
    TillClient till(node.port());
    ASSERT_TRUE(till.greet());
    open_card(till, 7, 1'000);
    must_ask(till, buy(11, 7, 100));
    SaleRequest mistyped = buy(12, 7, 100);
    mistyped.card_number.back() = mistyped.card_number.back() == '0' ? '1' : '0';
    EXPECT_EQ(must_ask(till, mistyped).reason, "card_number_invalid");
    ASSERT_TRUE(till.ask<BalanceInquiryAnswer>(BalanceInquiry{1, digits}));
    TillClient broken(node.port());
    SaleRequest unasked = buy(13, 7, 100);
    broken.send(unasked);  // Without a hello: refused, and said in the log.
    EXPECT_TRUE(broken.is_closed_by_node());
    EXPECT_EQ(node.stop(), 0);
  }
  std::size_t files_read = 0;
  const auto root = std::filesystem::path(files.data()).parent_path();
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(bytes.find(digits), std::string::npos) << entry.path();
    EXPECT_EQ(bytes.find(digits.substr(0, digits.size() - 1)), std::string::npos) << entry.path();
    ++files_read;
  }
  EXPECT_GE(files_read, 5U);
}

}  // namespace
}  // namespace perk::test
