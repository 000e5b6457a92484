// The steps that an input of the target `replicator` is made of, for the target and for its seeds. The
// first byte is the end that is looked at: even an opener, odd an acceptor. Then each step is its number,
// a choice, and for Raw a length and as many bytes.
#pragma once

#include <cstdint>

namespace perk::fuzz {

enum class Step : std::uint8_t {
  Raw,         ///< A message as bytes. Choice: the frame's type.
  Greet,       ///< A Challenge, Hello, Welcome or Refusal of the peer's.
  Batch,       ///< That goes on where the last one ended. Choice: the feed, how many events.
  Ack,         ///< Of what is on its way. Choice: which, and whether its hash is right.
  Credit,      ///< Choice: how many.
  Beat,        ///< A Ping or a Pong.
  Rights,      ///< A RightsRequest, RightsAnswer or RightsRecall heard.
  Say,         ///< One said.
  Pass,        ///< Time, in units of 100 ms, and a tick.
  Read,        ///< A read is answered. Choice: how, and with how many events.
  Append,      ///< An append is answered.
  Greeting,    ///< An introduction or an admission is answered.
  Grow,        ///< A feed of this end's grows.
  HeardBytes,  ///< In units of 1,000.
  Unasked,     ///< An answer that nobody asked for.
  Unknown,     ///< A message of an unknown type.
};
inline constexpr std::uint8_t kSteps = 16;

}  // namespace perk::fuzz
