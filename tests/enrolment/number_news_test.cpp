// A shop hears of new card number keys and ranges without a new code: both ends for real, over loopback.
#include <filesystem>
#include <optional>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "store_node/kept_enrolment.h"
#include "store_node/net/number_asking.h"
#include "sync/tls/secure_dialer.h"
#include "sync/wire/enrol_codec.h"
#include "tests/enrolment/front_desk.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using store_node::KeptEnrolment;
using sync::EnrolRefusal;
using sync::NumberNews;
using sync::NumberReply;

const NumberRange kOurs{"6006", 19, 1, RangeKind::SelfProving};
const NumberRange kOursNow{"6006", 19, 2, RangeKind::SelfProving, {1}};
const NumberRange kTheirs{"6275", 16, 1, RangeKind::Foreign};

class NumberNewsTest : public ::testing::Test {
 protected:
  NumberNewsTest() {
    PERK_CHECK(desk.events().add_number_range(kOurs, desk.clock().wall()), "a range is kept");
    PERK_CHECK(store_node::enrol_by_code(desk.order(desk.code_for("Harbour"), directory)),
               "a test's store was not enrolled");
  }
  sync::Security security() const {
    return sync::Security::tls(sync::Identity::load(directory.string(), time_now()).value());
  }
  KeptEnrolment kept() const { return {file, store_node::read_enrolment(file).value()}; }
  /// What a node of this store hears the first time.
  std::optional<NumberNews> heard() {
    boost::asio::io_context io;
    store_node::NumberAsking asking(io, StoreId(1), sync::Log::open({}).value(),
                                    {{desk.address()}});
    std::optional<NumberNews> heard;
    asking.start(security(), {1, [&](const NumberNews& news) {
                                heard = news;
                                asking.stop();
                              }});
    io.run_for(std::chrono::seconds(20));
    return heard;
  }
  /// What is answered to whoever shows this store's certificate and says so.
  std::optional<NumberReply> answer_to(const sync::Frame& question) {
    boost::asio::io_context io;
    std::optional<NumberReply> answer;
    const auto asking = [&]() -> boost::asio::awaitable<void> {
      auto channel = co_await sync::dial(desk.address(), Millis(10'000), security(),
                                         sync::Service::Enrolment, sync::Party::head_office());
      if (!channel) co_return;
      const auto stream =
          std::make_shared<sync::FrameStream>(std::move(channel).value(), sync::StreamLimits(),
                                              std::make_shared<sync::StreamCounters>());
      stream->send(question);
      const auto frame = co_await stream->read_frame();
      stream->close();
      if (!frame) co_return;
      const auto reply = sync::decode_number_reply(frame.value());
      if (reply) answer = reply.value();
    };
    boost::asio::co_spawn(io, asking(), boost::asio::detached);
    io.run_for(std::chrono::seconds(20));
    return answer;
  }
  std::optional<NumberReply> answer_to_store(std::uint64_t named) {
    return answer_to(sync::encode_number_ask({StoreId(named), 1}));
  }

  Trust chain;
  FrontDesk desk{chain};
  TemporaryDirectory home;
  const fs::path directory = home.path() / "shop";
  const fs::path file = directory / "enrolment.toml";
};

TEST_F(NumberNewsTest, AreKeptAndThereAfterARestart) {
  ASSERT_TRUE(desk.make_key("6006", {2, {9}}));
  ASSERT_TRUE(desk.events().add_number_range(kTheirs, desk.clock().wall()));
  const auto news = heard();
  ASSERT_TRUE(news);
  KeptEnrolment enrolment = kept();
  EXPECT_EQ(enrolment.newest_key(), 1U);
  EXPECT_TRUE(enrolment.hear(*news).value());
  EXPECT_FALSE(enrolment.hear(*news).value()) << "nothing is new the second time";

  const KeptEnrolment after_a_restart = kept();
  EXPECT_EQ(after_a_restart.newest_key(), 2U);
  EXPECT_EQ(after_a_restart.now().number_ranges, (std::vector{kOursNow, kTheirs}));
  EXPECT_EQ(after_a_restart.now().name, "Harbour");
  EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(NumberNewsTest, AreTheSameAsANewCodeWouldTell) {
  ASSERT_TRUE(desk.make_key("6006", {2, {9}}));
  ASSERT_TRUE(store_node::enrol_by_code(desk.order(desk.code_for("Harbour"), directory)));
  EXPECT_EQ(kept().now().number_ranges, std::vector{kOursNow});
  KeptEnrolment enrolment = kept();
  const auto news = heard();
  ASSERT_TRUE(news);
  EXPECT_FALSE(enrolment.hear(*news).value());
}

TEST_F(NumberNewsTest, AreNotForOneWhoAsksInAnothersName) {
  EXPECT_EQ(answer_to_store(2), NumberReply(EnrolRefusal::Refused));
  ASSERT_TRUE(answer_to_store(1));
  EXPECT_TRUE(std::holds_alternative<NumberNews>(*answer_to_store(1)));
}

/// As one from before there was the question does: what it does not know is no hello.
TEST_F(NumberNewsTest, OfAHeadOfficeThatDoesNotKnowTheQuestionAreARefusal) {
  EXPECT_EQ(answer_to({99, {1, 2}}), NumberReply(EnrolRefusal::Refused));
}

TEST_F(NumberNewsTest, AreNotForAStoreThatWasRevokedOrNeverEnrolled) {
  EXPECT_EQ(desk.registrar().tell_numbers(StoreId(7), {StoreId(7), 1}),
            NumberReply(EnrolRefusal::Refused));
  desk.gate().shut(StoreId(1));
  EXPECT_EQ(answer_to_store(1), NumberReply(EnrolRefusal::Refused));
}

TEST_F(NumberNewsTest, AKeyThatIsAnotherThanWasSaidIsToldToNobody) {
  ASSERT_TRUE(desk.events().add_number_key({2, {8}}));  // As in a database that was restored.
  ASSERT_TRUE(desk.make_key("6006", {2, {9}}));
  ASSERT_TRUE(desk.make_key("6006", {3, {10}}));
  const auto reply = desk.registrar().tell_numbers(StoreId(1), {StoreId(1), 1});
  const auto* news = std::get_if<NumberNews>(&reply);
  ASSERT_NE(news, nullptr);
  ASSERT_EQ(news->keys.size(), 2U);
  EXPECT_EQ(news->keys[0].version, 1U);
  EXPECT_EQ(news->keys[1].version, 3U);
  EXPECT_EQ(news->ranges.at(0).key_version, 3U);
  EXPECT_EQ(news->ranges.at(0).older_keys, std::vector<std::uint32_t>{1});
}

TEST_F(NumberNewsTest, ThatContradictWhatIsThereAreNotUsed) {
  KeptEnrolment enrolment = kept();
  const auto before = enrolment_text(enrolment.now());
  for (const NumberNews& wrong :
       {NumberNews{{{1, {0xbb}}}, {}},                               // Another key of version 1.
        NumberNews{{}, {{"6006", 19, 2, RangeKind::SelfProving}}},   // Without its key.
        NumberNews{{}, {{"60061", 19, 1, RangeKind::SelfProving}}},  // Within another range.
        NumberNews{{{0, {1}}}, {}}}) {
    EXPECT_FALSE(enrolment.hear(wrong));
    EXPECT_EQ(enrolment_text(enrolment.now()), before);
  }
  EXPECT_EQ(enrolment_text(kept().now()), before);
}

TEST_F(NumberNewsTest, ForgetNothingThatWasThere) {
  ASSERT_TRUE(desk.make_key("6006", {2, {9}}));
  KeptEnrolment enrolment = kept();
  ASSERT_TRUE(enrolment.hear(heard().value()).value());
  // Of a head office that was restored, and knows only the first key again.
  EXPECT_FALSE(enrolment.hear({{{1, {7}}}, {kOurs}}).value());
  EXPECT_EQ(enrolment.now().number_ranges, std::vector{kOursNow});
}

TEST_F(NumberNewsTest, ThatCannotBeKeptAreNotUsed) {
  const store_node::Enrolment there = kept().now();
  KeptEnrolment enrolment(home.path() / "nowhere" / "enrolment.toml", there);
  const auto heard = enrolment.hear({{{2, {9}}}, {kOursNow}});
  EXPECT_FALSE(heard);
  EXPECT_EQ(enrolment.newest_key(), 1U);
}

}  // namespace
}  // namespace perk::test
