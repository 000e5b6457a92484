// The law of events with the codec as an argument, so that a test can plant a bug in it.
#pragma once

#include <functional>

#include "sync/wire/event_codec.h"
#include "tests/fuzz/law.h"

namespace perk::fuzz {

struct EventCodec {
  std::function<EventBytes(const Event&)> encode = sync::encode_event;
  std::function<Result<Event, sync::Malformed>(Input)> decode = sync::decode_event;
};

void check_event(Input bytes, const EventCodec& codec);

}  // namespace perk::fuzz
