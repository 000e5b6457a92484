#include "central/enrol/enrol_server.h"

#include <set>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/wire/enrol_codec.h"

namespace perk::central {
namespace {

namespace asio = boost::asio;
using sync::EnrolAnswer;
using sync::EnrolRefusal;
using sync::EnrolReply;
using sync::NumberReply;

std::string address_of(const sync::Channel& channel) {
  boost::system::error_code error;
  const auto endpoint = channel.socket().remote_endpoint(error);
  return error ? "unknown" : endpoint.address().to_string();
}

/// Whose certificate was shown, if it is a store's: it may renew it.
std::optional<StoreId> store_of(const sync::Channel& channel) {
  const bool is_store = channel.peer && channel.peer->party.kind == sync::PartyKind::Store;
  return is_store ? std::optional(StoreId(channel.peer->party.number)) : std::nullopt;
}

struct Caller {
  std::string address;
  std::optional<StoreId> store;
};

sync::StreamLimits limits_of(const EnrolLimits& limits) {
  sync::StreamLimits stream;
  stream.frame.payload_bytes_max = sync::kEnrolHelloBytesMax;
  stream.idle_max = limits.hello_max;
  stream.frame_time_max = limits.hello_max;
  return stream;
}

}  // namespace

// Shared with the conversations, which may end after the server.
class EnrolServer::Counter : public std::enable_shared_from_this<EnrolServer::Counter> {
 public:
  Counter(WorkPlaces places, Registrar& registrar, const Clock& clock, sync::Log log,
          EnrolLimits limits)
      : places_(std::move(places)),
        registrar_(registrar),
        clock_(clock),
        log_(std::move(log)),
        limits_(limits),
        rate_(limits.rates) {}

  void meet(sync::Channel channel) {
    const Caller caller{address_of(channel), store_of(channel)};
    const bool is_allowed = streams_.size() < limits_.connections_max &&
                            rate_.allows(caller.address, clock_.monotonic());
    const auto stream =
        std::make_shared<sync::FrameStream>(std::move(channel), limits_of(limits_), counters_);
    if (!is_allowed) {
      stream->send(sync::encode_enrol_reply(EnrolRefusal::TryLater));
      return stream->close();
    }
    streams_.insert(stream);
    asio::co_spawn(places_.home, serve(shared_from_this(), stream, caller), asio::detached);
  }

  void stop() {
    const auto open = streams_;
    for (const auto& stream : open)
      stream->abort({sync::StreamEnd::ClosedHere, "head office is going down"});
  }

 private:
  using Stream = std::shared_ptr<sync::FrameStream>;

  static asio::awaitable<void> serve(std::shared_ptr<Counter> self, Stream stream, Caller caller) {
    const auto frame = co_await stream->read_frame();
    if (frame) {
      const sync::Frame reply = co_await self->reply_to(frame.value(), caller);
      stream->send(reply);
    }
    stream->close();
    self->streams_.erase(stream);
  }

  asio::awaitable<sync::Frame> reply_to(const sync::Frame& frame, const Caller& caller) {
    if (const auto ask = sync::decode_number_ask(frame)) {
      const NumberReply reply = co_await tell_numbers(ask.value(), caller.store);
      note(reply, ask.value(), caller);
      co_return sync::encode_number_reply(reply);
    }
    const EnrolReply reply = co_await enrol(frame, caller.store);
    note(reply, caller);
    co_return sync::encode_enrol_reply(reply);
  }

  asio::awaitable<NumberReply> tell_numbers(const sync::NumberAsk& ask,
                                            std::optional<StoreId> store) {
    if (!store) co_return EnrolRefusal::Refused;
    const auto work = [this, ask, store]() -> asio::awaitable<NumberReply> {
      co_return registrar_.tell_numbers(*store, ask);
    };
    co_return co_await asio::co_spawn(places_.workers, work(), asio::use_awaitable);
  }

  asio::awaitable<EnrolReply> enrol(const sync::Frame& frame, std::optional<StoreId> store) {
    const auto hello = sync::decode_enrol_hello(frame);
    if (!hello) co_return EnrolRefusal::Refused;
    const bool is_renewal = store && hello.value().secret == sync::EnrolSecret{};
    const auto work = [this, said = hello.value(), store,
                       is_renewal]() -> asio::awaitable<EnrolReply> {
      co_return is_renewal ? registrar_.renew(*store, said) : registrar_.enrol(said);
    };
    co_return co_await asio::co_spawn(places_.workers, work(), asio::use_awaitable);
  }

  void note(const EnrolReply& reply, const Caller& caller) const {
    if (const auto* answer = std::get_if<EnrolAnswer>(&reply)) {
      log_.info("store " + std::to_string(answer->store.value()) + " (" + answer->name +
                ") was given a certificate, from " + caller.address);
    } else {
      log_.warning("an enrolment from " + caller.address + " was refused");
    }
  }

  /// Not every hour that a store asked, and only what is new to it.
  void note(const NumberReply& reply, const sync::NumberAsk& ask, const Caller& caller) const {
    const std::string store = "store " + std::to_string(ask.store.value());
    if (const auto* news = std::get_if<sync::NumberNews>(&reply)) {
      const std::uint32_t newest = news->keys.empty() ? 0 : news->keys.back().version;
      if (newest > ask.newest)
        log_.info(store + " was told card number keys through version " + std::to_string(newest));
    } else {
      log_.warning("what card numbers there are was not told to " + caller.address + ", as " +
                   store);
    }
  }

  const WorkPlaces places_;
  Registrar& registrar_;
  const Clock& clock_;
  const sync::Log log_;
  const EnrolLimits limits_;
  RequestRate rate_;
  std::shared_ptr<sync::StreamCounters> counters_ = std::make_shared<sync::StreamCounters>();
  std::set<Stream> streams_;
};

EnrolServer::EnrolServer(WorkPlaces places, Registrar& registrar, const Clock& clock, sync::Log log,
                         EnrolLimits limits)
    : counter_(
          std::make_shared<Counter>(std::move(places), registrar, clock, std::move(log), limits)) {}

EnrolServer::~EnrolServer() { stop(); }

void EnrolServer::meet(sync::Channel channel) { counter_->meet(std::move(channel)); }
void EnrolServer::stop() { counter_->stop(); }

}  // namespace perk::central
