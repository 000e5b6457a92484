// Real purchases to replay: a CSV of `occurred_at,card,amount,item`. Parsing is pure and refuses a file
// with anything it does not understand, naming the line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/money.h"
#include "ledger/result.h"
#include "ledger/time.h"

namespace perk::ops {

struct TracePurchase {
  Millis offset;     ///< Since the first purchase of the trace.
  std::size_t card;  ///< Cards are numbered as they first appear.
  Amount amount;
  friend bool operator==(const TracePurchase&, const TracePurchase&) = default;
};

struct Trace {
  std::vector<TracePurchase> purchases;  ///< In the order of time.
  std::size_t cards = 0;
  [[nodiscard]] Millis span() const {
    return purchases.empty() ? Millis(0) : purchases.back().offset;
  }
};

/// The error is one sentence that names the line: "line 7: the amount '3,50' is not ...".
[[nodiscard]] Result<Trace, std::string> parse_trace(std::string_view csv, Currency currency);
/// Reads the file and parses it; the error names the file too.
[[nodiscard]] Result<Trace, std::string> load_trace(const std::string& path, Currency currency);

}  // namespace perk::ops
