// Gives former logs up to head office, each with one Hello that says so (sync/giving_up.h), before the
// present log is spoken of. On the uplink's thread; never blocks and never throws. What cannot be said now
// is said on the next connection. A head office that began a new epoch may have forgotten all of it: begin_again().
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "ledger/log_events.h"
#include "store_node/signing_keys.h"
#include "sync/net/address.h"
#include "sync/net/frame_stream.h"
#include "sync/tls/security.h"

namespace perk::store_node {

/// Former logs of one store, and why they ended.
using GivenUp = std::map<Origin, ClosedWhy>;

class Farewell {
 public:
  /// `logs`: all former ones of the store. `closed`: those of them that head office is known to have closed.
  Farewell(StoreId store, const SigningKeys& keys, sync::Security security, std::string software,
           GivenUp logs, const std::set<Origin>& closed);

  [[nodiscard]] bool is_said() const { return left_.empty(); }
  /// Head office was restored, and may have forgotten which logs began and ended since. It is to hear of all of
  /// them before their events are handed back: those of a log that it never heard of, it passes over.
  void begin_again() { left_ = logs_; }
  /// One connection for each log that is left; forgets those that head office says are closed.
  [[nodiscard]] boost::asio::awaitable<void> say(sync::Address head_office, Millis deadline);
  /// On later connections.
  void go_on_with(const sync::Security& security) { security_ = security; }
  /// Ends what is under way, and says nothing more.
  void stop();

 private:
  [[nodiscard]] boost::asio::awaitable<bool> say(const sync::Address& head_office, Millis deadline,
                                                 Origin log, ClosedWhy why);

  const StoreId store_;
  const SigningKeys keys_;
  sync::Security security_;
  const std::string software_;
  const GivenUp logs_;
  GivenUp left_;                             // To say.
  std::weak_ptr<sync::FrameStream> stream_;  // Of the connection under way.
  bool is_stopping_ = false;
};

}  // namespace perk::store_node
