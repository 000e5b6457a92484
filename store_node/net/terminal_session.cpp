#include "store_node/net/terminal_session.h"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "store_node/sale_answers.h"
#include "store_node/terminal/terminal_codec.h"

namespace perk::store_node {
namespace asio = boost::asio;

TerminalServer::Session::Session(sync::Channel channel, Writer& writer, sync::Log log,
                                 const TerminalLimits& limits,
                                 std::shared_ptr<TerminalCounters> counters)
    : writer_(writer),
      log_(std::move(log)),
      limits_(limits),
      counters_(std::move(counters)),
      stream_(std::move(channel), limits.stream, counters_),
      hello_by_(stream_.executor()),
      room_(stream_.executor(), std::chrono::steady_clock::time_point::max()) {}

asio::awaitable<void> TerminalServer::Session::serve() {
  const auto self = shared_from_this();
  expect_hello();
  auto first = co_await read();
  if (!first || !greet(*first)) co_return;
  for (;;) {
    co_await wait_for_room(limits_.in_flight_max);
    auto message = co_await read();
    if (!message || !handle(std::move(*message))) co_return;
  }
}

/// A deadline for the whole of it: one for each byte could be met for ever.
void TerminalServer::Session::expect_hello() {
  hello_by_.expires_after(std::chrono::milliseconds(limits_.hello_time_max.count()));
  hello_by_.async_wait([weak = weak_from_this()](const boost::system::error_code& cancelled) {
    const auto self = weak.lock();
    if (cancelled || !self || self->has_greeted_ || !self->stream_.is_open()) return;
    ++self->counters_->silent_closed;
    static_cast<void>(
        self->refuse(TerminalFaultCode::HelloMissing, "no TerminalHello came in time"));
  });
}

asio::awaitable<std::optional<TerminalMessage>> TerminalServer::Session::read() {
  const auto frame = co_await stream_.read_frame();
  if (!frame) {
    const sync::StreamEnded& end = frame.error();
    const bool is_worth_a_word =
        end.why == sync::StreamEnd::FrameRefused || end.why == sync::StreamEnd::QueueFull;
    if (is_worth_a_word) log_.warning("till " + stream_.peer() + ": ended: " + end.sentence);
    co_return std::nullopt;
  }
  auto message = decode_terminal_message(frame.value());
  if (message) co_return std::move(message).value();
  ++counters_->frames_refused;
  static_cast<void>(refuse(TerminalFaultCode::Malformed, message.error().why));
  co_return std::nullopt;
}

asio::awaitable<void> TerminalServer::Session::wait_for_room(std::size_t in_flight_max) {
  while (in_flight_ >= in_flight_max && stream_.is_open()) {
    boost::system::error_code cancelled;
    co_await room_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }
}

bool TerminalServer::Session::speaks_for(TerminalId terminal) const {
  const auto& facts = stream_.peer_facts();
  return !facts || facts->party == sync::Party::terminal(terminal.value());
}

std::string TerminalServer::Session::words_for_another_till() const {
  const bool is_paired = stream_.peer_facts()->proof == sync::ShownProof::PairedKey;
  return is_paired ? "the paired key is another terminal's"
                   : "the certificate is another terminal's";
}

bool TerminalServer::Session::is_unpaired(const Pairings& pairings) const {
  const auto& facts = stream_.peer_facts();
  return stream_.is_open() && facts && facts->proof == sync::ShownProof::PairedKey &&
         pairings.is_over(TerminalId(facts->party.number), facts->fingerprint);
}

bool TerminalServer::Session::greet(const TerminalMessage& first) {
  const auto* hello = std::get_if<TerminalHello>(&first);
  if (hello == nullptr)
    return refuse(TerminalFaultCode::HelloMissing, "the first message must be a TerminalHello");
  if (hello->version != kTerminalProtocolVersion)
    return refuse(TerminalFaultCode::UnknownMessage,
                  "this node speaks version " + std::to_string(kTerminalProtocolVersion));
  if (!speaks_for(hello->terminal))
    return refuse(TerminalFaultCode::HelloMissing, words_for_another_till());
  has_greeted_ = true;
  terminal_ = hello->terminal;
  hello_by_.cancel();
  const auto judge = [hello = *hello, log = log_](Till& till) -> TerminalMessage {
    if (!hello.witness || till.confirms(*hello.witness)) return till.welcome();
    log.error("till " + std::to_string(hello.terminal.value()) + " was given event " +
              std::to_string(hello.witness->seq.value()) +
              ", which this log does not hold: it was rolled back or copied");
    till.give_up(ClosedWhy::Witnessed);
    return TerminalFault{TerminalFaultCode::Stopping, "the shop's node begins a new log"};
  };
  ++in_flight_;
  return writer_.greet([self = shared_from_this(), judge](Till& till) {
    self->answer_later(judge(till));
  }) || refuse(TerminalFaultCode::Unspecified, "the shop is too busy; please come back");
}

bool TerminalServer::Session::handle(TerminalMessage message) {
  if (auto* sale = std::get_if<SaleRequest>(&message)) return begin(std::move(*sale));
  if (auto* hand_back = std::get_if<HandBack>(&message)) return begin(std::move(*hand_back));
  if (auto* inquiry = std::get_if<BalanceInquiry>(&message))
    return ask([asked = std::move(*inquiry), terminal = terminal_](Till& till) {
      return till.balance(asked, terminal);
    });
  if (const auto* status = std::get_if<StatusRequest>(&message))
    return ask([number = status->number](Till& till) { return till.status(number); });
  ++counters_->frames_refused;
  return refuse(TerminalFaultCode::UnknownMessage, "a till does not send this message");
}

bool TerminalServer::Session::begin(SaleRequest request) {
  if (!speaks_for(request.id.terminal))
    return refuse(TerminalFaultCode::Malformed, words_for_another_till());
  const SaleAnswer busy = unknown_answer(request, Rejection::Overloaded, Seq());
  const bool is_taken = writer_.sell(std::move(request), [self = shared_from_this()](auto answer) {
    self->answer_later(std::move(answer));
  });
  ++in_flight_;
  if (!is_taken) answer(busy);
  return true;
}

bool TerminalServer::Session::begin(HandBack hand_back) {
  if (hand_back.receipts.size() > kHandBackReceiptsMax) {
    ++counters_->frames_refused;
    return refuse(TerminalFaultCode::Malformed, "more receipts than one message may hold");
  }
  ++in_flight_;
  return writer_.hand_back(std::move(hand_back), [self = shared_from_this()](auto answer) {
    self->answer_later(std::move(answer));
  }) || refuse(TerminalFaultCode::Unspecified, "the shop is too busy; please come back");
}

template <typename Ask>
bool TerminalServer::Session::ask(Ask question) {
  ++in_flight_;
  return writer_.ask([self = shared_from_this(), question = std::move(question)](Till& till) {
    self->answer_later(question(till));
  }) || refuse(TerminalFaultCode::Unspecified, "the shop is too busy; please come back");
}

void TerminalServer::Session::answer_later(TerminalMessage answer) {
  asio::post(stream_.executor(),
             [self = shared_from_this(), message = std::move(answer)]() mutable {
               if (auto* status = std::get_if<StatusAnswer>(&message)) self->add_counts(*status);
               self->answer(message);
             });
}

void TerminalServer::Session::add_counts(StatusAnswer& status) const {
  status.frames_refused = counters_->frames_refused;
  status.silent_closed = counters_->silent_closed;
  status.turned_away = counters_->turned_away;
  status.slow_closed = counters_->queue_overflows;
}

void TerminalServer::Session::answer(const TerminalMessage& message) {
  --in_flight_;
  if (const auto* sale = std::get_if<SaleAnswer>(&message)) alert_of_guesses(sale->reason);
  if (const auto* balance = std::get_if<BalanceInquiryAnswer>(&message))
    alert_of_guesses(balance->reason);
  stream_.send(encode_terminal_message(message));
  room_.cancel();
}

void TerminalServer::Session::alert_of_guesses(std::string_view reason) {
  if (has_alerted_ || reason != describe(Rejection::TooManyWrongNumbers).name) return;
  has_alerted_ = true;
  log_.warning("till " + std::to_string(terminal_.value()) +
               " named too many card numbers that are no cards, and has to wait: see who is there");
}

bool TerminalServer::Session::refuse(TerminalFaultCode code, const std::string& sentence) {
  log_.warning("till " + stream_.peer() + ": connection ended: " + sentence);
  stop({code, sentence});
  return false;
}

void TerminalServer::Session::stop(const TerminalFault& why) {
  stream_.send(encode_terminal_message(why));
  stream_.close();
  room_.cancel();
}

}  // namespace perk::store_node
