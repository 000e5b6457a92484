#include "store_node/net/uplink.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/crypto/keys.h"
#include "sync/net/ticker.h"
#include "sync/tls/secure_dialer.h"

namespace perk::store_node {
namespace asio = boost::asio;

namespace {

/// What a shop can do that head office takes nothing of any more.
constexpr auto kAfterRevocation =
    " Head office revoked this shop: it sells only within what it was given, and nobody hears of "
    "it. Stop selling here, or enrol this machine under a new name with a code from head office.";

}  // namespace

/// One connection: the conversation goes before the link it speaks over.
struct Uplink::Call {
  Call(Uplink& uplink, const std::shared_ptr<sync::FrameStream>& over)
      : stream(over),
        link(stream),
        talk({uplink.till_, uplink.source_, uplink.sink_, uplink.introducer_, link, uplink.clock_,
              uplink},
             uplink.log_, uplink.settings_.conversation) {
    link.tell_of_bytes(talk.pump());
  }

  std::shared_ptr<sync::FrameStream> stream;
  sync::MessageLink link;
  Conversation talk;
};

Uplink::Uplink(asio::io_context& io, TillInbox& till, LogReader& reader, LogIdentity log,
               const SigningKeys& keys, const Clock& clock, const sync::Log& facts,
               UplinkSettings settings)
    : io_(io),
      till_(till),
      log_(log),
      clock_(clock),
      facts_(facts),
      settings_(std::move(settings)),
      source_(reader, log, keys),
      sink_(till, io.get_executor(), facts),
      introducer_(
          reader, log, keys,
          {settings_.shard_count, settings_.conversation.replicator.credits, settings_.software}),
      farewell_(log.store, keys, settings_.security, settings_.software, settings_.given_up,
                settings_.closed),
      renewing_(io, keys, clock, facts, {settings_.tls_directory, settings_.endpoints}),
      number_asking_(io, log.store, facts, {settings_.endpoints}),
      backoff_(settings_.backoff),
      pause_timer_(io),
      counters_(std::make_shared<sync::StreamCounters>()) {}

Uplink::~Uplink() = default;

void Uplink::start() {
  asio::co_spawn(io_, run(), asio::detached);
  renewing_.start(settings_.security,
                  [this](const sync::Security& security) { go_on_with(security); });
  number_asking_.start(settings_.security, settings_.numbers);
}

/// From the next connection on; the one under way was proven with the former one, and stays.
void Uplink::go_on_with(const sync::Security& security) {
  settings_.security = security;
  farewell_.go_on_with(security);
  number_asking_.go_on_with(security);
  if (settings_.on_renewed) settings_.on_renewed(security);
}

void Uplink::stop() {
  asio::post(io_, [this] {
    is_stopping_ = true;
    pause_timer_.cancel();
    farewell_.stop();
    renewing_.stop();
    number_asking_.stop();
    if (call_ != nullptr)
      call_->stream->abort({sync::StreamEnd::ClosedHere, "the store's node is stopping"});
  });
}

void Uplink::log_grew(LogHead head) {
  log_end_ = head.seq.value();
  if (is_growth_posted_.exchange(true)) return;
  asio::post(io_, [this] {
    is_growth_posted_ = false;
    if (call_ != nullptr) call_->talk.log_grew(Seq(log_end_.load()));
  });
}

void Uplink::say(std::uint64_t line, std::vector<sync::Word> words) {
  asio::post(io_, [this, line, words = std::move(words)] {
    if (call_ != nullptr) call_->talk.say(line, words);
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
  auto channel = co_await sync::dial(endpoint, settings_.dial_deadline, settings_.security,
                                     sync::Service::Sync, sync::Party::head_office());
  if (is_stopping_) co_return;
  if (channel) {
    last_failure_.clear();
    co_await converse(std::move(channel).value());
  } else if (channel.error() != last_failure_) {
    // Said once for each outage, not once for each attempt.
    last_failure_ = channel.error();
    facts_.warning("uplink: " + last_failure_ +
                   (sync::says_revoked(last_failure_)
                        ? kAfterRevocation
                        : " The shop goes on selling; trying again."));
  }
}

asio::awaitable<void> Uplink::converse(sync::Channel channel) {
  const auto stream =
      std::make_shared<sync::FrameStream>(std::move(channel), settings_.stream, counters_);
  Call call(*this, stream);
  call_ = &call;
  const sync::Ticker ticker(io_.get_executor(), settings_.tick_every,
                            [talk = &call.talk] { talk->tick(); });
  for (;;) {
    auto message = co_await call.link.read_message();
    if (!message) {
      call.talk.lost(message.error().sentence);
      break;
    }
    call.talk.receive(std::move(message).value());
  }
  call_ = nullptr;
}

asio::awaitable<void> Uplink::pause() {
  const Millis wait = backoff_.next(sync::random_bits(), std::exchange(retry_after_, Millis(0)));
  pause_timer_.expires_after(std::chrono::milliseconds(wait.count()));
  boost::system::error_code cancelled;
  co_await pause_timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
}

std::uint64_t Uplink::on_connected() {
  facts_.info("uplink: connected to head office at " + call_->stream->peer());
  return ++line_;
}

void Uplink::on_parted(const sync::Refusal& why) {
  facts_.warning("uplink: " + why.sentence);
  farewell_.begin_again();
}

void Uplink::on_ended(const sync::Refusal& why) {
  retry_after_ = why.retry_after;
  const bool is_revoked = why.code == sync::RefusalCode::Revoked;
  facts_.warning("uplink: disconnected: " + why.sentence +
                 (is_revoked ? std::string(".") + kAfterRevocation : ""));
}

}  // namespace perk::store_node
