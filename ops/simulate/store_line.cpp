#include "ops/simulate/store_line.h"

#include "store_node/terminal/terminal_codec.h"
#include "sync/tls/secure_dialer.h"

namespace perk::ops {

namespace asio = boost::asio;
using namespace store_node;

StoreLine::StoreLine(sync::Address store, TerminalId terminal, Millis answer_max,
                     sync::Security security, sync::Party party)
    : store_(std::move(store)),
      terminal_(terminal),
      answer_max_(answer_max),
      security_(std::move(security)),
      party_(std::move(party)),
      counters_(std::make_shared<sync::StreamCounters>()) {}

void StoreLine::close() {
  if (stream_ != nullptr) stream_->close();
  stream_.reset();
}

StoreLine::Asking<TerminalWelcome> StoreLine::open(std::optional<Witness> witness) {
  close();
  auto channel =
      co_await sync::dial(store_, answer_max_, security_, sync::Service::Terminal, party_);
  if (!channel) co_return failed(channel.error());
  sync::StreamLimits limits;
  limits.idle_max = answer_max_;
  stream_ = std::make_shared<sync::FrameStream>(std::move(channel).value(), limits, counters_);
  const auto any = [](const TerminalWelcome&) { return true; };
  const TerminalMessage hello = TerminalHello{kTerminalProtocolVersion, terminal_, witness};
  co_return co_await exchange<TerminalWelcome>(hello, any);
}

asio::awaitable<Result<TerminalMessage, std::string>> StoreLine::read() {
  const auto stream = stream_;
  const auto frame = co_await stream->read_frame();
  if (!frame) co_return failed(frame.error().sentence);
  const auto message = decode_terminal_message(frame.value());
  if (!message) co_return failed(message.error().why);
  if (const auto* fault = std::get_if<TerminalFault>(&message.value()))
    co_return failed(fault->sentence);
  co_return message.value();
}

template <typename Answer, typename IsMine>
StoreLine::Asking<Answer> StoreLine::exchange(TerminalMessage message, IsMine is_mine) {
  if (stream_ == nullptr) co_return failed(std::string("the line is closed"));
  stream_->send(encode_terminal_message(message));
  while (true) {
    const auto heard = co_await read();
    if (!heard) {
      stream_.reset();
      co_return failed(heard.error());
    }
    const auto* answer = std::get_if<Answer>(&heard.value());
    if (answer != nullptr && is_mine(*answer)) co_return *answer;
  }
}

StoreLine::Asking<SaleAnswer> StoreLine::ask(const SaleRequest& request) {
  return exchange<SaleAnswer>(
      request, [id = request.id](const SaleAnswer& answer) { return answer.id == id; });
}

StoreLine::Asking<BalanceInquiryAnswer> StoreLine::ask(const BalanceInquiry& inquiry) {
  return exchange<BalanceInquiryAnswer>(
      inquiry, [number = inquiry.number](const BalanceInquiryAnswer& answer) {
        return answer.number == number;
      });
}

StoreLine::Asking<HandBackAnswer> StoreLine::ask(const HandBack& hand_back) {
  return exchange<HandBackAnswer>(hand_back,
                                  [number = hand_back.number](const HandBackAnswer& answer) {
                                    return answer.number == number;
                                  });
}

StoreLine::Asking<StatusAnswer> StoreLine::ask(const StatusRequest& request) {
  return exchange<StatusAnswer>(request, [number = request.number](const StatusAnswer& answer) {
    return answer.number == number;
  });
}

void StoreLine::ask_and_hang_up(const SaleRequest& request) {
  if (stream_ != nullptr) stream_->send(encode_terminal_message(request));
  close();
}

}  // namespace perk::ops
