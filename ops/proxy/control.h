// Telling a running fault proxy what to break. One line in, and any number of lines out, the last of
// which is "ok" or "no: SENTENCE":
//   set NAME TOXIC [args]   clear [NAME]   status
#pragma once

#include <string>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "ops/proxy/fault_proxy.h"

namespace perk::ops {

/// Carries out one line; the answer ends in a newline. Pure but for the proxy.
[[nodiscard]] std::string obey(FaultProxy& proxy, const std::string& line);

/// Serves such lines to whoever connects, until the acceptor is closed. The proxy outlives it.
boost::asio::awaitable<void> serve_control(boost::asio::ip::tcp::acceptor& acceptor,
                                           FaultProxy& proxy);

/// Asks a running proxy, from a thread that may wait (5 s at most). Returns what it said before "ok";
/// the error is its refusal, or why it could not be asked.
[[nodiscard]] Result<std::string, std::string> ask_proxy(
    const boost::asio::ip::tcp::endpoint& control, const std::string& line);

}  // namespace perk::ops
