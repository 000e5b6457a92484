#include "ops/simulate/store_place.h"

#include <charconv>

namespace perk::ops {

std::optional<StorePlace> parse_store_place(const std::string& text) {
  const auto mark = text.find('@');
  const auto address =
      sync::parse_address(mark == std::string::npos ? text : text.substr(mark + 1));
  const bool is_marked_twice =
      mark != std::string::npos && text.find('@', mark + 1) != std::string::npos;
  if (!address || is_marked_twice) return std::nullopt;
  if (mark == std::string::npos) return StorePlace{*address};
  std::uint64_t number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + mark, number);
  if (error != std::errc() || stop != text.data() + mark || number == 0) return std::nullopt;
  return StorePlace{*address, StoreId(number)};
}

std::string to_string(const StorePlace& place) {
  const std::string address = sync::to_string(place.address);
  return place.store ? std::to_string(place.store->value()) + "@" + address : address;
}

}  // namespace perk::ops
