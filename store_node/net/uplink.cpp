#include "store_node/net/uplink.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/crypto/keys.h"
#include "sync/net/dialer.h"
#include "sync/net/ticker.h"

namespace perk::store_node {
namespace asio = boost::asio;

/// One connection: its pump goes before what the pump works with.
struct Uplink::Conversation {
  std::shared_ptr<sync::FrameStream> stream;
  sync::MessageLink link;
  std::unique_ptr<sync::Pump> pump;
};

Uplink::Uplink(asio::io_context& io, Writer& writer, LogReader& reader, LogIdentity log,
               const sync::LogKey& key, const Clock& clock, const sync::Log& facts,
               UplinkSettings settings)
    : io_(io),
      writer_(writer),
      log_(log),
      clock_(clock),
      facts_(facts),
      settings_(std::move(settings)),
      source_(reader, log, key),
      sink_(writer, io.get_executor(), facts),
      introducer_(reader, log, key,
                  {settings_.shard_count, settings_.replicator.credits, settings_.software}),
      farewell_(log.store, key, settings_.software, settings_.given_up),
      backoff_(settings_.backoff),
      pause_timer_(io),
      counters_(std::make_shared<sync::StreamCounters>()) {}

Uplink::~Uplink() = default;

void Uplink::start() { asio::co_spawn(io_, run(), asio::detached); }

void Uplink::stop() {
  asio::post(io_, [this] {
    is_stopping_ = true;
    pause_timer_.cancel();
    farewell_.stop();
    if (conversation_ != nullptr)
      conversation_->stream->abort({sync::StreamEnd::ClosedHere, "the store's node is stopping"});
  });
}

void Uplink::log_grew(LogHead head) {
  log_end_ = head.seq.value();
  if (is_growth_posted_.exchange(true)) return;
  asio::post(io_, [this] {
    is_growth_posted_ = false;
    if (conversation_ != nullptr)
      conversation_->pump->feed_grew(sync::FeedId::log(log_.incarnation),
                                     sync::FeedIndex(log_end_.load()));
  });
}

void Uplink::say(std::uint64_t line, std::vector<sync::RightsRequest> words) {
  asio::post(io_, [this, line, words = std::move(words)] {
    if (conversation_ == nullptr || line != line_) return;
    for (const sync::RightsRequest& word : words) conversation_->pump->say(word);
  });
}

asio::awaitable<void> Uplink::run() {
  for (std::size_t turn = 0; !is_stopping_; ++turn) {
    co_await call(settings_.endpoints[turn % settings_.endpoints.size()]);
    if (!is_stopping_) co_await pause();
  }
}

asio::awaitable<void> Uplink::call(const sync::Address& endpoint) {
  if (!farewell_.is_said()) co_await farewell_.say(endpoint, settings_.dial_deadline);
  if (is_stopping_) co_return;
  auto socket = co_await sync::dial(endpoint, settings_.dial_deadline);
  if (is_stopping_) co_return;
  if (socket) {
    last_failure_.clear();
    co_await converse(std::move(socket).value());
  } else if (socket.error() != last_failure_) {
    // Said once for each outage, not once for each attempt.
    last_failure_ = socket.error();
    facts_.warning("uplink: " + last_failure_ + " The shop goes on selling; trying again.");
  }
}

asio::awaitable<void> Uplink::converse(asio::ip::tcp::socket socket) {
  const auto stream =
      std::make_shared<sync::FrameStream>(std::move(socket), settings_.stream, counters_);
  Conversation talk{stream, sync::MessageLink(stream), nullptr};
  talk.pump = sync::Pump::opener(settings_.replicator, {source_, sink_, talk.link, *this, clock_},
                                 introducer_);
  talk.link.tell_of_bytes(*talk.pump);
  conversation_ = &talk;
  const sync::Ticker ticker(io_.get_executor(), settings_.tick_every,
                            [this, pump = talk.pump.get()] {
                              pump->tick();
                              note_heard();
                              note_nothing_to_send();
                            });
  for (;;) {
    auto message = co_await talk.link.read_message();
    if (!message) {
      talk.pump->abandon({sync::RefusalCode::Unspecified, message.error().sentence, Millis(0)});
      break;
    }
    note_refusal(message.value());
    note_parting(message.value());
    note_welcome(message.value());
    talk.pump->receive(std::move(message).value());
  }
  conversation_ = nullptr;
  writer_.tell([](Till& till) { till.head_office_lost(); });
}

asio::awaitable<void> Uplink::pause() {
  const Millis wait = backoff_.next(sync::random_bits(), std::exchange(retry_after_, Millis(0)));
  pause_timer_.expires_after(std::chrono::milliseconds(wait.count()));
  boost::system::error_code cancelled;
  co_await pause_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

/// As the answer to a Hello, head office's verdict on this log; later on it may be about anything.
void Uplink::note_refusal(const sync::Message& message) {
  const auto* refusal = std::get_if<sync::Refusal>(&message);
  const bool is_verdict = refusal != nullptr && refusal->code == sync::RefusalCode::Forked &&
                          !conversation_->pump->is_streaming();
  if (is_verdict) writer_.tell([](Till& till) { till.give_up(ClosedWhy::Forked); });
}

/// Head office was restored: this shop goes back to where the histories part, then shakes hands again.
void Uplink::note_parting(const sync::Message& message) {
  const auto* refusal = std::get_if<sync::Refusal>(&message);
  if (refusal == nullptr || refusal->code != sync::RefusalCode::EpochBegun) return;
  facts_.warning("uplink: " + refusal->sentence);
  writer_.tell([partings = refusal->partings](Till& till) { till.head_office_parted(partings); });
}

/// A Welcome says what head office holds of this log, also when nothing is left to send; if that is
/// something else than what this log has there, the log was copied or ran back.
void Uplink::note_welcome(const sync::Message& message) {
  const auto* welcome = std::get_if<sync::Welcome>(&message);
  if (welcome == nullptr || welcome->cursors.empty()) return;
  const sync::Cursor held = welcome->cursors.front();
  if (held.feed != sync::FeedId::log(log_.incarnation)) return;
  writer_.tell([held](Till& till) {
    const Seq seq(held.index.value());
    const bool is_ours =
        till.confirms({till.identity().store, till.identity().incarnation, seq, held.hash});
    is_ours ? till.head_office_holds(seq) : till.give_up(ClosedWhy::Forked);
  });
}

void Uplink::note_heard() {
  if (!std::exchange(was_heard_, false)) return;
  writer_.tell([](Till& till) { till.head_office_heard(); });
}

/// A handshake proves nothing: head office may refuse what follows, each time. A line on which nothing
/// waits to be sent, for long enough, does.
void Uplink::note_nothing_to_send() {
  const sync::Pump& pump = *conversation_->pump;
  if (!pump.is_streaming() || pump.backlog() > 0) calm_since_ = clock_.monotonic();
  if (clock_.monotonic() - calm_since_ >= settings_.calm_proves_good) backoff_.succeeded();
}

void Uplink::on_streaming() {
  calm_since_ = clock_.monotonic();
  ++line_;
  facts_.info("uplink: connected to head office at " + conversation_->stream->peer());
  writer_.tell([](Till& till) { till.head_office_connected(); });
}

void Uplink::on_peer_holds(const sync::Durable& held) {
  if (held.feed() != sync::FeedId::log(log_.incarnation)) return;
  backoff_.succeeded();
  writer_.tell([seq = Seq(held.through().value())](Till& till) { till.head_office_holds(seq); });
}

void Uplink::on_rights(const sync::RightsWord& word) {
  writer_.tell([word](Till& till) { till.head_office_said(word); });
}

void Uplink::on_ended(const sync::Refusal& why) {
  retry_after_ = why.retry_after;
  facts_.warning("uplink: disconnected: " + why.sentence);
}

}  // namespace perk::store_node
