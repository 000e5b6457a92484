// Codes that are no good, head offices that are none, files that are in the way.
#include <filesystem>
#include <fstream>

#include <boost/asio/io_context.hpp>
#include <gtest/gtest.h>

#include "tests/enrolment/front_desk.h"
#include "tests/tls/relay.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using store_node::enrol_by_code;
using Why = store_node::NotEnrolled::Why;
using ::testing::HasSubstr;

const std::string kRefused =
    "Enrolment refused: a code is good for one machine, once, and until it expires. Ask head "
    "office "
    "for a new one.";

class EnrolmentRefused : public ::testing::Test {
 protected:
  Trust chain;
  FrontDesk desk{chain};
  TemporaryDirectory home;

  store_node::NotEnrolled refusal_of(const sync::EnrolCode& code, const std::string& shop) {
    const auto enrolled = enrol_by_code(desk.order(code, home.path() / shop));
    if (!enrolled) return enrolled.error();
    ADD_FAILURE() << shop << " was enrolled";
    return {};
  }
  bool has_certificate(const std::string& shop) const {
    return fs::exists(home.path() / shop / "tls.crt");
  }
};

TEST_F(EnrolmentRefused, ToASecondMachine) {
  const auto code = desk.code_for("Harbour");
  ASSERT_TRUE(enrol_by_code(desk.order(code, home.path() / "first")));
  const auto refused = refusal_of(code, "second");
  EXPECT_EQ(refused.why, Why::Refused);
  EXPECT_EQ(refused.sentence, kRefused);
  EXPECT_FALSE(has_certificate("second"));
  EXPECT_EQ(desk.events().stores().value().size(), 1U);
}

TEST_F(EnrolmentRefused, AfterTheCodeExpiredAlsoToTheOneWhoUsedIt) {
  const auto code = desk.code_for("Harbour");
  ASSERT_TRUE(enrol_by_code(desk.order(code, home.path() / "first")));
  const auto unused = desk.code_for("Market");
  desk.clock().advance(Millis(3'600'000));
  EXPECT_EQ(refusal_of(code, "first").sentence, kRefused);
  EXPECT_EQ(refusal_of(unused, "second").sentence, kRefused);
  EXPECT_EQ(desk.events().stores().value().size(), 1U);
}

TEST_F(EnrolmentRefused, WithAnotherSecretInTheSameWords) {
  auto code = desk.code_for("Harbour");
  code.secret[7] ^= 1U;
  const auto refused = refusal_of(code, "first");
  EXPECT_EQ(refused.why, Why::Refused);
  EXPECT_EQ(refused.sentence, kRefused);
  EXPECT_TRUE(desk.events().stores().value().empty());
}

TEST_F(EnrolmentRefused, WithAnotherMarkBeforeTheSecretIsSaid) {
  const auto sound = desk.code_for("Harbour");
  auto code = sound;
  code.authority[3] ^= 1U;
  const auto refused = refusal_of(code, "first");
  EXPECT_EQ(refused.why, Why::Unreachable);
  EXPECT_THAT(refused.sentence, HasSubstr("it is not of the chain that the code is for"));
  EXPECT_TRUE(enrol_by_code(desk.order(sound, home.path() / "first"))) << "the code is unused";
  EXPECT_EQ(desk.let_in(), 1U) << "nothing but the second try got as far as a hello";
}

/// What goes over the wire is private, so it is counted: whoever breaks off while TLS is agreed on has sent no
/// frame, and a hello is longer than all that it sent.
TEST_F(EnrolmentRefused, ByTheShopWhereHeadOfficeIsOfAnotherAuthority) {
  Trust other_chain;
  FrontDesk impostor(other_chain);
  const auto code = desk.code_for("Harbour");
  boost::asio::io_context io;
  Relay relay(io, impostor.address());
  std::size_t sent = 0;
  bool is_secret_seen = false;
  const std::string secret(code.secret.begin(), code.secret.end());
  relay.on_up = [&](Relay::Bytes& bytes) { sent += bytes.size(); };
  const auto work = boost::asio::make_work_guard(io);
  std::thread line([&] { io.run(); });
  const auto enrolled = enrol_by_code({code, relay.address(), home.path() / "shop"});
  io.stop();
  line.join();
  is_secret_seen = relay.seen().find(secret) != std::string::npos;
  ASSERT_FALSE(enrolled);
  EXPECT_EQ(enrolled.error().why, Why::Unreachable);
  EXPECT_THAT(enrolled.error().sentence, HasSubstr("it is not of the chain that the code is for"));
  EXPECT_FALSE(is_secret_seen);
  EXPECT_GT(sent, 0U);
  EXPECT_EQ(impostor.let_in(), 0U) << "the impostor heard a word";
  const fs::path request_key = home.path() / "shop" / "tls.key";
  EXPECT_LT(sent, 600U) << "a hello with its request is longer";
  EXPECT_TRUE(fs::exists(request_key));
  EXPECT_FALSE(has_certificate("shop"));
}

TEST_F(EnrolmentRefused, WhereOthersCanReadAKey) {
  for (const char* file : {"log.key", "tls.key", "enrolment.toml"}) {
    const auto code = desk.code_for(file);
    const fs::path directory = home.path() / file;
    ASSERT_TRUE(enrol_by_code(desk.order(code, directory)));
    fs::permissions(directory / file, fs::perms::group_read, fs::perm_options::add);
    const auto refused = refusal_of(code, file);
    EXPECT_EQ(refused.why, Why::Files);
    EXPECT_THAT(refused.sentence, HasSubstr("can be read by others than its owner"));
  }
}

TEST_F(EnrolmentRefused, WhereADirectoryCannotBeMade) {
  std::ofstream(home.path() / "file") << "in the way";
  EXPECT_EQ(refusal_of(desk.code_for("Harbour"), "file/shop").why, Why::Files);
}

TEST_F(EnrolmentRefused, ForAWhileToOneWhoAsksTooOften) {
  FrontDesk strict(chain, {.rates = {.of_address = {2, Millis(60'000)}}});
  const auto code = strict.code_for("Harbour");
  auto wrong = code;
  wrong.secret[0] ^= 1U;
  for (int times = 0; times < 2; ++times)
    EXPECT_EQ(enrol_by_code(strict.order(wrong, home.path() / "guess")).error().why, Why::Refused);
  const auto late = enrol_by_code(strict.order(code, home.path() / "shop"));
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().sentence, "Head office is busy; try again in a while.");
  strict.clock().advance(Millis(60'000));
  EXPECT_TRUE(enrol_by_code(strict.order(code, home.path() / "shop")));
}

}  // namespace
}  // namespace perk::test
