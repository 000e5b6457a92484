#include "ops/proxy/control.h"

#include <sstream>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "ops/proxy/loopback.h"

namespace perk::ops {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr std::size_t kLineBytesMax = 1024;

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream text(line);
  std::vector<std::string> words;
  for (std::string word; text >> word;) words.push_back(word);
  return words;
}

std::string verdict(const Result<Done, std::string>& outcome) {
  return outcome ? "ok\n" : "no: " + outcome.error() + "\n";
}

std::string status_text(const FaultProxy& proxy) {
  std::ostringstream text;
  for (const LinkStatus& link : proxy.status()) {
    text << link.name << " " << to_string(link.listen) << " -> " << to_string(link.upstream)
         << ", connections " << link.open_connections << ", up " << link.up_bytes << " bytes, down "
         << link.down_bytes << " bytes, swallowed " << link.swallowed_bytes
         << ", toxics: " << to_string(link.toxics) << "\n";
  }
  return text.str() + "ok\n";
}

asio::awaitable<void> serve_one(tcp::socket socket, FaultProxy& proxy) {
  std::string inbox;
  while (true) {
    error_code error;
    const std::size_t length =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(inbox, kLineBytesMax), '\n',
                                        asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
    const std::string answer = obey(proxy, inbox.substr(0, length));
    inbox.erase(0, length);
    co_await asio::async_write(socket, asio::buffer(answer),
                               asio::redirect_error(asio::use_awaitable, error));
    if (error) co_return;
  }
}

/// All lines up to the verdict; empty if the connection failed.
asio::awaitable<std::string> converse(tcp::socket& socket, tcp::endpoint control,
                                      std::string line) {
  error_code error;
  co_await socket.async_connect(control, asio::redirect_error(asio::use_awaitable, error));
  if (error) co_return "";
  co_await asio::async_write(socket, asio::buffer(line),
                             asio::redirect_error(asio::use_awaitable, error));
  std::string said, inbox;
  while (!error) {
    const std::size_t length =
        co_await asio::async_read_until(socket, asio::dynamic_buffer(inbox), '\n',
                                        asio::redirect_error(asio::use_awaitable, error));
    const std::string next = inbox.substr(0, length);
    inbox.erase(0, length);
    said += next;
    if (next == "ok\n" || next.rfind("no: ", 0) == 0) co_return said;
  }
  co_return "";
}

}  // namespace

std::string obey(FaultProxy& proxy, const std::string& line) {
  const std::vector<std::string> words = words_of(line);
  const std::string verb = words.empty() ? "" : words[0];
  if (verb == "set" && words.size() >= 2)
    return verdict(proxy.set(words[1], {words.begin() + 2, words.end()}));
  if (verb == "clear" && words.size() == 1) return verdict(proxy.clear_all());
  if (verb == "clear" && words.size() == 2) return verdict(proxy.clear(words[1]));
  if (verb == "status" && words.size() == 1) return status_text(proxy);
  return "no: say 'set NAME TOXIC', 'clear', 'clear NAME' or 'status'\n";
}

asio::awaitable<void> serve_control(tcp::acceptor& acceptor, FaultProxy& proxy) {
  while (true) {
    error_code error;
    tcp::socket socket =
        co_await acceptor.async_accept(asio::redirect_error(asio::use_awaitable, error));
    if (error == asio::error::operation_aborted) co_return;
    if (!error)
      asio::co_spawn(acceptor.get_executor(), serve_one(std::move(socket), proxy), asio::detached);
  }
}

Result<std::string, std::string> ask_proxy(const tcp::endpoint& control, const std::string& line) {
  asio::io_context io;
  tcp::socket socket(io);
  std::string said;
  asio::co_spawn(io, converse(socket, control, line + "\n"),
                 [&](const std::exception_ptr&, const std::string& answer) { said = answer; });
  io.run_for(std::chrono::seconds(5));
  if (said.empty()) return failed("no fault proxy answers at " + to_string(control));
  if (said.size() >= 3 && said.substr(said.size() - 3) == "ok\n")
    return said.substr(0, said.size() - 3);
  const std::string refusal = said.substr(said.rfind("no: ") + 4);
  return failed(refusal.substr(0, refusal.size() - 1));
}

}  // namespace perk::ops
