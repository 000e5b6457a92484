// Head office is killed while it closes a log for ever: before that is durable, and after it, when its shop
// has not heard of it. Either way the log is closed once, and the shop goes on with a new one.
#include <cstdio>
#include <sstream>

#include <gtest/gtest.h>

#include "ops/proxy/control.h"
#include "sync/net/address.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"
#include "tests/end_to_end/restored_shop.h"
#include "tests/end_to_end/till.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using store_node::Outcome;
using ::testing::HasSubstr;

std::string ask_database(const TestDatabase& database, const std::string& statement) {
  const ShellOutcome said =
      run_shell("psql -X -q -A -t -v ON_ERROR_STOP=1 -d " + shell_word(database.conninfo()) +
                " -c " + shell_word(statement));
  EXPECT_EQ(said.exit_code, 0) << said.output;
  return said.output;
}

EventBytes bytes_of(const std::string& hex) {
  EventBytes bytes;
  for (std::size_t at = 0; at + 1 < hex.size(); at += 2)
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(at, 2), nullptr, 16)));
  return bytes;
}

/// Whom head office has closed, as often as it said so.
std::vector<Origin> closed_logs(const TestDatabase& database) {
  std::istringstream rows(ask_database(
      database, "select encode(bytes, 'hex') from events where store = 0 and card is null"));
  std::vector<Origin> closed;
  for (std::string hex; rows >> hex;) {
    const auto event = sync::decode_event(bytes_of(hex));
    EXPECT_TRUE(event);
    if (!event) continue;
    if (const auto* word = std::get_if<IncarnationClosed>(&event.value().body))
      closed.push_back(word->incarnation);
  }
  return closed;
}

/// A transaction of the test's that nobody can append beside, until it goes. Programs that are started meanwhile do
/// not inherit its line, or it would never end.
class AppendsHeld {
 public:
  explicit AppendsHeld(const TestDatabase& database)
      : process_(::popen(
            ("psql -X -q -d " + shell_word(database.conninfo()) + " >/dev/null").c_str(), "we")) {
    std::fputs("begin; lock table events in share mode;\n", process_);
    std::fflush(process_);
  }
  ~AppendsHeld() { ::pclose(process_); }
  AppendsHeld(const AppendsHeld&) = delete;
  AppendsHeld& operator=(const AppendsHeld&) = delete;

 private:
  std::FILE* process_;
};

/// Head office's answer to a store's Hello never arrives: the line breaks behind the challenge.
std::string lose_answers_to_hello() {
  const auto challenge = sync::encode_frame(sync::encode_message(sync::Challenge{}), {});
  return "set harbour reset_after " + std::to_string(challenge.size()) + " down";
}

class ClosingCrashTest : public ::testing::Test {
 protected:
  /// Harbour's database is put back to before its last sale, and its node is down.
  ClosingCrashTest() {
    till_.sell_card(number_, 1'000);
    EXPECT_TRUE(town_.wait_until_everybody_agrees());
    ShopBackup backup(town_, kHarbour);
    EXPECT_TRUE(till_.come_back());
    const auto last = till_.redeem(number_, 400);
    EXPECT_EQ(last.outcome, Outcome::Approved);
    if (last.receipt) old_log_ = last.receipt->incarnation;
    EXPECT_TRUE(town_.wait_until_everybody_agrees());
    backup.put_back();
  }
  void tell_proxy(const std::string& line) {
    const auto control = sync::parse_address(town_.stage().proxy_control());
    ASSERT_TRUE(control);
    const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address(control->host),
                                                  control->port);
    const auto told = ops::ask_proxy(endpoint, line);
    ASSERT_TRUE(told) << told.error();
  }
  void head_office_comes_back() { ASSERT_TRUE(town_.stage().restart_head_office()); }
  /// With a new log, and the old one closed once.
  void expect_new_log() {
    ASSERT_TRUE(town_.wait_until("Harbour goes on with a new log", [&] {
      const auto seen = town_.status(kHarbour);
      return seen && seen->is_connected && seen->incarnation != old_log_;
    }));
    ASSERT_TRUE(town_.wait_until_everybody_agrees());
    EXPECT_EQ(closed_logs(database_), std::vector{old_log_});
    const ShellOutcome audit = town_.perk("verify");
    EXPECT_THAT(audit.output, HasSubstr("everything holds."));
    EXPECT_THAT(town_.perk("balance " + number_).output, HasSubstr("6.00"));
  }

  const TestDatabase database_;
  /// Plain, for lose_answers_to_hello() counts the bytes of frames.
  Town town_{database_.conninfo(), ops::Protection::InsecureLoopback};
  const std::string number_ = number_of(1);
  Till till_{town_.shop(kHarbour), 501};
  Origin old_log_;
};

TEST_F(ClosingCrashTest, AfterItWasDurableAndBeforeTheShopHeardIt) {
  tell_proxy(lose_answers_to_hello());
  ASSERT_TRUE(serves_again(town_, kHarbour));
  ASSERT_TRUE(
      town_.wait_until("the log is closed", [&] { return !closed_logs(database_).empty(); }));
  town_.stage().crash_head_office();
  EXPECT_EQ(town_.status(kHarbour)->incarnation, old_log_) << "it has not heard of it";
  tell_proxy("clear harbour");
  head_office_comes_back();
  expect_new_log();
}

TEST_F(ClosingCrashTest, BeforeItWasDurable) {
  {
    const AppendsHeld held(database_);
    ASSERT_TRUE(town_.wait_until("nothing can be appended", [&] {
      return ask_database(database_,
                          "select count(*) from pg_locks where granted and mode = 'ShareLock' and "
                          "relation = 'events'::regclass") != "0";
    }));
    ASSERT_TRUE(serves_again(town_, kHarbour));
    ASSERT_TRUE(town_.wait_until("head office waits to write", [&] {
      return ask_database(database_,
                          "select count(*) from pg_stat_activity where wait_event_type = 'Lock' "
                          "and datname = current_database()") != "0";
    }));
    town_.stage().crash_head_office();
    EXPECT_TRUE(closed_logs(database_).empty());
  }
  head_office_comes_back();
  expect_new_log();
}

}  // namespace
}  // namespace perk::test
