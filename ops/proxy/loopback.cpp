#include "ops/proxy/loopback.h"

#include <charconv>

#include <boost/asio/ip/address.hpp>

namespace perk::ops {

using boost::asio::ip::tcp;

Result<tcp::endpoint, std::string> parse_loopback(const std::string& text) {
  const auto bad = [&](const std::string& why) { return failed("'" + text + "' " + why); };
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return bad("is not an address and a port, like 127.0.0.1:4000");
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']')
    host = host.substr(1, host.size() - 2);
  std::uint16_t port = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data() + colon + 1, last, port);
  if (error != std::errc() || end != last)
    return bad("has no port from 0 to 65535 after the colon");
  boost::system::error_code wrong;
  const auto address = boost::asio::ip::make_address(host, wrong);
  if (wrong) return bad("is not an address and a port, like 127.0.0.1:4000");
  if (!address.is_loopback())
    return bad("is not on this machine: only loopback addresses are allowed");
  return tcp::endpoint(address, port);
}

std::string to_string(const tcp::endpoint& endpoint) {
  const std::string host = endpoint.address().to_string();
  const bool is_v6 = endpoint.address().is_v6();
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(endpoint.port());
}

}  // namespace perk::ops
