// Input: the bytes of an event.
#include "tests/fuzz/events.h"

#include "ledger/card.h"
#include "ledger/postings.h"
#include "sync/wire/message_codec.h"
#include "tests/fuzz/round_trip.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

const EventId kName{*Origin::from_value(0x9c00'0000'0000'0001ULL), Seq(1)};

/// FORMAT.md: the bytes are made once and travel verbatim, whatever in them is unknown here.
void check_verbatim(const EventBytes& bytes) {
  const sync::Batch batch{sync::FeedId::log(kName.origin),
                          Epoch(),
                          sync::FeedIndex(),
                          Digest(),
                          {{sync::FeedIndex(1), kName, bytes}},
                          sync::FeedIndex(1),
                          Digest(),
                          Signature()};
  const auto heard = sync::decode_message(sync::encode_message(batch));
  require(heard && heard.value() == sync::Message(batch), "an event travels verbatim");
}

/// An event of a log that was closed is kept inside another, as its origin wrote it.
void check_wrapped(const EventBytes& bytes, const Event& event, const EventCodec& codec) {
  ClosedLogEventRecorded wrap;
  wrap.name = kName;
  wrap.bytes = bytes;
  wrap.event = WrappedEvent(event);
  const auto heard = codec.decode(codec.encode({event.envelope, wrap}));
  if (!heard) return;  // Too large then, or wrapped too often.
  const auto* const inside = std::get_if<ClosedLogEventRecorded>(&heard.value().body);
  require(inside != nullptr && inside->bytes == bytes, "a wrapped event is kept verbatim");
  require(inside->event == wrap.event, "a wrapped event is read as it was by itself");
}

void check_money(const Event& event) {
  CardState card;
  evolve(card, {kName, event});
  require(card.reserve() + card.rights_of_all() == card.available(),
          "reserve and rights are what is available");
  Amount sum;
  for (const Posting& posting : postings_of({kName, event})) sum = sum + posting.amount;
  require(sum == Amount(), "postings sum to zero");
}

}  // namespace

void check_event(Input bytes, const EventCodec& codec) {
  const auto event = round_trip(bytes, codec.decode, codec.encode);
  if (!event) return;
  const EventBytes verbatim(bytes.begin(), bytes.end());
  check_verbatim(verbatim);
  check_wrapped(verbatim, event.value(), codec);
  const bool is_of_card = event.value().envelope.card.has_value();
  if (is_of_card && is_foldable(event.value())) check_money(event.value());
}

void events(Input input) { check_event(input, {}); }

}  // namespace perk::fuzz
