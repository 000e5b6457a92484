// The uplink with a thread and an io_context of its own; nothing at all if there is no head office yet.
#pragma once

#include <thread>

#include "store_node/net/uplink.h"

namespace perk::store_node {

class UplinkThread {
 public:
  /// As Uplink: all references outlive it.
  UplinkThread(TillInbox& till, LogReader& reader, LogIdentity log, const SigningKeys& keys,
               const Clock& clock, const sync::Log& facts, const UplinkSettings& settings);
  ~UplinkThread();
  UplinkThread(const UplinkThread&) = delete;
  UplinkThread& operator=(const UplinkThread&) = delete;

  void start();
  /// Ends the connection and the thread. Idempotent; from the thread that made it.
  void stop();
  // Any thread.
  void log_grew(LogHead head);
  void say(std::uint64_t line, std::vector<sync::Word> words);

 private:
  boost::asio::io_context io_;
  Uplink uplink_;
  const bool has_endpoints_;
  std::thread thread_;
};

}  // namespace perk::store_node
