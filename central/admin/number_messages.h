// What the `perk` admin tool asks and is told about card number ranges, their keys, and new card numbers. Values;
// part of messages.h, which says how they travel.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/card_number.h"
#include "ledger/ids.h"
#include "ledger/number_range.h"
#include "ledger/operator_word.h"

namespace perk::central {

struct NumberRangesRequest {};
struct NumberRangeRow {
  NumberRange range;
  std::uint64_t made = 0;  ///< Numbers that head office made of it.
};
struct NumberRangesReply {
  std::vector<NumberRangeRow> ranges;  ///< In the order they were added.
};

struct AddRangeRequest {
  std::string prefix;
  std::uint32_t length = 0;  ///< Digits of a whole number.
  RangeKind kind = RangeKind::Foreign;
};
struct AddRangeReply {
  NumberRange range;
  bool was_there = false;
};

/// Another key for a range of numbers that prove themselves: new numbers are made with it.
struct RotateKeyRequest {
  std::string prefix;
  std::string reason;
  std::string operator_name;
  RequestId request;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct RotateKeyReply {
  NumberRange range;          ///< As it is now.
  std::uint32_t version = 0;  ///< Of the key that this request made.
  bool was_repeated = false;  ///< The same request had made it before.
  EventId event;              ///< That says so.
};

inline constexpr std::uint64_t kNumbersMax = 10'000;  ///< Made by one request.
struct MakeNumbersRequest {
  std::uint64_t count = 0;  ///< 1 to kNumbersMax.
  std::string prefix;       ///< Of a self-proving range; empty: the only one there is.
};
/// Secret, each of them: whoever reads a number can spend the card.
struct MakeNumbersReply {
  std::vector<CardNumber> numbers;
};

}  // namespace perk::central
