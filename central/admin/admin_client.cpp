#include "central/admin/admin_client.h"

#include <optional>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "central/admin/admin_codec.h"
#include "central/admin/seal_reason.h"
#include "central/admin/stands_by.h"
#include "sync/crypto/operator_proof.h"
#include "sync/net/frame_stream.h"
#include "sync/tls/secure_dialer.h"

namespace perk::central {
namespace {

namespace asio = boost::asio;
using Answer = Result<AdminReply, std::string>;

constexpr Millis kConnectMax{5'000};

bool stands_by(const Answer& answer) {
  const auto* const fault = answer ? std::get_if<AdminFault>(&answer.value()) : nullptr;
  return fault != nullptr && fault->code == kStandsBy;
}

}  // namespace

class AdminClient::Line {
 public:
  Line(std::vector<sync::Address> addresses, sync::Security security,
       std::optional<OperatorIdentity> identity)
      : addresses_(std::move(addresses)),
        security_(std::move(security)),
        identity_(std::move(identity)) {}
  ~Line() {
    stream_.reset();
    io_.restart();
    io_.poll();
  }

  Answer ask(const AdminRequest& request, const OnProgress& on_progress) {
    Answer answer = ask_here(request, on_progress);
    for (std::size_t tries = 1; tries < addresses_.size(); ++tries) {
      if (was_reached_ && !stands_by(answer)) break;
      stream_.reset();
      place_ = (place_ + 1) % addresses_.size();
      answer = ask_here(request, on_progress);
    }
    return answer;
  }

 private:
  Answer ask_here(const AdminRequest& request, const OnProgress& on_progress) {
    std::optional<Answer> answer;
    asio::co_spawn(io_, converse(request, on_progress),
                   [&](const std::exception_ptr&, std::optional<Answer> heard) {
                     answer = std::move(heard);
                     io_.stop();
                   });
    io_.restart();
    io_.run();
    return answer ? *answer : failed(std::string("Head office could not be asked."));
  }

  asio::awaitable<std::optional<Answer>> converse(AdminRequest request, OnProgress on_progress) {
    was_reached_ = stream_ != nullptr && stream_->is_open();
    if (!was_reached_) {
      auto channel = co_await sync::dial(addresses_[place_], kConnectMax, security_,
                                         sync::Service::Admin, sync::Party::head_office());
      if (!channel) co_return not_reached(channel.error());
      stream_ =
          std::make_shared<sync::FrameStream>(std::move(channel).value(), sync::StreamLimits{},
                                              std::make_shared<sync::StreamCounters>());
      challenge_.reset();
      was_reached_ = true;
    }
    if (identity_ && !challenge_) {
      if (auto refused = co_await greet()) co_return refused;
    }
    stream_->send(identity_ ? sign(request) : encode_admin_request(request));
    while (true) {
      const auto frame = co_await stream_->read_frame();
      if (!frame) co_return hang_up("Head office hung up: " + frame.error().sentence);
      const auto heard = decode_admin_answer(frame.value());
      if (!heard) co_return hang_up("Head office's answer cannot be read: " + heard.error().why);
      if (const auto* reply = std::get_if<AdminReply>(&heard.value())) co_return Answer(*reply);
      if (on_progress) on_progress(std::get<AdminProgress>(heard.value()));
    }
  }

  /// None: head office gave a challenge. Over TLS it gives none to another name than the certificate's.
  asio::awaitable<std::optional<Answer>> greet() {
    stream_->send(encode_admin_request(OperatorHelloRequest{identity_->name}));
    const auto frame = co_await stream_->read_frame();
    if (!frame) co_return hang_up("Head office hung up: " + frame.error().sentence);
    const auto heard = decode_admin_answer(frame.value());
    if (!heard) co_return hang_up("Head office's answer cannot be read: " + heard.error().why);
    const auto* reply = std::get_if<AdminReply>(&heard.value());
    const auto* fault = reply == nullptr ? nullptr : std::get_if<AdminFault>(reply);
    if (fault != nullptr && fault->code == not_allowed().code) co_return Answer(*reply);
    const auto* given = reply == nullptr ? nullptr : std::get_if<OperatorChallengeReply>(reply);
    if (given == nullptr) co_return hang_up("Head office knows nothing of operators.");
    challenge_ = given->challenge;
    signed_ = WordCounter();
    co_return std::nullopt;
  }

  /// What is signed has the reason sealed; what it says goes beside.
  [[nodiscard]] sync::Frame sign(AdminRequest request) {
    auto opening = seal_reason(request);
    std::vector<std::uint8_t> bytes = encode_admin_request(request).payload;
    signed_ = signed_.next();
    const OperatorWord word =
        sync::word_of(identity_->name, identity_->key, *challenge_, signed_, bytes);
    return encode_signed_request(
        {word.name, word.counter, word.signature, std::move(bytes), std::move(opening)});
  }

  [[nodiscard]] static std::optional<Answer> not_reached(const std::string& why) {
    return failed(why + " Is perk-central running there?");
  }

  std::optional<Answer> hang_up(const std::string& why) {
    stream_.reset();
    return failed(why);
  }

  asio::io_context io_;
  const std::vector<sync::Address> addresses_;
  std::size_t place_ = 0;     ///< Of the one that is asked.
  bool was_reached_ = false;  ///< By the last question, which it may have carried out.
  sync::Security security_;
  std::optional<OperatorIdentity> identity_;
  std::optional<Digest> challenge_;  ///< Of this connection.
  WordCounter signed_;
  std::shared_ptr<sync::FrameStream> stream_;
};

std::optional<std::vector<sync::Address>> parse_admin_addresses(std::string_view text) {
  std::vector<sync::Address> addresses;
  for (;;) {
    const auto comma = text.find(',');
    const auto address = sync::parse_address(text.substr(0, comma));
    if (!address || address->host.find(' ') != std::string::npos) return std::nullopt;
    addresses.push_back(*address);
    if (comma == std::string_view::npos) return addresses;
    text.remove_prefix(comma + 1);
  }
}

AdminClient::AdminClient(sync::Address address, sync::Security security,
                         std::optional<OperatorIdentity> identity)
    : AdminClient(std::vector{std::move(address)}, std::move(security), std::move(identity)) {}
AdminClient::AdminClient(std::vector<sync::Address> addresses, sync::Security security,
                         std::optional<OperatorIdentity> identity)
    : line_(
          std::make_unique<Line>(std::move(addresses), std::move(security), std::move(identity))) {}
AdminClient::~AdminClient() = default;

Result<AdminReply, std::string> AdminClient::call(const AdminRequest& request,
                                                  const OnProgress& on_progress) {
  return line_->ask(request, on_progress);
}

}  // namespace perk::central
