// Addresses on this machine only. A proxy that breaks lines on purpose must not be reachable, nor
// reach, from anywhere else.
#pragma once

#include <string>

#include <boost/asio/ip/tcp.hpp>

#include "ledger/result.h"

namespace perk::ops {

/// "127.0.0.1:4000", "[::1]:4000"; port 0 is any free one. The error is a sentence.
[[nodiscard]] Result<boost::asio::ip::tcp::endpoint, std::string> parse_loopback(
    const std::string& text);
[[nodiscard]] std::string to_string(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace perk::ops
