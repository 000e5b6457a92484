#include "tests/wire/random_values.h"

#include "ledger/check.h"
#include "sync/wire/event_codec.h"

namespace perk::test {
namespace {

using namespace sync;

template <std::size_t extent>
std::array<std::uint8_t, extent> random_array(Random& random) {
  std::array<std::uint8_t, extent> bytes{};
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

/// Small numbers, huge numbers and zero, each often.
std::uint64_t random_number(Random& random) {
  if (random.chance(20)) return 0;
  if (random.chance(50)) return random.below(1'000);
  return random.next();
}

std::int64_t random_minor(Random& random) {
  return random.between(-1'000'000'000'000, 1'000'000'000'000);
}

Origin random_origin(Random& random) { return Origin::from_value(random.next() | 1).value(); }
Origin random_incarnation(Random& random) {
  return Origin::incarnation(random.next() | Origin::kFirstIncarnation).value();
}
EventId random_event_id(Random& random) {
  return {random_origin(random), Seq(random_number(random) | 1)};
}

std::string random_text(Random& random) {
  std::string text;
  for (std::uint64_t length = random.below(20); length > 0; --length) {
    text += static_cast<char>('a' + static_cast<char>(random.below(26)));
  }
  return random.chance(20) ? text + "\xc3\xa9" : text;  // A letter of two bytes.
}

Millis random_time(Random& random) { return Millis(random.between(0, 10'000'000)); }

template <typename Enum>
Enum random_enum(Random& random, std::uint64_t end) {
  return static_cast<Enum>(random.below(end));
}

/// Of spending rights, allowances and overdrafts.
EventBody random_rights_body(Random& random) {
  switch (random.below(10)) {
    case 0:
      return RightsReleased{random_enum<ReleaseReason>(random, 4)};
    case 1: {
      RightsGranted granted{random_enum<GrantReason>(random, 3), std::nullopt};
      if (random.chance(30)) return granted;
      const TerminalId terminal(random_number(random));
      granted.answers = RequestId{terminal, RequestCounter(random_number(random) | 1)};
      return granted;
    }
    case 2: {
      const std::string reason = random_text(random);
      return RightsReturnedByDecision{reason, random_text(random)};
    }
    case 3: {
      StandInGranted granted;
      granted.incarnation = random_incarnation(random);
      granted.kind = random_enum<StandInKind>(random, 3);
      for (Amount* amount : {&granted.amount, &granted.per_card_cap, &granted.per_purchase_cap})
        *amount = Amount(random_minor(random));
      granted.expires_at = WallTime(random.between(-1'000, 2'000'000'000'000));
      return granted;
    }
    case 4: {
      StandInReplenished more;
      more.incarnation = random_incarnation(random);
      more.amount = Amount(random_minor(random));
      more.card_amount = Amount(random_minor(random));
      more.heard_through = Seq(random_number(random));
      return more;
    }
    case 5:
      return AllowanceLapsed{Amount(random_minor(random))};
    case 6: {
      const auto cause = random_enum<OverdraftCause>(random, 6);
      return OverdraftOpened{cause, random_origin(random)};
    }
    case 7:
      return OverdraftRecovered{};
    case 8: {
      OverdraftWrittenOff off{Amount(random_minor(random)), random_text(random), ""};
      off.operator_name = random_text(random);
      return off;
    }
    default:
      return RefundRightRenounced{};
  }
}

Digest random_digest(Random& random) { return Digest{random_array<32>(random)}; }
Signature random_signature(Random& random) { return Signature{random_array<64>(random)}; }

/// What holds an event is never drawn inside another one more than a few times.
EventBody random_wrapped(Random& random) {
  ClosedLogEventRecorded wrapped;
  wrapped.name = random_event_id(random);
  wrapped.previous_hash = random_digest(random);
  wrapped.hash = random_digest(random);
  for (std::uint64_t count = random.below(3); count > 0; --count)
    wrapped.later_digests.push_back(random_digest(random));
  wrapped.signature = random_signature(random);
  const Event inner = random_event(random);
  wrapped.bytes = encode_event(inner);
  wrapped.event = WrappedEvent(inner);
  return wrapped;
}

EventBody random_verdict(Random& random) {
  QuarantineSettled settled;
  settled.event = random_event_id(random);
  settled.hash = random_digest(random);
  settled.reason = random_text(random);
  settled.operator_name = random_text(random);
  if (random.chance(50)) return settled;
  settled.verdict = QuarantineVerdict::Accepted;
  const Event brought = random_event(random);
  settled.bytes = encode_event(brought);
  settled.brought = WrappedEvent(brought);
  return settled;
}

/// Of logs and epochs.
EventBody random_log_body(Random& random) {
  switch (random.below(10)) {
    case 0: {
      IncarnationClosed closed;
      closed.incarnation = random_incarnation(random);
      closed.known_through = Seq(random_number(random));
      closed.known_hash = random_digest(random);
      closed.why = random_enum<ClosedWhy>(random, 7);
      return closed;
    }
    case 1: {
      const Epoch epoch(random_number(random));
      const Epoch previous(random_number(random));
      const std::string reason = random_text(random);
      return EpochBegun{epoch, previous, reason, random_text(random)};
    }
    case 3: {
      EpochSettled settled{Epoch(random_number(random)), {}, random_text(random), ""};
      settled.operator_name = random_text(random);
      for (std::uint64_t left = random.below(4); left > 0; --left)
        settled.without.push_back(random_incarnation(random));
      return settled;
    }
    case 2: {
      const Origin incarnation = random_incarnation(random);
      const Seq through(random_number(random));
      const std::string reason = random_text(random);
      return LogEndProven{incarnation, through, reason, random_text(random)};
    }
    case 5: {
      NumberKeyMade made;
      made.prefix = random_text(random);
      made.version = static_cast<std::uint32_t>(random.below(1'000));
      made.commitment = random_digest(random);
      made.reason = random_text(random);
      made.operator_name = random_text(random);
      return made;
    }
    case 4: {
      const StoreId store(random_number(random));
      const std::string reason = random_text(random);
      return StoreRevoked{store, reason, random_text(random)};
    }
    case 6:
      return random_verdict(random);
    case 7: {
      LogKeyRotated rotated;
      rotated.former = PublicKey{random_array<32>(random)};
      rotated.next = PublicKey{random_array<32>(random)};
      rotated.former_word = random_signature(random);
      rotated.next_word = random_signature(random);
      return rotated;
    }
    case 8: {
      LogHandedIn handed;
      handed.incarnation = random_incarnation(random);
      handed.after = Seq(random_number(random));
      handed.through = Seq(random_number(random));
      handed.through_hash = random_digest(random);
      handed.reason = random_text(random);
      handed.operator_name = random_text(random);
      return handed;
    }
    default:
      return random_wrapped(random);
  }
}

/// Of holds, and of value that leaves a card by no purchase.
EventBody random_hold_body(Random& random) {
  switch (random.below(7)) {
    case 0:
      if (random.chance(30)) return HoldPlaced{};
      return HoldPlaced{WallTime(random.between(1, 2'000'000'000'000))};
    case 1: {
      const Amount tip(random_minor(random));
      return HoldCaptured{tip, random_enum<RestOfHold>(random, 2)};
    }
    case 2:
      return HoldReleased{};
    case 3:
      return HoldLapsed{};
    case 4:
      return LoadReversed{};
    case 5: {
      const std::string reason = random_text(random);
      return ChargedBack{reason, random_text(random)};
    }
    default: {
      const std::string reason = random_text(random);
      return BalanceAdjusted{reason, random_text(random)};
    }
  }
}

OperatorRole random_role(Random& random) { return random_enum<OperatorRole>(random, 6); }

OperatorWord random_word(Random& random) {
  OperatorWord word;
  word.name = random_text(random);
  word.key = KeyId{random_array<8>(random)};
  word.request = random_digest(random);
  word.counter = WordCounter(random_number(random));
  word.challenge = random_digest(random);
  word.signature = random_signature(random);
  return word;
}

/// Of accounts, limits and proposals.
EventBody random_operator_body(Random& random) {
  const std::string name = random_text(random);
  const std::string reason = random_text(random);
  const std::string by = random_text(random);
  switch (random.below(7)) {
    case 0: {
      const OperatorRole role = random_role(random);
      return OperatorAdmitted{name, role, PublicKey{random_array<32>(random)}, reason, by};
    }
    case 1:
      return OperatorRoleChanged{name, random_role(random), reason, by};
    case 2:
      return OperatorDismissed{name, reason, by};
    case 3: {
      ApprovalLimitSet limit{ProgrammeId(random_number(random)), {}, std::nullopt, reason, by};
      limit.kind = random_enum<DecisionKind>(random, 6);
      if (random.chance(70)) limit.amount = Amount(random_minor(random));
      return limit;
    }
    case 4: {
      DecisionProposed proposed;
      proposed.number = ProposalNumber(random_number(random));
      proposed.kind = random_enum<DecisionKind>(random, 6);
      proposed.amount = Amount(random_minor(random));
      proposed.programme = ProgrammeId(random_number(random));
      proposed.request = random_bytes(random, 40);
      proposed.expires_at = WallTime(random.between(-1'000, 2'000'000'000'000));
      proposed.reason = reason;
      proposed.operator_name = by;
      return proposed;
    }
    case 5:
      return ReasonErased{random_digest(random), reason, by};
    default: {
      const ProposalNumber number(random_number(random));
      return DecisionSettled{number, random_enum<ProposalVerdict>(random, 2), reason, by};
    }
  }
}

EventBody random_body(Random& random) {
  if (random.chance(10)) return random_operator_body(random);
  if (random.chance(15)) return random_hold_body(random);
  if (random.chance(15)) return random_log_body(random);
  if (random.chance(60)) return random_rights_body(random);
  switch (random.below(8)) {
    case 0:
      return CardIssued{"4242", ProgrammeId(random_number(random)),
                        static_cast<std::uint32_t>(random.next())};
    case 1:
      return ValueLoaded{static_cast<Tender>(random.below(4))};
    case 2:
      return ValueRedeemed{Amount(random_minor(random)),
                           random.chance(50) ? PartialApproval::Accepted : PartialApproval::Refused,
                           static_cast<Basis>(random.below(5)),
                           {Position(random_number(random)), random_time(random)},
                           random.chance(30) ? random_text(random) : ""};
    case 3:
      return RedemptionReversed{static_cast<ReversalReason>(random.below(4))};
    case 4:
      return CardFrozen{random_text(random), random_text(random)};
    case 5:
      return CardUnfrozen{random_text(random), random_text(random)};
    case 6: {
      const StoreId store(random_number(random));
      const ProgrammeId programme(random_number(random));
      const auto kind = static_cast<PolicyKind>(random.between(1, 4));
      return PolicySet{store, programme, kind, random_text(random)};
    }
    default:
      return UnknownBody{static_cast<std::uint32_t>(random.between(1'000, 100'000)),
                         random_bytes(random, 40)};
  }
}

Currency random_currency(Random& random) {
  const std::vector<std::string> codes{"EUR", "JPY", "KWD", "USD"};
  return random.chance(80) ? Currency::from_code(random.one_of(codes)).value() : Currency();
}

void draw_effects(Random& random, Envelope& envelope) {
  envelope.value_effect = Amount(random_minor(random));
  envelope.held_effect = Amount(random_minor(random));
  envelope.own_rights_effect = Amount(random_minor(random));
  envelope.reserve_effect = Amount(random_minor(random));
  for (std::uint64_t count = random.below(4); count > 0; --count) {
    const Origin incarnation = random_origin(random);
    envelope.named_rights.push_back({incarnation, Amount(random_minor(random))});
  }
  envelope.allowance = AllowanceId(random_number(random));
  envelope.allowance_drawn = Amount(random_minor(random));
}

FeedId random_feed(Random& random) {
  if (random.chance(50)) return FeedId::log(random_incarnation(random));
  return FeedId::shard(Shard(static_cast<std::uint16_t>(random.next())));
}

std::vector<Cursor> random_cursors(Random& random) {
  std::vector<Cursor> cursors;
  for (std::uint64_t count = random.below(5); count > 0; --count) {
    const FeedId feed = random_feed(random);
    const Epoch epoch(random_number(random));
    const FeedIndex index(random_number(random));
    cursors.push_back({feed, epoch, index, random_digest(random)});
  }
  return cursors;
}

Hello random_hello(Random& random) {
  Hello hello;
  hello.version_max = static_cast<std::uint32_t>(random.below(9));
  hello.store = StoreId(random_number(random));
  hello.incarnation = random_incarnation(random);
  hello.log_end = Seq(random_number(random));
  hello.log_end_hash = random_digest(random);
  hello.cursors = random_cursors(random);
  hello.credits = static_cast<std::uint32_t>(random.next());
  hello.software = random_text(random);
  hello.proof = random_signature(random);
  if (random.chance(30)) hello.former_proof = random_signature(random);
  return hello;
}

Welcome random_welcome(Random& random) {
  Welcome welcome;
  welcome.version = static_cast<std::uint32_t>(random.below(9));
  welcome.epoch = Epoch(random_number(random));
  welcome.shard_count = static_cast<std::uint16_t>(random.between(1, 65'535));
  welcome.cursors = random_cursors(random);
  welcome.credits = static_cast<std::uint32_t>(random.next());
  welcome.heartbeat = random_time(random);
  welcome.event_type_max = static_cast<std::uint32_t>(random.below(50));
  return welcome;
}

/// In a log feed items are dense and named by the feed; in a shard feed neither.
Item random_item(Random& random, FeedId feed, FeedIndex previous) {
  if (feed.is_log()) {
    const FeedIndex index = previous.next();
    return {index,
            {Origin::from_value(feed.key()).value(), Seq(index.value())},
            random_bytes(random, 60)};
  }
  const FeedIndex index(previous.value() + 1 + random.below(4));
  const EventId event = random_event_id(random);
  return {index, event, random_bytes(random, 60)};
}

Batch random_batch(Random& random) {
  Batch batch;
  batch.feed = random_feed(random);
  batch.epoch = Epoch(random_number(random));
  batch.after = FeedIndex(random.below(1'000'000));
  batch.after_hash = random_digest(random);
  batch.through = batch.after;
  for (std::uint64_t count = random.below(30); count > 0; --count) {
    batch.items.push_back(random_item(random, batch.feed, batch.through));
    batch.through = batch.items.back().index;
  }
  batch.through_hash = random_digest(random);
  if (batch.feed.is_log()) batch.seal = random_signature(random);
  return batch;
}

Ack random_ack(Random& random) {
  const FeedId feed = random_feed(random);
  const FeedIndex through(random_number(random));
  return Ack(Durable::reported(feed, through, random_digest(random)));
}

Refusal random_refusal(Random& random) {
  const auto code = static_cast<RefusalCode>(random.below(20));
  const std::string sentence = random_text(random);
  return {code, sentence, Millis(random.between(0, kRetryAfterMax.count()))};
}

}  // namespace

std::vector<std::uint8_t> random_bytes(Random& random, std::size_t size_max) {
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(random.below(size_max + 1)));
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
  return bytes;
}

Event random_event(Random& random) {
  Event event;
  Envelope& envelope = event.envelope;
  if (random.chance(80)) envelope.card = CardId{random_array<16>(random)};
  envelope.currency = random_currency(random);
  draw_effects(random, envelope);
  if (random.chance(50)) envelope.original = random_event_id(random);
  envelope.hlc = Hlc(random.next());
  envelope.raw_clock = envelope.hlc.wall() + Millis(random.between(-100'000, 100'000));
  if (random.chance(50)) {
    const TerminalId terminal(random_number(random));
    envelope.request = RequestId{terminal, RequestCounter(random_number(random) | 1)};
  }
  envelope.policy_version = PolicyVersion(random_number(random));
  if (random.chance(20)) envelope.word = random_word(random);
  event.body = random_body(random);
  return event;
}

/// More than nothing, and no more than an event may carry.
Amount random_rights(Random& random) {
  return Amount(static_cast<std::int64_t>(random.between(1, 10'000'000'000)));
}

Message random_message(Random& random) {
  switch (random.below(15)) {
    case 0: {
      const auto version = static_cast<std::uint32_t>(random.below(9));
      return Challenge{version, version + 1, random_array<16>(random)};
    }
    case 1:
      return random_hello(random);
    case 2:
      return random_welcome(random);
    case 3:
      return random_refusal(random);
    case 4:
      return random_batch(random);
    case 5:
      return random_ack(random);
    case 6:
      return Credit{static_cast<std::uint32_t>(random.next())};
    case 7: {
      const std::uint64_t number = random_number(random);
      return Ping{number, random_number(random)};
    }
    case 8:
      return Pong{random_number(random)};
    case 9: {
      const std::uint64_t number = random_number(random);
      const CardId card{random_array<16>(random)};
      return RightsRequest{number, card, random_rights(random), Millis(150)};
    }
    case 10: {
      const std::uint64_t number = random_number(random);
      const auto outcome = static_cast<RightsOutcome>(random.below(9));
      return RightsAnswer{number, outcome, random_rights(random)};
    }
    case 11: {
      const CardId card{random_array<16>(random)};
      return RightsRecall{card, random_rights(random)};
    }
    case 12: {
      const std::uint64_t count = random_number(random);
      return WrongNumbers{count, random_number(random)};
    }
    case 13:
      return Caution{random.below(2) == 1};
    default: {
      const auto type = static_cast<std::uint8_t>(random.between(15, 255));
      return UnknownMessage{type, random_bytes(random, 100)};
    }
  }
}

}  // namespace perk::test
