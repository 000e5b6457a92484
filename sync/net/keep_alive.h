// Finds out that a silent peer is gone: its machine lost power, its cable was pulled. The kernel asks
// it from time to time; a peer that is idle and alive costs nothing and stays. Owns nothing, reads no
// clock; never closes a connection of itself, the next read or write fails.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include "ledger/time.h"

namespace perk::sync {

/// A peer that is gone is noticed after idle + probes * interval. Whole seconds, at least one each.
struct KeepAlive {
  Millis idle{30'000};      ///< Silence before the first question.
  Millis interval{10'000};  ///< Between questions.
  int probes = 3;           ///< Questions without an answer.
};

/// Also bounds how long sent bytes may stay without an acknowledgement, where the kernel would try for a
/// quarter of an hour. What the system does not allow is left out.
void keep_alive(boost::asio::ip::tcp::socket& socket, const KeepAlive& how);

}  // namespace perk::sync
