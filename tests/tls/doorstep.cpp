#include "tests/tls/doorstep.h"

#include <optional>

namespace perk::test {
namespace asio = boost::asio;

Doorstep::Doorstep(const sync::Identity& server, sync::ServerRules rules,
                   sync::DoorwayLimits limits) {
  auto opened = sync::Doorway::open(io_, {"127.0.0.1", 0}, sync::Security::tls(server),
                                    std::move(rules), limits);
  PERK_CHECK(opened.has_value(), "a test could not open its doorway");
  doorway_ = std::move(opened).value();
  doorway_->tell_refusals(
      [this](const std::string&, const std::string& why) { refusals.push_back(why); });
  doorway_->start([this](sync::Channel channel) { inside.push_back(std::move(channel)); });
}

bool Doorstep::run_until(const std::function<bool()>& is_so) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  io_.restart();
  while (!is_so()) {
    if (io_.run_one_until(deadline) == 0) return false;
  }
  return true;
}

bool Doorstep::run(asio::awaitable<void> work) {
  bool is_done = false;
  bool is_well = false;
  asio::co_spawn(io_, std::move(work), [&](const std::exception_ptr& error) {
    is_done = true;
    is_well = error == nullptr;
  });
  return run_until([&] { return is_done; }) && is_well;
}

Result<sync::Channel, std::string> Doorstep::enter(const sync::TlsClient& client) {
  std::optional<Result<sync::Channel, std::string>> channel;
  const auto dialling = [&]() -> asio::awaitable<void> {
    channel.emplace(co_await sync::dial(address(), Millis(5'000), client));
  };
  if (!run(dialling())) return failed(std::string("it took too long"));
  if (*channel) return *std::move(channel);
  std::string why = channel->error();
  const std::string here = to_string(address());
  if (const auto at = why.find(here); at != std::string::npos) why.replace(at, here.size(), "HERE");
  return failed(std::move(why));
}

std::string Doorstep::why_not(const sync::TlsClient& client) {
  const auto channel = enter(client);
  return channel ? "it was let in" : channel.error();
}

}  // namespace perk::test
