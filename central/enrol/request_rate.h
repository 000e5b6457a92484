// How often anybody may ask who has proven nothing yet: a few times at once from one address and in all, then
// at a steady rate (a token bucket for each address, and one for all). Memory is bounded: of addresses beyond
// so many at once, all are counted as one. Not thread-safe. No clock: the time is an argument, and one that
// goes back counts as none passed.
#pragma once

#include <cstddef>
#include <map>
#include <string>

#include "ledger/time.h"

namespace perk::central {

struct Rate {
  std::int64_t at_once = 1;  ///< Tokens in a full bucket.
  Millis between{1'000};     ///< Until there is one more; above 0.
};

struct RequestRates {
  Rate of_address{20, Millis(3'000)};
  Rate of_all{200, Millis(100)};
  std::size_t addresses_max = 1'024;
};

class RequestRate {
 public:
  explicit RequestRate(RequestRates rates = {})
      : rates_(rates), of_all_(rates.of_all), of_others_(rates.of_address) {}

  /// Whether one more may be looked at now; if so, it is counted.
  [[nodiscard]] bool allows(const std::string& address, Instant now);
  [[nodiscard]] std::size_t addresses() const { return of_address_.size(); }

 private:
  class Bucket {
   public:
    explicit Bucket(Rate rate) : rate_(rate), tokens_(rate.at_once) {}
    void fill(Instant now);
    [[nodiscard]] bool is_full() const { return tokens_ == rate_.at_once; }
    [[nodiscard]] bool is_empty() const { return tokens_ == 0; }
    void take() { --tokens_; }

   private:
    Rate rate_;
    std::int64_t tokens_;
    Instant filled_;  ///< Up to when tokens were added.
  };
  [[nodiscard]] Bucket& bucket_of(const std::string& address, Instant now);

  const RequestRates rates_;
  Bucket of_all_;
  Bucket of_others_;  ///< Of all addresses that have no bucket of their own.
  std::map<std::string, Bucket> of_address_;
};

}  // namespace perk::central
