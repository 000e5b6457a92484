#include "sync/net/keep_alive.h"

#include <algorithm>

#include <netinet/tcp.h>
#include <sys/socket.h>

namespace perk::sync {
namespace {

int whole_seconds(Millis time) {
  return static_cast<int>(std::max<std::int64_t>(1, (time.count() + 999) / 1'000));
}

/// Without it a dead peer is noticed later, and nothing else is wrong.
void set_if_allowed(boost::asio::ip::tcp::socket& socket, int level, int name, int value) {
  static_cast<void>(::setsockopt(socket.native_handle(), level, name, &value, sizeof value));
}

}  // namespace

void keep_alive(boost::asio::ip::tcp::socket& socket, const KeepAlive& how) {
  const int idle = whole_seconds(how.idle);
  const int interval = whole_seconds(how.interval);
  const int patience_ms = (idle + how.probes * interval) * 1'000;
  set_if_allowed(socket, SOL_SOCKET, SO_KEEPALIVE, 1);
  set_if_allowed(socket, IPPROTO_TCP, TCP_KEEPIDLE, idle);
  set_if_allowed(socket, IPPROTO_TCP, TCP_KEEPINTVL, interval);
  set_if_allowed(socket, IPPROTO_TCP, TCP_KEEPCNT, how.probes);
  set_if_allowed(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, patience_ms);
}

}  // namespace perk::sync
