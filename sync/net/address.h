// Where a server listens and a client dials: "127.0.0.1:7400". Pure; resolves nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace perk::sync {

struct Address {
  std::string host;        ///< An IP address or a name; IPv6 addresses without brackets.
  std::uint16_t port = 0;  ///< 0, for a listener: any free one.
  friend bool operator==(const Address&, const Address&) = default;
};

/// Reads "HOST:PORT" or "[IPv6]:PORT"; none if it is anything else.
[[nodiscard]] std::optional<Address> parse_address(std::string_view text);
[[nodiscard]] std::string to_string(const Address& address);

}  // namespace perk::sync
