// Serves a shop's tills: frames in, requests to the writer, answers back.
//
// Lives on one io_context's one thread. It owns no state of the shop: whatever it cannot answer itself
// it asks the writer. A broken frame is counted and ends that connection, nothing else; so does a
// connection that says no hello, reads no answers or is one too many (terminal_limits.h). That of a till
// that is not paired any more ends within two seconds. It never logs what a frame held.
#pragma once

#include <list>
#include <memory>

#include <boost/asio/io_context.hpp>

#include "store_node/net/terminal_limits.h"
#include "store_node/pairings.h"
#include "store_node/writer.h"
#include "sync/net/ticker.h"
#include "sync/process/log.h"
#include "sync/tls/doorway.h"

namespace perk::store_node {

class TerminalServer {
 public:
  TerminalServer(boost::asio::io_context& io, Writer& writer, sync::Log log,
                 TerminalLimits limits = {});
  ~TerminalServer();
  TerminalServer(const TerminalServer&) = delete;
  TerminalServer& operator=(const TerminalServer&) = delete;

  /// Binds and accepts. With TLS tills show certificates, or prove the key of one of the `pairings`, if there are
  /// any to be had. The error is one sentence.
  [[nodiscard]] Result<Done, std::string> open(const sync::Address& address,
                                               const sync::Security& security,
                                               std::optional<Pairings> pairings = std::nullopt);
  /// With the port that was bound.
  [[nodiscard]] const sync::Address& address() const;
  /// Accepts no more, tells every till that the node stops, closes.
  void stop();

 private:
  class Session;
  void welcome(sync::Channel channel);
  void end_unpaired();

  boost::asio::io_context& io_;
  Writer& writer_;
  sync::Log log_;
  TerminalLimits limits_;
  std::shared_ptr<TerminalCounters> counters_;
  std::unique_ptr<sync::Doorway> doorway_;
  std::list<std::weak_ptr<Session>> sessions_;
  std::optional<Pairings> pairings_;
  std::optional<sync::Ticker> looks_at_pairings_;
};

}  // namespace perk::store_node
