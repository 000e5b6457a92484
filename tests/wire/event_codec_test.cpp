#include "sync/wire/event_codec.h"

#include <limits>
#include <set>

#include <gtest/gtest.h>

#include "perk/v1/event.pb.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/seeds.h"
#include "tests/wire/random_values.h"

namespace perk::sync {
namespace {

using test::for_each_seed;
using test::Random;

EventBytes bytes_of(const v1::Event& wire) {
  const std::string bytes = wire.SerializeAsString();
  return {bytes.begin(), bytes.end()};
}

/// A good event on the wire, for a test to spoil.
v1::Event good() {
  const EventBytes bytes = encode_event(test::value_redeemed(test::card(1), 300).build());
  v1::Event wire;
  EXPECT_TRUE(wire.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  return wire;
}

std::string why_refused(const EventBytes& bytes) {
  const auto decoded = decode_event(bytes);
  return decoded ? "it was read" : decoded.error().why;
}

TEST(EventCodec, ReadsBackEveryEventAsItWasWritten) {
  std::set<std::size_t> kinds;
  for_each_seed(2'000, [&kinds](Random& random) {
    const Event event = test::random_event(random);
    kinds.insert(event.body.index());
    const auto decoded = decode_event(encode_event(event));
    ASSERT_TRUE(decoded) << decoded.error().why;
    EXPECT_EQ(decoded.value(), event);
  });
  EXPECT_EQ(kinds.size(), std::variant_size_v<EventBody>) << "a kind of event was never drawn";
}

TEST(EventCodec, GivesEqualEventsEqualBytes) {
  for_each_seed(200, [](Random& random) {
    const Event event = test::random_event(random);
    EXPECT_EQ(encode_event(event), encode_event(Event(event)));
  });
}

TEST(EventCodec, KeepsTheBodyOfATypeItDoesNotKnow) {
  v1::Event wire = good();
  wire.set_type(77);
  wire.set_body(std::string("\x00\xff not protobuf", 14));
  const auto decoded = decode_event(bytes_of(wire));
  ASSERT_TRUE(decoded);
  const std::string& body = wire.body();
  EXPECT_EQ(std::get<UnknownBody>(decoded.value().body),
            (UnknownBody{77, {body.begin(), body.end()}}));
  EXPECT_EQ(decoded.value().envelope.value_effect, Amount(-300))
      << "its envelope counts all the same";
}

TEST(EventCodec, ReadsAPolicyItDoesNotKnowAsEscrow) {
  for (const int kind : {0, 5, 99}) {
    v1::Event wire = good();
    v1::PolicySet set;
    set.set_kind(static_cast<v1::PolicyKind>(kind));
    wire.set_type(v1::EVENT_TYPE_POLICY_SET);
    wire.set_body(set.SerializeAsString());
    const auto decoded = decode_event(bytes_of(wire));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(policy_name(std::get<PolicySet>(decoded.value().body).kind), "escrow") << kind;
  }
}

Event wrapped_in(const EventBytes& bytes) {
  const RecordedEvent told = test::value_redeemed(test::card(1), 300).recorded(test::store(1), 1);
  Event event = test::wrapped(told, test::store(2));
  std::get<ClosedLogEventRecorded>(event.body).bytes = bytes;
  return event;
}

TEST(EventCodec, ReadsWhatAnEventOfAClosedLogHoldsUpToEightDeep) {
  EventBytes bytes = encode_event(test::value_redeemed(test::card(1), 300).build());
  const auto told = decode_event(bytes);
  for (int depth = 1; depth <= 8; ++depth) {
    bytes = encode_event(wrapped_in(bytes));
    EXPECT_TRUE(decode_event(bytes)) << depth;
  }
  EXPECT_FALSE(decode_event(encode_event(wrapped_in(bytes))));
  const auto once = decode_event(encode_event(wrapped_in(encode_event(told.value()))));
  ASSERT_TRUE(once);
  EXPECT_EQ(*std::get<ClosedLogEventRecorded>(once.value().body).event.get(), told.value());
}

TEST(EventCodec, RefusesAnEventOfAClosedLogThatIsNone) {
  EXPECT_FALSE(decode_event(encode_event(wrapped_in({0xff, 0x01}))));
  EXPECT_FALSE(decode_event(encode_event(wrapped_in({}))));
}

TEST(EventCodec, PassesOverFieldsItDoesNotKnow) {
  EventBytes bytes = encode_event(test::value_redeemed(test::card(1), 300).build());
  const auto known = decode_event(bytes);
  bytes.insert(bytes.end(), {0xa0, 0x06, 0x01});  // Field 100, varint 1.
  const auto decoded = decode_event(bytes);
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded.value(), known.value());
}

TEST(EventCodec, PassesOverFieldsItDoesNotKnowInABody) {
  v1::Event wire = good();
  wire.set_body(wire.body() + std::string("\xa0\x06\x01"));
  EXPECT_TRUE(decode_event(bytes_of(wire)));
}

TEST(EventCodec, ReadsWordsItDoesNotKnowAsUnspecified) {
  v1::ValueLoaded body;
  body.set_tender(static_cast<v1::Tender>(99));
  v1::Event wire = good();
  wire.set_type(v1::EVENT_TYPE_VALUE_LOADED);
  wire.set_body(body.SerializeAsString());
  const auto decoded = decode_event(bytes_of(wire));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(std::get<ValueLoaded>(decoded.value().body).tender, Tender::Unspecified);
}

TEST(EventCodec, SendsOnlyWhatWasAskedForBeyondTheApproval) {
  Event event = test::value_redeemed(test::card(1), 300).build();
  std::get<ValueRedeemed>(event.body).requested = Amount(450);
  v1::Event wire;
  const EventBytes bytes = encode_event(event);
  ASSERT_TRUE(wire.ParseFromArray(bytes.data(), static_cast<int>(bytes.size())));
  v1::ValueRedeemed body;
  ASSERT_TRUE(body.ParseFromString(wire.body()));
  EXPECT_EQ(body.requested_above_approved_minor(), 150);
}

TEST(EventCodec, ReadsNoRequestWhereNobodyAsked) {
  v1::Event wire = good();
  wire.set_request_terminal(7);
  wire.set_request_counter(0);
  const auto decoded = decode_event(bytes_of(wire));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(decoded.value().envelope.request, std::nullopt);
}

TEST(EventCodec, RefusesWhatIsNotAnEvent) {
  EXPECT_EQ(why_refused({0xff, 0xff, 0xff}), "the bytes are not an event");
  EXPECT_EQ(why_refused({}), "the event does not say what happened");
}

TEST(EventCodec, RefusesAnEventCutShort) {
  const EventBytes whole = encode_event(test::value_redeemed(test::card(1), 300).build());
  EXPECT_EQ(why_refused({whole.begin(), whole.end() - 1}), "the bytes are not an event");
}

TEST(EventCodec, RefusesACardIdThatIsNot16Bytes) {
  v1::Event wire = good();
  wire.set_card("fifteen bytes..");
  EXPECT_EQ(why_refused(bytes_of(wire)), "a card id is 16 bytes, not 15");
}

TEST(EventCodec, RefusesACurrencyThatIsNotACode) {
  for (const auto* code : {"EU", "eur", "EURO", "E1R"}) {
    v1::Event wire = good();
    wire.set_currency(code);
    EXPECT_EQ(why_refused(bytes_of(wire)), "the currency is not a code of three capital letters")
        << code;
  }
}

TEST(EventCodec, RefusesAnOriginalWithoutAName) {
  v1::Event wire = good();
  wire.mutable_original()->set_seq(4);
  EXPECT_EQ(why_refused(bytes_of(wire)), "the original is an event without a name");
  wire.mutable_original()->set_origin(5);
  wire.mutable_original()->set_seq(0);
  EXPECT_EQ(why_refused(bytes_of(wire)), "the original is an event without a name");
}

TEST(EventCodec, RefusesRightsOfNobody) {
  v1::Event wire = good();
  wire.add_named_rights()->set_amount_minor(5);
  EXPECT_EQ(why_refused(bytes_of(wire)), "rights are moved of an incarnation without a name");
}

TEST(EventCodec, RefusesAClockBeyondAnyTime) {
  v1::Event wire = good();
  wire.set_raw_clock_offset_ms(std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(why_refused(bytes_of(wire)), "the raw clock is beyond any time");
}

TEST(EventCodec, RefusesAPurchaseOfMoreThanAnyAmount) {
  v1::ValueRedeemed body;
  body.set_requested_above_approved_minor(std::numeric_limits<std::int64_t>::max());
  v1::Event wire = good();
  wire.set_body(body.SerializeAsString());
  EXPECT_EQ(why_refused(bytes_of(wire)), "a purchase asks for more than any amount");
  wire.set_value_effect_minor(std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(why_refused(bytes_of(wire)), "a purchase asks for more than any amount");
}

TEST(EventCodec, RefusesABodyThatIsNotItsTypes) {
  v1::Event wire = good();
  wire.set_body("\xff\xff\xff");
  EXPECT_EQ(why_refused(bytes_of(wire)), "the body is not a ValueRedeemed");
}

TEST(EventCodec, RefusesAnEventLargerThanAnEventMayBe) {
  v1::Event wire = good();
  wire.set_type(77);
  wire.set_body(std::string(kEventBytesMax, 'x'));
  EXPECT_EQ(why_refused(bytes_of(wire)), "the event is larger than an event may be");
}

TEST(EventCodec, LivesThroughRandomAndSpoiltBytes) {
  for_each_seed(3'000, [](Random& random) {
    EventBytes bytes = random.chance(30) ? test::random_bytes(random, 100)
                                         : encode_event(test::random_event(random));
    for (std::uint64_t count = random.below(4); count > 0 && !bytes.empty(); --count) {
      bytes[static_cast<std::size_t>(random.below(bytes.size()))] =
          static_cast<std::uint8_t>(random.next());
    }
    const auto decoded = decode_event(bytes);
    if (!decoded) {
      EXPECT_FALSE(decoded.error().why.empty());
    }
  });
}

}  // namespace
}  // namespace perk::sync
