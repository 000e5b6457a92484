// What `perk` makes of a command line: words in, a request out.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gtest/gtest.h>

#include "ops/cli/arguments.h"

namespace perk::ops {

/// Of which `perk` makes the id of a request.
inline constexpr std::uint64_t kRequestBits = 0x0123456789abcdefU;

inline Result<Arguments, NothingToRun> parse(
    std::vector<const char*> words,
    const std::optional<std::string>& environment = "127.0.0.1:7100") {
  words.insert(words.begin(), "perk");
  return parse_arguments(static_cast<int>(words.size()), words.data(), environment, kRequestBits);
}

template <typename Request>
Request request_of(std::vector<const char*> words) {
  const auto parsed = parse(std::move(words));
  if (!parsed) {
    ADD_FAILURE() << parsed.error().text;
    return Request{};
  }
  return std::get<Request>(std::get<central::AdminRequest>(parsed.value().what));
}

}  // namespace perk::ops
