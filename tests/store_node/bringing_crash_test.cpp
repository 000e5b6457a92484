// A node that is killed while it brings its former log: each event is wrapped once all the same.
#include <set>

#include <gtest/gtest.h>

#include "sync/wire/event_codec.h"
#include "tests/store_node/given_up_log.h"

namespace perk::test {
namespace {

using namespace store_node;

/// More than are brought in some seconds: a hundred in each.
constexpr std::uint64_t kLacking = 700;
constexpr std::uint64_t kAtOnce = 50;

class BringingCrashTest : public GivenUpLogTest {
 protected:
  /// The old log goes on from what head office holds of it by kLacking purchases, and is given up.
  void leave_a_former_log() {
    const Witness witness = sell_beyond_a_copy(with_head_office());
    restore_copy();
    Life cut_off(files_, {});
    for (std::uint64_t sold = 0; sold < kLacking; sold += kAtOnce) {
      for (std::uint64_t more = 0; more < kAtOnce; ++more)
        EXPECT_TRUE(cut_off.till->send(buy(10 + sold + more, 7, 1)));
      for (std::uint64_t more = 0; more < kAtOnce; ++more) EXPECT_TRUE(cut_off.till->receive());
    }
    TillClient till(cut_off.node.port());
    till.send(TerminalHello{kTerminalProtocolVersion, TerminalId(2), witness});
    come_back(cut_off.node);
    EXPECT_EQ(cut_off.stop(), 0);
    head_office_.add(shard_of(StoreId(3), 16),
                     incarnation_closed(log_, 2, ClosedWhy::Witnessed).recorded(head_office(), 1));
  }
  /// Of the present log, from its database.
  std::vector<ClosedLogName> brought() {
    std::vector<ClosedLogName> names;
    const auto reader = SqliteLogReader::open(files_.database());
    EXPECT_TRUE(reader);
    for (const OwnEvent& own : reader.value()->read_log(Seq(), 10'000'000).value()) {
      const Event event = sync::decode_event(own.bytes).value();
      if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&event.body))
        names.push_back({wrapped->name, wrapped->hash});
    }
    return names;
  }
};

TEST_F(BringingCrashTest, KilledWhenSomeOfItIsDurableTheRestComesAndNothingTwice) {
  leave_a_former_log();
  const auto more = with_head_office();
  // Each time when the first event of the next commit has come to head office.
  for (const std::uint64_t durable : {1U, 101U, 201U}) {
    NodeProcess node(files_, more);
    ASSERT_TRUE(head_office_.until([&] {
      return head_office_.incarnation() != log_ && head_office_.held() >= durable;
    })) << files_.log();
    node.kill();
    EXPECT_LT(brought().size(), kLacking) << "it was killed in the middle";
  }
  NodeProcess node(files_, more);
  ASSERT_TRUE(head_office_.until([&] { return head_office_.held() == kLacking; }));
  EXPECT_EQ(node.stop(), 0);
  const auto names = brought();
  EXPECT_EQ(names.size(), kLacking);
  EXPECT_EQ(std::set<ClosedLogName>(names.begin(), names.end()).size(), kLacking);
}

}  // namespace
}  // namespace perk::test
