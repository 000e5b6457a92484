// Two head offices on one database while shops sell: the one that serves is halted, its deputy takes over, and the first
// goes on as if nothing had been. Then the deputy is killed. Nothing is lost, and nothing is given away twice.
#include <csignal>
#include <thread>

#include <gtest/gtest.h>

#include "ops/demo_run/stage_files.h"
#include "tests/end_to_end/deputy.h"
#include "tests/end_to_end/sales.h"
#include "tests/end_to_end/says.h"
#include "tests/support/postgres_fixture.h"

namespace perk::test {
namespace {

using ::testing::IsEmpty;

constexpr std::uint64_t kAFew = 8;
/// A silent head office is noticed, succeeded and found; on a busy machine.
constexpr std::chrono::seconds kSuccession{90};

class TwoHeadOffices : public ::testing::Test {
 protected:
  bool shops_are_heard() {
    std::vector<Seq> owed;
    for (std::size_t shop = 0; shop < town_.stage().shops().size(); ++shop) {
      const auto seen = town_.status(shop);
      if (!seen) return false;
      owed.push_back(seen->log_end);
    }
    return town_.wait_until(
        "every shop is heard again",
        [&] {
          for (std::size_t shop = 0; shop < owed.size(); ++shop) {
            const auto seen = town_.status(shop);
            if (!seen || seen->synced_through < owed[shop]) return false;
          }
          return true;
        },
        kSuccession);
  }
  std::string chiefs_log() const {
    return ops::read_whole(town_.directory() / "central.log").value_or("");
  }
  ShellOutcome perk_at(const std::string& admins, const std::string& words) {
    return town_.run("perk", "--admin " + admins + " " + words);
  }
  /// Not by wait_until(): it is a server, and that would say that it must not end.
  static bool ends(ops::Child& process) {
    const auto deadline = std::chrono::steady_clock::now() + kSuccession;
    while (process.is_running() && std::chrono::steady_clock::now() < deadline)
      std::this_thread::yield();
    return !process.is_running();
  }

  const TestDatabase database_;
  Town town_{database_.conninfo()};
  Deputy deputy_{town_};
};

TEST_F(TwoHeadOffices, OneThatWasHaltedOrKilledIsSucceededAndDoesNothingMore) {
  expect_says(perk_at(deputy_.own_admin(), "health"), 3, "stands by");
  expect_says(perk_at(deputy_.own_admin(), "stores"), 3, "serves: ask there");
  expect_says(perk_at(deputy_.own_admin() + "," + to_string(town_.stage().admin()), "stores"), 0,
              "Harbour");
  Sales sales(town_);
  ASSERT_TRUE(sales.wait_for_events(kHarbour, kAFew));

  ops::Child& chief = town_.stage().head_office();
  ASSERT_EQ(::kill(chief.pid(), SIGSTOP), 0);
  ASSERT_TRUE(sales.wait_for_events(kMarket, kAFew));
  ASSERT_TRUE(shops_are_heard());
  EXPECT_THAT(deputy_.log(), ::testing::HasSubstr("serves as head office in term 2"));
  expect_says(perk_at(deputy_.own_admin(), "health"), 0, "3 stores connected");

  // It wakes in the middle of what it was doing, and believes that it serves.
  ASSERT_EQ(::kill(chief.pid(), SIGCONT), 0);
  ASSERT_TRUE(ends(chief));
  EXPECT_EQ(chief.exit_code(), 1);
  EXPECT_THAT(chiefs_log(), ::testing::HasSubstr("another head office has taken over"));
  ASSERT_TRUE(town_.stage().restart_head_office());
  ASSERT_TRUE(town_.wait_until(
      "it stands by", [&] { return chiefs_log().find("stands by: ") != std::string::npos; }));
  ASSERT_TRUE(sales.wait_for_events(kStation, kAFew));
  ASSERT_TRUE(shops_are_heard());

  deputy_.process().crash();
  ASSERT_TRUE(sales.wait_for_events(kHarbour, kAFew));
  ASSERT_TRUE(shops_are_heard());
  EXPECT_THAT(chiefs_log(), ::testing::HasSubstr("serves as head office in term 3"));
  sales.end();

  EXPECT_THAT(sales.broken_promises(), IsEmpty());
  expect_says(perk_at(deputy_.admins(), "verify"), 0, "everything holds.");
  const ShellOutcome check = sales.check(sales.record());
  EXPECT_EQ(check.exit_code, 0) << check.output;
}

}  // namespace
}  // namespace perk::test
