// Where the tills of a store connect, as it is typed: "3@127.0.0.1:7101", or without the store's number where nobody
// proves who they are. Pure.
#pragma once

#include <optional>
#include <string>

#include "ledger/ids.h"
#include "sync/net/address.h"

namespace perk::ops {

struct StorePlace {
  sync::Address address;
  std::optional<StoreId> store{};  ///< Whose certificate its tills are to be shown.
  friend bool operator==(const StorePlace&, const StorePlace&) = default;
};

[[nodiscard]] std::optional<StorePlace> parse_store_place(const std::string& text);
[[nodiscard]] std::string to_string(const StorePlace& place);

}  // namespace perk::ops
