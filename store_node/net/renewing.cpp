#include "store_node/net/renewing.h"

#include <algorithm>
#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/crypto/enrol_code.h"
#include "sync/tls/renewal.h"
#include "sync/tls/secure_dialer.h"
#include "sync/wire/enrol_codec.h"

namespace perk::store_node {
namespace asio = boost::asio;

Renewing::Renewing(asio::io_context& io, const SigningKeys& keys, const Clock& clock,
                   const sync::Log& facts, RenewalSettings settings)
    : io_(io),
      keys_(keys),
      clock_(clock),
      facts_(facts),
      settings_(std::move(settings)),
      security_(sync::Security::insecure_loopback()),
      timer_(io) {}

void Renewing::start(sync::Security security, OnRenewed on_renewed) {
  if (!security.identity() || settings_.directory.empty() || settings_.endpoints.empty()) return;
  security_ = std::move(security);
  on_renewed_ = std::move(on_renewed);
  asio::co_spawn(io_, run(), asio::detached);
}

void Renewing::stop() {
  is_stopping_ = true;
  timer_.cancel();
  if (const auto stream = stream_.lock())
    stream->abort({sync::StreamEnd::ClosedHere, "the store's node is stopping"});
}

asio::awaitable<void> Renewing::run() {
  for (std::size_t turn = 0; !is_stopping_; ++turn) {
    if (sync::is_renewal_due(security_.identity()->facts(), clock_.wall())) {
      const auto renewed = co_await renew(settings_.endpoints[turn % settings_.endpoints.size()]);
      if (is_stopping_) co_return;
      if (!renewed) facts_.warning("the certificate cannot be renewed yet: " + renewed.error());
      if (renewed) {
        security_ = renewed.value();
        facts_.info("the certificate was renewed, until " +
                    to_iso8601(security_.identity()->facts().not_after));
        on_renewed_(security_);
      }
    }
    if (is_stopping_) co_return;
    timer_.expires_after(std::chrono::milliseconds(until_next_look().count()));
    boost::system::error_code cancelled;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, cancelled));
  }
}

/// Several times before the certificate runs out, however short its life is.
Millis Renewing::until_next_look() const {
  constexpr Millis least(1'000);
  const Millis left = security_.identity()->facts().not_after - clock_.wall();
  return std::max(least, std::min(settings_.look_every, Millis(left.count() / 3)));
}

asio::awaitable<Result<sync::Security, std::string>> Renewing::renew(
    const sync::Address& head_office) {
  const auto request = sync::begin_renewal(settings_.directory);
  if (!request) co_return failed(request.error());
  const auto certificate = co_await ask(head_office, request.value());
  if (!certificate) co_return failed(certificate.error());
  if (const auto kept = sync::end_renewal(settings_.directory, certificate.value()); !kept)
    co_return failed(kept.error());
  auto identity = sync::Identity::load(settings_.directory, clock_.wall());
  if (!identity) co_return failed(identity.error());
  co_return sync::Security::tls(std::move(identity).value());
}

/// The line shows who this is, so that the hello needs no secret.
asio::awaitable<Result<std::string, std::string>> Renewing::ask(const sync::Address& head_office,
                                                                const std::string& request) {
  auto channel = co_await sync::dial(head_office, settings_.deadline, security_,
                                     sync::Service::Enrolment, sync::Party::head_office());
  if (!channel) co_return failed(channel.error());
  if (is_stopping_) co_return failed(std::string("The store's node is stopping."));
  sync::StreamLimits limits;
  limits.idle_max = settings_.deadline;
  const auto stream = std::make_shared<sync::FrameStream>(std::move(channel).value(), limits,
                                                          std::make_shared<sync::StreamCounters>());
  stream_ = stream;
  const sync::LogKey key = keys_.present();
  sync::EnrolHello hello{{}, key.public_key(), request, {}};
  hello.proof = key.sign(sync::enrol_proof_bytes(hello));
  stream->send(sync::encode_enrol_hello(hello));
  const auto frame = co_await stream->read_frame();
  stream->close();
  if (!frame) co_return failed("Head office did not answer: " + frame.error().sentence + ".");
  const auto reply = sync::decode_enrol_reply(frame.value());
  const auto* answer = reply ? std::get_if<sync::EnrolAnswer>(&reply.value()) : nullptr;
  if (answer == nullptr) co_return failed(std::string("Head office gives none now."));
  co_return answer->certificate;
}

}  // namespace perk::store_node
