// Number ranges as lines of an enrolment file: `6006-19 = "self_proving:1"`. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "ledger/number_range.h"
#include "sync/crypto/keys.h"

namespace perk::store_node {

/// "PREFIX-DIGITS", "KIND:KEY VERSION".
[[nodiscard]] std::string range_name(const NumberRange& range);
[[nodiscard]] std::string range_value(const NumberRange& range);
/// None if the two are not a sound range.
[[nodiscard]] std::optional<NumberRange> parse_range(std::string_view name, std::string_view value);
/// What keeps a shop from working with these ranges, as the end of a sentence; none if nothing does.
[[nodiscard]] std::optional<std::string> what_is_wrong_with(
    std::span<const NumberRange> ranges, std::span<const sync::CardNumberKey> keys);

}  // namespace perk::store_node
