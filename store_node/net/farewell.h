// Gives former logs up to head office, each with one Hello that says so (sync/giving_up.h), before the
// present log is spoken of. On the uplink's thread; never blocks and never throws. What cannot be said now
// is said on the next connection.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <boost/asio/awaitable.hpp>

#include "ledger/log_events.h"
#include "sync/crypto/keys.h"
#include "sync/net/address.h"
#include "sync/net/frame_stream.h"

namespace perk::store_node {

/// Former logs of one store that head office may not have closed yet, and why they ended.
using GivenUp = std::map<Origin, ClosedWhy>;

class Farewell {
 public:
  Farewell(StoreId store, const sync::LogKey& key, std::string software, GivenUp logs)
      : store_(store), key_(key), software_(std::move(software)), logs_(std::move(logs)) {}

  [[nodiscard]] bool is_said() const { return logs_.empty(); }
  /// One connection for each log that is left; forgets those that head office says are closed.
  [[nodiscard]] boost::asio::awaitable<void> say(sync::Address head_office, Millis deadline);
  /// Ends what is under way, and says nothing more.
  void stop();

 private:
  [[nodiscard]] boost::asio::awaitable<bool> say(const sync::Address& head_office, Millis deadline,
                                                 Origin log, ClosedWhy why);

  const StoreId store_;
  const sync::LogKey key_;
  const std::string software_;
  GivenUp logs_;
  std::weak_ptr<sync::FrameStream> stream_;  // Of the connection under way.
  bool is_stopping_ = false;
};

}  // namespace perk::store_node
