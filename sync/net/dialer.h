// Opens a connection, within a deadline.
//
//   auto socket = co_await dial({"127.0.0.1", 7400}, Millis(3'000));
//   if (!socket) ...                                          // socket.error() is one clear sentence
//   auto stream = std::make_shared<FrameStream>(std::move(socket).value(), limits, counters);
//
// Runs on the calling coroutine's executor; never throws. How long to wait before dialling again:
// backoff.h.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/net/address.h"

namespace perk::sync {

/// Names are resolved, and every address found is tried in turn, all within the one deadline.
[[nodiscard]] boost::asio::awaitable<Result<boost::asio::ip::tcp::socket, std::string>> dial(
    Address address, Millis deadline);

}  // namespace perk::sync
