// Input: which end, then steps (replicator_steps.h).
#include "tests/fuzz/replicator.h"

#include "sync/wire/message_codec.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/replicator_end.h"
#include "tests/fuzz/replicator_steps.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

using namespace perk::sync;
using Answer = ReplicatorEnd::Answer;

constexpr int kStepsMax = 400;

/// The peer, as an input plays it.
class Peer {
 public:
  Peer(InputReader& input, SinkHonesty honesty)
      : input_(input), end_(input.byte() % 2 == 0 ? Role::Opener : Role::Acceptor, honesty) {}

  void step() {
    const auto step = static_cast<Step>(input_.byte() % kSteps);
    const std::uint8_t choice = input_.byte();
    switch (step) {
      case Step::Raw:
        return raw(choice);
      case Step::Greet:
        return end_.receive(greeting(choice));
      case Step::Batch:
        return batch(choice);
      case Step::Ack:
        return ack(choice);
      case Step::Credit:
        return end_.receive(Credit{choice});
      case Step::Beat:
        return end_.receive(choice % 2 == 0 ? Message(Ping{choice, 7}) : Message(Pong{choice}));
      case Step::Rights:
        return std::visit([this](const auto& word) { end_.receive(word); }, rights(choice));
      case Step::Say:
        return end_.say(rights(choice));
      case Step::Pass:
        return end_.pass(Millis(100 * choice));
      case Step::Read:
        return end_.answer_read(how(choice), choice / 4U);
      case Step::Append:
        return end_.answer_append(how(choice));
      case Step::Greeting:
        return end_.answer_greeting(how(choice));
      case Step::Grow:
        return end_.grow(own_feed(choice), choice / 4U);
      case Step::HeardBytes:
        return end_.heard_bytes(1'000U * choice);
      case Step::Unasked:
        return end_.answer_unasked();
      case Step::Unknown:
        return end_.receive(UnknownMessage{200, {choice}});
    }
  }

 private:
  static Answer how(std::uint8_t choice) {
    if (choice % 4 == 1) return Answer::Badly;
    return choice % 4 == 2 ? Answer::Strangely : Answer::Well;
  }

  void raw(std::uint8_t type) {
    const auto message = decode_message({type, input_.bytes(input_.byte())});
    if (message) end_.receive(message.value());
  }

  static Message greeting(std::uint8_t choice) {
    if (choice % 4 == 0) return Challenge{};
    if (choice % 4 == 3) return Refusal{RefusalCode::Busy, "later", Millis(choice)};
    if (choice % 4 == 1) {
      Hello hello;
      hello.incarnation = kStoreOrigin;
      hello.cursors = {{FeedId::shard(Shard(0)), Epoch(1), FeedIndex(), Digest()},
                       {FeedId::shard(Shard(1)), Epoch(1), FeedIndex(), Digest()}};
      hello.credits = choice / 4U;
      return hello;
    }
    Welcome welcome;
    welcome.cursors = {{kLog, Epoch(), FeedIndex(), Digest()}};
    if (choice >= 128)
      welcome.cursors.push_back({FeedId::past(kStoreOrigin), Epoch(), FeedIndex(), Digest()});
    welcome.credits = choice / 4U;
    welcome.heartbeat = Millis(choice);
    return welcome;
  }

  [[nodiscard]] FeedId own_feed(std::uint8_t choice) const {
    if (end_.role() == Role::Acceptor) return FeedId::shard(Shard(choice % 2));
    return choice % 2 == 0 ? kLog : FeedId::past(kStoreOrigin);
  }
  [[nodiscard]] FeedId peers_feed(std::uint8_t choice) const {
    if (end_.role() == Role::Opener) return FeedId::shard(Shard(choice % 2));
    return choice % 2 == 0 ? kLog : FeedId::past(kStoreOrigin);
  }

  void batch(std::uint8_t choice) {
    const FeedId feed = peers_feed(choice);
    const Epoch epoch = feed.is_shard() ? Epoch(1) : Epoch();
    Cursor& sent =
        sent_.try_emplace(feed, Cursor{feed, epoch, FeedIndex(), Digest()}).first->second;
    Batch batch{feed, epoch, sent.index, sent.hash, {}, sent.index, sent.hash, {}};
    for (int left = choice / 8 % 8; left > 0; --left) {
      batch.through = batch.through.next();
      const EventId name{kStoreOrigin, Seq(batch.through.value())};
      batch.items.push_back({batch.through, name, EventBytes(choice, 1)});
    }
    batch.through_hash.bytes[30] = choice;
    if (choice % 4 < 2) sent = {feed, epoch, batch.through, batch.through_hash};
    end_.receive(std::move(batch));
  }

  void ack(std::uint8_t choice) {
    if (end_.under_way().empty()) return;
    const Batch& of = end_.under_way().at(choice / 4U % end_.under_way().size());
    Digest hash = of.through_hash;
    if (choice % 4 == 1) hash.bytes[31] ^= 1U;
    const FeedIndex through(of.through.value() + (choice % 4 == 2 ? 1 : 0));
    end_.receive(Ack(Durable::reported(of.feed, through, hash)));
  }

  static Word rights(std::uint8_t choice) {
    if (choice >= 240) return WrongNumbers{choice, choice};
    if (choice >= 225) return Caution{choice % 2 == 0};
    if (choice % 3 == 0) return RightsRequest{choice, {}, Amount(100), Millis(150)};
    if (choice % 3 == 1) return RightsAnswer{choice, RightsOutcome::Granted, Amount(100)};
    return RightsRecall{{}, Amount(100)};
  }

  InputReader& input_;
  ReplicatorEnd end_;
  std::map<FeedId, Cursor> sent_;  ///< Where the peer's own feeds go on.
};

}  // namespace

void run_replicator(Input bytes, SinkHonesty honesty) {
  InputReader input(bytes);
  Peer peer(input, honesty);
  for (int steps = 0; steps < kStepsMax && !input.is_empty(); ++steps) peer.step();
}

void replicator(Input input) { run_replicator(input, SinkHonesty::SaysWhatIsDurable); }

}  // namespace perk::fuzz
