// The laws can be broken, and the committed inputs are enough to see it.
#include <gtest/gtest.h>

#include "tests/fuzz/corpus.h"
#include "tests/fuzz/events.h"
#include "tests/fuzz/replicator.h"

namespace perk::fuzz {
namespace {

/// The first law that an input of the corpus breaks; empty if none does.
template <typename Run>
std::string law_broken_by_corpus(std::string_view target, const Run& run) {
  for (const auto& path : files_in(kCorpora / target)) {
    try {
      run(input_in(path));
    } catch (const LawBroken& broken) {
      return broken.what();
    }
  }
  return "";
}

std::string law_broken_by_events(const EventCodec& codec) {
  return law_broken_by_corpus("events", [&](Input input) { check_event(input, codec); });
}

TEST(PlantedBugs, AnEncoderThatDropsAFieldBreaksTheRoundTrip) {
  EventCodec codec;
  codec.encode = [](Event event) {
    event.envelope.original.reset();
    return sync::encode_event(event);
  };
  EXPECT_EQ(law_broken_by_events(codec), "what was written reads as what was meant");
}

TEST(PlantedBugs, AnEncoderThatWritesWrappedEventsAnewIsNotVerbatim) {
  EventCodec codec;
  codec.encode = [](Event event) {
    if (auto* const wrap = std::get_if<ClosedLogEventRecorded>(&event.body))
      wrap->bytes = sync::encode_event(*wrap->event.get());
    return sync::encode_event(event);
  };
  EXPECT_EQ(law_broken_by_events(codec), "a wrapped event is kept verbatim");
}

TEST(PlantedBugs, AnAckBeforeTheAppendIsSeen) {
  const auto run = [](Input input) { run_replicator(input, SinkHonesty::SaysWhatIsNot); };
  EXPECT_EQ(law_broken_by_corpus("replicator", run), "an Ack is said only of what is durable");
}

}  // namespace
}  // namespace perk::fuzz
