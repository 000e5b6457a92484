#include "store_node/enrolling.h"

#include <system_error>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include "sync/net/frame_stream.h"
#include "sync/tls/certificate.h"
#include "sync/tls/identity.h"
#include "sync/tls/private_directory.h"
#include "sync/tls/secure_dialer.h"
#include "sync/wire/enrol_codec.h"

namespace perk::store_node {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using sync::EnrolAnswer;
using sync::EnrolHello;
using Why = NotEnrolled::Why;

Failed<NotEnrolled> not_enrolled(Why why, std::string sentence) {
  return failed(NotEnrolled{why, std::move(sentence)});
}

Result<sync::LogKey, std::string> log_key_in(const fs::path& directory) {
  const fs::path path = directory / "log.key";
  std::error_code error;
  if (fs::exists(path, error)) return sync::LogKey::load(path.string());
  const sync::LogKey key = sync::LogKey::generate();
  if (auto saved = key.save(path.string()); !saved) return failed(saved.error());
  return key;
}

/// What this machine says of itself; its keys are made first if they are not there.
Result<EnrolHello, std::string> hello_of(const EnrolByCode& order) {
  if (auto made = sync::make_private_directory(order.directory); !made) return failed(made.error());
  const fs::path enrolment = order.directory / "enrolment.toml";
  std::error_code error;
  if (fs::exists(enrolment, error)) {
    if (const auto there = read_enrolment(enrolment); !there) return failed(there.error().front());
  }
  const auto key = log_key_in(order.directory);
  if (!key) return failed(key.error());
  auto request = sync::make_identity_request(order.directory.string());
  if (!request) return failed(request.error());
  EnrolHello hello{order.code.secret, key.value().public_key(), std::move(request).value(),
                   Signature()};
  hello.proof = key.value().sign(sync::enrol_proof_bytes(hello));
  return hello;
}

using Heard = Result<sync::EnrolReply, NotEnrolled>;

/// The secret is said only to who showed that it is head office of the chain that the code is for.
asio::awaitable<Heard> ask(const EnrolByCode& order, const EnrolHello& hello) {
  auto client = sync::TlsClient::make_newcomer(order.code.authority, sync::Party::head_office());
  if (!client) co_return not_enrolled(Why::Unreachable, client.error());
  auto channel = co_await sync::dial(order.head_office, order.deadline, std::move(client).value());
  if (!channel) co_return not_enrolled(Why::Unreachable, channel.error());
  sync::StreamLimits limits;
  limits.idle_max = order.deadline;
  sync::FrameStream stream(std::move(channel).value(), limits,
                           std::make_shared<sync::StreamCounters>());
  stream.send(sync::encode_enrol_hello(hello));
  const auto frame = co_await stream.read_frame();
  stream.close();
  if (!frame) {
    co_return not_enrolled(Why::Unreachable,
                           "Head office did not answer: " + frame.error().sentence +
                               ". The same code may be tried again.");
  }
  auto reply = sync::decode_enrol_reply(frame.value());
  if (!reply)
    co_return not_enrolled(Why::Refused,
                           "Head office's answer cannot be read: " + reply.error().why + ".");
  co_return std::move(reply).value();
}

Heard ask_and_wait(const EnrolByCode& order, const EnrolHello& hello) {
  asio::io_context io;
  Heard heard = not_enrolled(Why::Unreachable, "Head office was not asked.");
  const auto asking = [&]() -> asio::awaitable<void> { heard = co_await ask(order, hello); };
  asio::co_spawn(io, asking(), asio::detached);
  io.run();
  return heard;
}

/// What the code promised is what came: this chain's authority, and a certificate of the store that is named.
Result<Done, std::string> check(const EnrolAnswer& answer, const sync::EnrolCode& code) {
  const auto authority = sync::fingerprint_of(answer.authority);
  if (!authority || sync::mark_of(*authority) != code.authority)
    return failed(std::string("Head office sent another authority than the code is for."));
  const auto facts = sync::read_certificate(answer.certificate);
  if (!facts || facts.value().party != sync::Party::store(answer.store.value()))
    return failed(std::string("Head office sent a certificate that is not this store's."));
  return Done{};
}

Enrolment enrolment_of(const EnrolAnswer& answer) {
  Enrolment enrolment{answer.store,       answer.name, answer.currency,
                      answer.shard_count, {},          answer.number_ranges};
  for (const sync::SecretNumberKey& key : answer.number_keys)
    enrolment.number_keys.emplace_back(key.version, key.key);
  return enrolment;
}

Result<Done, std::string> keep(const EnrolAnswer& answer, const Enrolment& enrolment,
                               const fs::path& directory) {
  const fs::path path = directory / "enrolment.toml";
  std::error_code error;
  if (fs::exists(path, error)) {
    const auto there = read_enrolment(path);
    if (!there || there.value().store != enrolment.store)
      return failed("The file " + path.string() +
                    " is of another store; choose another directory.");
  }
  auto shown = sync::keep_identity(directory.string(), answer.certificate, answer.authority,
                                   sync::Readers::OwnerOnly);
  if (!shown) return shown;
  return replace_enrolment(path, enrolment);
}

}  // namespace

Result<Enrolment, NotEnrolled> enrol_by_code(const EnrolByCode& order) {
  const auto hello = hello_of(order);
  if (!hello) return not_enrolled(Why::Files, hello.error());
  const Heard heard = ask_and_wait(order, hello.value());
  if (!heard) return failed(heard.error());
  if (const auto* refusal = std::get_if<sync::EnrolRefusal>(&heard.value())) {
    if (*refusal == sync::EnrolRefusal::TryLater)
      return not_enrolled(Why::Unreachable, "Head office is busy; try again in a while.");
    return not_enrolled(Why::Refused,
                        "Enrolment refused: a code is good for one machine, once, and until it "
                        "expires. Ask head office for a new one.");
  }
  const auto& answer = std::get<EnrolAnswer>(heard.value());
  if (const auto sound = check(answer, order.code); !sound)
    return not_enrolled(Why::Refused, sound.error());
  const Enrolment enrolment = enrolment_of(answer);
  if (const auto kept = keep(answer, enrolment, order.directory); !kept)
    return not_enrolled(Why::Files, kept.error());
  return enrolment;
}

}  // namespace perk::store_node
