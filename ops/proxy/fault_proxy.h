// A proxy whose lines go wrong on request: for demos, drills and tests. Named links, each listening on a
// loopback port and leading to a loopback upstream; toxics (toxics.h) can be set while it runs.
// Runs on the executor it is given; call everything from there. Chance comes from the seed alone.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <boost/asio/any_io_executor.hpp>

#include "ops/proxy/link.h"

namespace perk::ops {

class FaultProxy {
 public:
  FaultProxy(boost::asio::any_io_executor executor, std::uint64_t seed);

  /// Begins to listen. Returns the address (with the port found, for port 0), or a sentence.
  Result<boost::asio::ip::tcp::endpoint, std::string> add_link(
      const std::string& name, const boost::asio::ip::tcp::endpoint& listen,
      const boost::asio::ip::tcp::endpoint& upstream);
  /// Adds one toxic to a link (the grammar is with_toxic's).
  Result<Done, std::string> set(const std::string& name, const std::vector<std::string>& toxic);
  /// Heals one link.
  Result<Done, std::string> clear(const std::string& name);
  Result<Done, std::string> clear_all();
  [[nodiscard]] std::vector<LinkStatus> status() const;
  /// Resets all connections and refuses new ones, for good.
  void stop();

 private:
  [[nodiscard]] Result<Link*, std::string> find(const std::string& name) const;

  boost::asio::any_io_executor executor_;
  Random seeds_;
  std::map<std::string, std::unique_ptr<Link>> links_;
};

}  // namespace perk::ops
