// Opens a connection and makes it private, all within one deadline (sync/net/dialer.h opens plain ones).
//
//   auto channel = co_await dial(address, Millis(3'000), client);
//   if (!channel) ...                                        // channel.error() is one clear sentence
//
// Runs on the calling coroutine's executor; never throws.
#pragma once

#include <string>

#include <boost/asio/awaitable.hpp>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/net/address.h"
#include "sync/net/channel.h"
#include "sync/tls/security.h"
#include "sync/tls/tls.h"

namespace perk::sync {

/// The channel is there once the server has let this end in.
[[nodiscard]] boost::asio::awaitable<Result<Channel, std::string>> dial(Address address,
                                                                        Millis deadline,
                                                                        TlsClient client);
/// As the program's security has it: by TLS to `server`, to the store that its key is paired with (a till; it is
/// refused if `server` is another), or plainly and on this machine only.
[[nodiscard]] boost::asio::awaitable<Result<Channel, std::string>> dial(
    Address address, Millis deadline, Security security, Service service, Party server);

/// Whether a dial failed because the other end says that this end's certificate is revoked: nothing that this
/// end does by itself will change that.
[[nodiscard]] bool says_revoked(const std::string& failure);

}  // namespace perk::sync
