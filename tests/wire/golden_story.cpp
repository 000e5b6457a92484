#include "tests/wire/golden_story.h"

#include <numeric>

#include "ledger/closed_log.h"
#include "store_node/terminal/terminal_codec.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/log_key_proof.h"
#include "sync/crypto/operator_proof.h"
#include "sync/crypto/proving_numbers.h"
#include "sync/crypto/reason_seal.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"
#include "tests/wire/hex.h"

namespace perk::test {
namespace {

using namespace sync;
using Bytes = std::vector<std::uint8_t>;

const StoreId kStore(3);
const TerminalId kTill(301);
const Epoch kEpoch(1);
constexpr std::uint16_t kShards = 16;
constexpr std::int64_t kOpening = 1'795'248'900'000;  // 2026-11-21T08:15:00.000Z

/// 32 bytes counting up from `first`: a key nobody could take for a real one.
std::array<std::uint8_t, 32> counting_from(std::uint8_t first) {
  std::array<std::uint8_t, 32> bytes{};
  std::iota(bytes.begin(), bytes.end(), first);
  return bytes;
}

LogKey log_key() { return LogKey::from_seed(counting_from(0x00)); }
LogKey next_log_key() { return LogKey::from_seed(counting_from(0x60)); }
Origin incarnation() { return Origin::incarnation(0x9c3f77aa0142e5d1).value(); }
CardNumber card_number() { return CardNumber::with_check_digit("600000000000001").value(); }
CardId card() { return CardNumberKey(1, counting_from(0x20)).card_id(card_number()); }
CardNumber proving_number() {
  const NumberRange range{"6006", kSelfProvingLength, 1, RangeKind::SelfProving};
  return make_number(range, CardNumberKey(1, counting_from(0x20)), CardSerial(42));
}
Shard shard() { return shard_of(card(), kShards); }

Envelope envelope_at(std::int64_t millis, std::uint64_t request) {
  Envelope envelope;
  envelope.card = card();
  envelope.hlc = Hlc::from_parts(WallTime(kOpening + millis), 0);
  envelope.raw_clock = WallTime(kOpening + millis);
  envelope.request = RequestId{kTill, RequestCounter(request)};
  envelope.policy_version = PolicyVersion(1);
  return envelope;
}

Envelope moving(Envelope envelope, std::int64_t value, std::int64_t own_rights) {
  envelope.currency = Currency::from_code("EUR").value();
  envelope.value_effect = Amount(value);
  envelope.own_rights_effect = Amount(own_rights);
  envelope.reserve_effect = Amount(value - own_rights);
  return envelope;
}

Event cappuccino() {
  Event event{
      moving(envelope_at(31'600, 3), -340, -340),
      ValueRedeemed{
          Amount(340), PartialApproval::Refused, Basis::Rights, {Position(40), Millis(95'000)}}};
  event.envelope.raw_clock =
      event.envelope.raw_clock + Millis(-12);  // The wall clock was set back a little.
  return event;
}

Event reversal() {
  Event event{moving(envelope_at(120'000, 5), 340, 340),
              RedemptionReversed{ReversalReason::Refund}};
  event.envelope.original = EventId{incarnation(), Seq(3)};
  return event;
}

/// Of a type that nobody has invented yet, with everything in its envelope that the others leave out.
Event from_the_future() {
  Event event{moving(envelope_at(180'000, 6), -500, -100), UnknownBody{77, {0x08, 0x2a, 0xff}}};
  event.envelope.held_effect = Amount(25);
  event.envelope.reserve_effect = Amount(-400);
  event.envelope.named_rights = {{Origin::incarnation(0xfeedf00dcafe0001).value(), Amount(-25)}};
  event.envelope.hlc = Hlc::from_parts(WallTime(kOpening + 180'000), 7);
  event.envelope.allowance = AllowanceId(12);
  event.envelope.allowance_drawn = Amount(400);
  return event;
}

Event by_head_office(std::int64_t millis, EventBody body) {
  Event event{envelope_at(millis, 1), std::move(body)};
  event.envelope.request->terminal = TerminalId(900'001);
  return event;
}

/// An event about a stand-in allowance of the story's store, and no card unless told.
Event about_allowance(Event event) {
  event.envelope.card.reset();
  event.envelope.currency = Currency::from_code("EUR").value();
  event.envelope.allowance = AllowanceId(12);
  return event;
}

/// What happens to spending rights and allowances after the story's morning.
std::vector<GoldenEvent> rights_events() {
  Event released{moving(envelope_at(360'000, 7), 0, -1'200), RightsReleased{ReleaseReason::Idle}};
  released.envelope.request.reset();
  Event granted = by_head_office(
      420'000, RightsGranted{GrantReason::Asked, RequestId{kTill, RequestCounter(8)}});
  granted.envelope = moving(granted.envelope, 0, 0);
  granted.envelope.reserve_effect = Amount(-450);
  granted.envelope.named_rights = {{incarnation(), Amount(450)}};
  Event returned = by_head_office(480'000, RightsReturnedByDecision{"burnt down", "ada"});
  returned.envelope = moving(returned.envelope, 0, 0);
  returned.envelope.reserve_effect = Amount(450);
  returned.envelope.named_rights = {{incarnation(), Amount(-450)}};
  Event stand_in = about_allowance(by_head_office(
      540'000, StandInGranted{incarnation(), StandInKind::Till, Amount(20'000), Amount(2'500),
                              Amount(1'500), WallTime(kOpening + 86'400'000)}));
  Event more = about_allowance(
      by_head_office(600'000, StandInReplenished{incarnation(), Amount(660), Amount(660), Seq(4)}));
  more.envelope.card = card();
  Event lapsed = about_allowance({envelope_at(86'400'000, 9), AllowanceLapsed{Amount(19'340)}});
  lapsed.envelope.request.reset();
  Event renounced{envelope_at(86'500'000, 10), RefundRightRenounced{}};
  renounced.envelope.original = EventId{incarnation(), Seq(3)};
  return {{"rights_released", released},        {"rights_granted", granted},
          {"rights_returned", returned},        {"stand_in_granted", stand_in},
          {"stand_in_replenished", more},       {"allowance_lapsed", lapsed},
          {"refund_right_renounced", renounced}};
}

/// One overdraft's life.
std::vector<GoldenEvent> overdraft_events() {
  const EventId opening{Origin::head_office(kEpoch, shard()), Seq(17)};
  Event opened = by_head_office(660'000, OverdraftOpened{OverdraftCause::StandIn, incarnation()});
  opened.envelope = moving(opened.envelope, 660, 0);
  Event recovered = by_head_office(720'000, OverdraftRecovered{});
  recovered.envelope = moving(recovered.envelope, -400, 0);
  recovered.envelope.original = opening;
  Event off = by_head_office(780'000, OverdraftWrittenOff{Amount(260), "not worth asking", "ada"});
  off.envelope = moving(off.envelope, 0, 0);
  off.envelope.original = opening;
  return {{"overdraft_opened", opened},
          {"overdraft_recovered", recovered},
          {"overdraft_written_off", off}};
}

/// What a manager approved by hand, and what head office says of no card.
std::vector<GoldenEvent> later_events() {
  Event overridden{moving(envelope_at(90'000, 11), -900, -240),
                   ValueRedeemed{Amount(900),
                                 PartialApproval::Refused,
                                 Basis::StandIn,
                                 {Position(41), Millis(180'000)},
                                 "grace"}};
  overridden.envelope.allowance = AllowanceId(13);
  overridden.envelope.allowance_drawn = Amount(660);
  Event policy =
      by_head_office(840'000, PolicySet{kStore, ProgrammeId(1), PolicyKind::EscrowStandIn, "ada"});
  policy.envelope.card.reset();
  policy.envelope.policy_version = PolicyVersion(2);
  return {{"value_redeemed_by_manager", overridden}, {"policy_set", policy}};
}

/// The story's log: card issued, value loaded, cappuccino.
std::vector<GoldenEvent> morning() {
  return {
      {"card_issued",
       {envelope_at(0, 1), CardIssued{card_number().last_four(), ProgrammeId(1), 1}}},
      {"value_loaded", {moving(envelope_at(4'250, 2), 2'000, 2'000), ValueLoaded{Tender::Cash}}},
      {"value_redeemed", cappuccino()}};
}

std::vector<Bytes> log() {
  std::vector<Bytes> bytes;
  for (const GoldenEvent& golden : morning()) bytes.push_back(encode_event(golden.event));
  return bytes;
}

std::vector<Digest> log_chain() {
  std::vector<Digest> hashes{log_genesis(kStore, incarnation())};
  for (const Bytes& bytes : log())
    hashes.push_back(log_link(hashes.back(), Seq(hashes.size()), bytes));
  return hashes;
}

std::vector<Digest> shard_chain() {
  std::vector<Digest> hashes{shard_genesis(kEpoch, shard())};
  for (const Bytes& bytes : log()) {
    const std::uint64_t place = hashes.size();
    hashes.push_back(
        shard_link(hashes.back(), Position(place), {incarnation(), Seq(place)}, bytes));
  }
  return hashes;
}

Bytes head() { return head_bytes(kStore, incarnation(), Seq(3), log_chain().back()); }

Batch log_batch() {
  Batch batch;
  batch.feed = FeedId::log(incarnation());
  batch.after_hash = log_chain().front();
  for (const Bytes& bytes : log()) {
    batch.through = batch.through.next();
    batch.items.push_back({batch.through, {incarnation(), Seq(batch.through.value())}, bytes});
  }
  batch.through_hash = log_chain().back();
  batch.seal = log_key().sign(head());
  return batch;
}

/// Of the first event of the log that brought it.
QuarantineSettled verdict_on(const Event& brought, QuarantineVerdict verdict) {
  const Bytes bytes = encode_event(brought);
  QuarantineSettled said{
      {Origin::incarnation(0xfeedf00dcafe0002).value(), Seq(1)}, sha256(bytes), verdict};
  said.reason = "the till has the receipt";
  said.operator_name = "ada";
  if (verdict != QuarantineVerdict::Accepted) return said;
  said.bytes = bytes;
  said.brought = WrappedEvent(brought);
  return said;
}

/// Of the key 40 41 .. 5f, as version 2.
Digest number_key_commitment() { return CardNumberKey(2, counting_from(0x40)).commitment(); }

/// In the story's log, behind its third event; the next key's seed is 60 61 .. 7f.
Event key_rotated() {
  Event event{envelope_at(1'440'000, 0),
              rotate_key(kStore, {incarnation(), Seq(4)}, log_key(), next_log_key())};
  event.envelope.card.reset();
  event.envelope.request.reset();
  return event;
}

/// The story's log is closed after its second event; the third comes back wrapped.
std::vector<GoldenEvent> log_events() {
  const auto by_operator = [](std::int64_t millis, EventBody body) {
    Event event = by_head_office(millis, std::move(body));
    event.envelope.card.reset();
    return event;
  };
  const Event closed = by_operator(
      900'000, IncarnationClosed{incarnation(), Seq(2), log_chain()[2], ClosedWhy::RanBack});
  ClosedLogEventRecorded coffee{{incarnation(), Seq(3)},
                                log_chain()[2],
                                log_chain()[3],
                                log()[2],
                                {},
                                log_key().sign(head()),
                                WrappedEvent(cappuccino())};
  const Event wrapped = wrap(coffee, {Origin::incarnation(0xfeedf00dcafe0002).value(),
                                      Hlc::from_parts(WallTime(kOpening + 960'000), 0),
                                      WallTime(kOpening + 960'000), PolicyVersion(2)});
  return {
      {"incarnation_closed", closed},
      {"closed_log_event_recorded", wrapped},
      {"epoch_begun", by_operator(1'020'000, EpochBegun{Epoch(2), Epoch(1), "restored", "ada"})},
      {"log_end_proven",
       by_operator(1'080'000, LogEndProven{incarnation(), Seq(3), "disk destroyed", "ada"})},
      {"epoch_settled",
       by_operator(1'140'000,
                   EpochSettled{Epoch(2), {incarnation()}, "all stores are in the list", "ada"})},
      {"store_revoked",
       by_operator(1'200'000, StoreRevoked{kStore, "its machine was stolen", "ada"})},
      {"quarantine_accepted",
       by_operator(1'260'000, verdict_on(wrapped, QuarantineVerdict::Accepted))},
      {"quarantine_refused",
       by_operator(1'320'000, verdict_on(wrapped, QuarantineVerdict::Refused))},
      {"number_key_made",
       by_operator(1'380'000, NumberKeyMade{"6006", 2, number_key_commitment(),
                                            "a shop's machine was stolen", "ada"})},
      {"log_key_rotated", key_rotated()},
      {"log_handed_in",
       by_operator(1'500'000, LogHandedIn{incarnation(), Seq(2), Seq(3), log_chain()[3],
                                          "its machine was found", "ada"})}};
}

/// A table is opened on the card, paid with a tip, and given back; a load is taken back, twice.
std::vector<GoldenEvent> hold_events() {
  const EventId tab{incarnation(), Seq(12)};
  const EventId load{incarnation(), Seq(2)};
  const auto at_till = [](std::int64_t millis, std::uint64_t request, std::int64_t value,
                          std::int64_t held, EventBody body) {
    Event event{moving(envelope_at(millis, request), value, value - held), std::move(body)};
    event.envelope.held_effect = Amount(held);
    event.envelope.reserve_effect = Amount();
    return event;
  };
  const auto about = [](Event event, const EventId& original) {
    event.envelope.original = original;
    return event;
  };
  const auto by_desk = [](std::int64_t millis, std::int64_t value, EventBody body) {
    Event event = by_head_office(millis, std::move(body));
    event.envelope = moving(event.envelope, value, 0);
    return event;
  };
  const Event placed = at_till(1'140'000, 12, 0, 1'000, HoldPlaced{WallTime(kOpening + 9'000'000)});
  const Event captured = at_till(1'200'000, 13, -800, -1'000, HoldCaptured{Amount(80), {}});
  const Event kept = at_till(1'210'000, 14, -300, -300, HoldCaptured{Amount(), RestOfHold::Kept});
  const Event released = at_till(1'260'000, 15, 0, -700, HoldReleased{});
  Event lapsed = at_till(9'000'000, 16, 0, -700, HoldLapsed{});
  lapsed.envelope.request.reset();
  const Event reversed = at_till(9'060'000, 17, -500, 0, LoadReversed{});
  const Event charged = by_desk(9'120'000, -1'500, ChargedBack{"stolen credit card", "ada"});
  return {{"hold_placed", placed},
          {"hold_captured", about(captured, tab)},
          {"hold_captured_in_part", about(kept, tab)},
          {"hold_released", about(released, tab)},
          {"hold_lapsed", about(lapsed, tab)},
          {"load_reversed", about(reversed, load)},
          {"charged_back", about(charged, load)},
          {"balance_adjusted", by_desk(9'180'000, -250, BalanceAdjusted{"counted twice", "ada"})}};
}

/// The word of ada, whose key has the seed 40 41 .. 5f, on the third request of a connection.
OperatorWord word_of_ada() {
  Digest challenge;
  std::iota(challenge.bytes.begin(), challenge.bytes.end(), std::uint8_t{0x60});
  const std::string request = "what ada asked for";
  const Bytes bytes(request.begin(), request.end());
  return word_of("ada", LogKey::from_seed(counting_from(0x40)), challenge, WordCounter(3), bytes);
}

/// Of "charged twice", with the salt 70 71 .. 7f.
Digest reason_seal() {
  ReasonOpening opening{{}, "charged twice"};
  std::iota(opening.salt.bytes.begin(), opening.salt.bytes.end(), std::uint8_t{0x70});
  return reason_commitment(opening);
}

/// Operators come and go, and one decision waits for another person.
std::vector<GoldenEvent> operator_events() {
  const auto said = [](std::int64_t millis, EventBody body, bool names_amount = false) {
    Event event = by_head_office(millis, std::move(body));
    event.envelope.card.reset();
    event.envelope.request.reset();
    event.envelope.word = word_of_ada();
    if (names_amount) event.envelope.currency = Currency::from_code("EUR").value();
    return event;
  };
  const PublicKey key = log_key().public_key();
  Event first =
      said(9'240'000, OperatorAdmitted{"ada", OperatorRole::Admin, key, "the first", "ada"});
  first.envelope.word.reset();
  const Event role =
      said(9'300'000, OperatorRoleChanged{"bob", OperatorRole::Auditor, "moved", "ada"});
  const Event gone = said(9'360'000, OperatorDismissed{"bob", "left the chain", "ada"});
  const Event limit = said(9'420'000,
                           ApprovalLimitSet{ProgrammeId(1), DecisionKind::Adjustment, Amount(5'000),
                                            "two people", "ada"},
                           true);
  const Event no_limit = said(
      9'480'000, ApprovalLimitSet{{}, DecisionKind::Override, std::nullopt, "too slow", "ada"});
  const Event proposed = said(9'540'000,
                              DecisionProposed{ProposalNumber(7),
                                               DecisionKind::WriteOff,
                                               Amount(9'000),
                                               ProgrammeId(1),
                                               {1, 2, 3},
                                               WallTime(kOpening + 95'940'000),
                                               "not worth it",
                                               "ada"},
                              true);
  const Event settled = said(
      9'600'000, DecisionSettled{ProposalNumber(7), ProposalVerdict::Approved, "agreed", "ada"});
  const Event erased =
      said(9'660'000, ReasonErased{reason_seal(), sealed_form(reason_seal()), "ada"});
  return {{"operator_admitted", first},        {"operator_role_changed", role},
          {"operator_dismissed", gone},        {"approval_limit_set", limit},
          {"approval_limit_lifted", no_limit}, {"decision_proposed", proposed},
          {"decision_settled", settled},       {"reason_erased", erased}};
}

/// To the same store: another's event at position 2, its own at 5 without bytes, 6 not subscribed to.
Batch shard_batch() {
  Batch batch;
  batch.feed = FeedId::shard(shard());
  batch.epoch = kEpoch;
  batch.after = FeedIndex(1);
  batch.after_hash = shard_chain()[1];
  const Origin other = Origin::incarnation(0xfeedf00dcafe0001).value();
  batch.items = {{FeedIndex(2), {other, Seq(17)}, log()[1]},
                 {FeedIndex(5), {incarnation(), Seq(3)}, {}}};
  batch.through = FeedIndex(6);
  batch.through_hash = shard_chain()[2];
  return batch;
}

Challenge challenge() {
  Challenge challenge;
  std::iota(challenge.nonce.begin(), challenge.nonce.end(), std::uint8_t{0x50});
  return challenge;
}

Hello hello() {
  Hello hello;
  hello.store = kStore;
  hello.incarnation = incarnation();
  hello.log_end = Seq(3);
  hello.log_end_hash = log_chain().back();
  hello.cursors = {{FeedId::shard(shard()), kEpoch, FeedIndex(3), shard_chain().back()}};
  hello.credits = 8;
  hello.software = "perk 0.1.0";
  hello.proof = log_key().sign(hello_proof_bytes(challenge(), hello));
  return hello;
}

Welcome welcome() {
  Welcome welcome;
  welcome.epoch = kEpoch;
  welcome.shard_count = kShards;
  welcome.cursors = {{FeedId::log(incarnation()), Epoch(0), FeedIndex(2), log_chain()[2]}};
  welcome.credits = 8;
  welcome.heartbeat = Millis(2'000);
  return welcome;
}

/// The log has gone on under the next key; head office may not have heard of it.
Hello hello_of_two_keys() {
  Hello said = hello();
  const auto bytes = hello_proof_bytes(challenge(), said);
  said.proof = next_log_key().sign(bytes);
  said.former_proof = log_key().sign(bytes);
  return said;
}

Welcome welcome_of_types() {
  Welcome said = welcome();
  said.event_type_max = 40;
  return said;
}

Bytes joined(const std::vector<Digest>& digests) {
  Bytes bytes;
  for (const Digest& digest : digests) append(bytes, digest.bytes);
  return bytes;
}

template <typename Array>
Bytes as_bytes(const Array& array) {
  return {array.begin(), array.end()};
}

Bytes framed(const Frame& frame) { return encode_frame(frame, FrameLimits{}); }

std::vector<GoldenBytes> hashes_and_signatures() {
  return {
      {"card_id", "CardId of 6000000000000015 under the number key 20 21 .. 3f",
       as_bytes(card().bytes)},
      {"proving_number", "ASCII digits of serial 42 of range 6006 under the number key 20 21 .. 3f",
       as_bytes(proving_number().secret_digits())},
      {"public_key", "of the log key with the seed 00 01 .. 1f",
       as_bytes(log_key().public_key().bytes)},
      {"log_chain", "h_0 to h_3 of the log of store 3, incarnation 9c3f77aa0142e5d1",
       joined(log_chain())},
      {"shard_chain", "H_0 to H_3 of the card's shard of 16, epoch 1, with that log in it",
       joined(shard_chain())},
      {"head", "what the signature of the log's head at seq 3 covers", head()},
      {"head_signature", "that signature", as_bytes(log_key().sign(head()).bytes)},
      {"hello_proof", "what the proof in hello covers", hello_proof_bytes(challenge(), hello())},
      {"reason_seal", "commitment of the reason 'charged twice' with the salt 70 71 .. 7f",
       as_bytes(reason_seal().bytes)},
      {"receipt", "a till hands back the receipt of the load, as a frame",
       framed(store_node::encode_terminal_message(store_node::HandBack{1, {golden_receipt()}}))},
  };
}

}  // namespace

std::vector<GoldenEvent> golden_events() {
  Event partly{moving(envelope_at(60'000, 4), -1'660, -1'000),
               ValueRedeemed{Amount(2'000), PartialApproval::Accepted, Basis::Cached, {}}};
  std::vector<GoldenEvent> events = morning();
  const std::vector<GoldenEvent> others{
      {"value_redeemed_partly", std::move(partly)},
      {"redemption_reversed", reversal()},
      {"card_frozen", by_head_office(240'000, CardFrozen{"reported lost", "ada"})},
      {"card_unfrozen", by_head_office(300'000, CardUnfrozen{"found again", "ada"})},
      {"unknown_type", from_the_future()},
  };
  for (const auto& more : {others, rights_events(), overdraft_events(), later_events(),
                           log_events(), hold_events(), operator_events()})
    events.insert(events.end(), more.begin(), more.end());
  return events;
}

std::vector<GoldenMessage> golden_messages() {
  const FeedId feed = FeedId::log(incarnation());
  return {
      {"challenge", challenge()},
      {"hello", hello()},
      {"hello_of_two_keys", hello_of_two_keys()},
      {"welcome", welcome()},
      {"welcome_of_types", welcome_of_types()},
      {"refusal", Refusal{RefusalCode::Busy, "Head office is busy; come back in five seconds.",
                          Millis(5'000)}},
      {"batch_of_log", log_batch()},
      {"batch_of_shard", shard_batch()},
      {"ack", Ack(Durable::reported(feed, FeedIndex(3), log_chain().back()))},
      {"credit", Credit{1}},
      {"ping", Ping{5, 20}},
      {"pong", Pong{5}},
      {"rights_request", RightsRequest{2, card(), Amount(340), Millis(150)}},
      {"rights_answer", RightsAnswer{2, sync::RightsOutcome::GrantedInPart, Amount(120)}},
      {"rights_recall", RightsRecall{card(), Amount(340)}},
      {"wrong_numbers", WrongNumbers{62, 40}},
      {"caution", Caution{true}},
  };
}

Receipt golden_receipt() {
  return {kStore,
          incarnation(),
          Seq(2),
          log_chain()[1],
          log()[1],
          {sha256(log()[2])},
          log_key().sign(head())};
}

std::vector<GoldenBytes> golden_bytes() {
  std::vector<GoldenBytes> all = hashes_and_signatures();
  for (const GoldenEvent& golden : golden_events()) {
    all.push_back({"event_" + golden.name, "an event as it is stored", encode_event(golden.event)});
  }
  for (const GoldenMessage& golden : golden_messages()) {
    all.push_back(
        {"frame_" + golden.name, "a sync message, framed", framed(encode_message(golden.message))});
  }
  return all;
}

}  // namespace perk::test
