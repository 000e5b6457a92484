#include "central/enrol/request_rate.h"

namespace perk::central {

void RequestRate::Bucket::fill(Instant now) {
  if (now <= filled_) return;
  const std::int64_t more = (now - filled_).count() / rate_.between.count();
  const bool is_over = more >= rate_.at_once - tokens_;
  tokens_ = is_over ? rate_.at_once : tokens_ + more;
  // What is left of the time counts towards the next token, unless there is no room for one.
  filled_ = is_over ? now : filled_ + Millis(more * rate_.between.count());
}

RequestRate::Bucket& RequestRate::bucket_of(const std::string& address, Instant now) {
  const auto known = of_address_.find(address);
  if (known != of_address_.end()) return known->second;
  if (of_address_.size() >= rates_.addresses_max) {
    for (auto& [known_address, bucket] : of_address_) bucket.fill(now);
    std::erase_if(of_address_, [](const auto& entry) { return entry.second.is_full(); });
  }
  if (of_address_.size() >= rates_.addresses_max) return of_others_;
  return of_address_.try_emplace(address, rates_.of_address).first->second;
}

bool RequestRate::allows(const std::string& address, Instant now) {
  Bucket& own = bucket_of(address, now);
  own.fill(now);
  of_all_.fill(now);
  if (own.is_empty() || of_all_.is_empty()) return false;
  own.take();
  of_all_.take();
  return true;
}

}  // namespace perk::central
