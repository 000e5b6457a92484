// A few bytes can say "a message in a message in a message ..." without an end: whoever follows them down has no
// stack left. What a version does not know is passed over, but not to any depth.
#include <gtest/gtest.h>

#include "store_node/terminal/terminal_codec.h"
#include "sync/wire/enrol_codec.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"
#include "tests/wire/random_values.h"

namespace perk::sync {
namespace {

using test::for_each_seed;
using test::Random;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t kShallow = 50;
/// As many as a frame has room for: 4 bytes each, of 4 MiB.
constexpr std::size_t kDeep = 1'000'000;

/// A group of field 100 (which no message has) in a group in a group.
Bytes groups(std::size_t depth) {
  const Bytes begin{0xa3, 0x06};
  const Bytes end{0xa4, 0x06};
  Bytes bytes(4 * depth);
  for (std::size_t at = 0; at < bytes.size(); ++at)
    bytes[at] = (at < 2 * depth ? begin : end)[at % 2];
  return bytes;
}

/// The message, and the groups behind it.
Bytes with_groups(Bytes bytes, std::size_t depth) {
  static const Bytes shallow = groups(kShallow);
  static const Bytes deep = groups(kDeep);
  const Bytes& more = depth == kShallow ? shallow : deep;
  bytes.insert(bytes.end(), more.begin(), more.end());
  return bytes;
}

Frame with_groups(Frame frame, std::size_t depth) {
  frame.payload = with_groups(std::move(frame.payload), depth);
  return frame;
}

TEST(DeepNesting, OfAMessageIsRefusedWhereAShallowOneIsPassedOver) {
  for_each_seed(40, [](Random& random) {
    const Message message = test::random_message(random);
    if (std::holds_alternative<UnknownMessage>(message)) return;  // Nobody looks into it.
    const Frame frame = encode_message(message);
    const auto shallow = decode_message(with_groups(frame, kShallow));
    ASSERT_TRUE(shallow) << message_name(message) << ": " << shallow.error().why;
    EXPECT_TRUE(shallow.value() == message) << message_name(message);
    EXPECT_FALSE(decode_message(with_groups(frame, kDeep))) << message_name(message);
  });
}

TEST(DeepNesting, OfAnEventIsRefusedWhereAShallowOneIsPassedOver) {
  // What an event may weigh is less than a frame: 10,000 deep is no more than that.
  const Bytes deep = groups(10'000);
  const EventBytes event = encode_event(test::value_redeemed(test::card(1), 300).build());
  EXPECT_TRUE(decode_event(with_groups(event, kShallow)));
  EventBytes laden = event;
  laden.insert(laden.end(), deep.begin(), deep.end());
  ASSERT_LT(laden.size(), kEventBytesMax);
  EXPECT_FALSE(decode_event(laden));
  EXPECT_FALSE(decode_event(with_groups(event, kDeep)));
}

TEST(DeepNesting, OfATillsWordsAndOfANewcomersIsRefused) {
  const Frame hello =
      store_node::encode_terminal_message(store_node::TerminalHello{1, TerminalId(7), {}});
  EXPECT_TRUE(store_node::decode_terminal_message(with_groups(hello, kShallow)));
  EXPECT_FALSE(store_node::decode_terminal_message(with_groups(hello, kDeep)));
  EnrolHello newcomer;
  newcomer.request = "a request";
  const Frame enrol = encode_enrol_hello(newcomer);
  EXPECT_TRUE(decode_enrol_hello(with_groups(enrol, kShallow)));
  EXPECT_FALSE(decode_enrol_hello(with_groups(enrol, kDeep)));
}

}  // namespace
}  // namespace perk::sync
