#include "sync/asking.h"

#include "ledger/check.h"

namespace perk::sync {

void Asking::connected() {
  is_connected_ = true;
  last_number_ = 0;
  under_way_.clear();
}

std::vector<std::uint64_t> Asking::disconnected() {
  std::vector<std::uint64_t> in_vain;
  for (const auto& [number, deadline] : under_way_) in_vain.push_back(number);
  is_connected_ = false;
  under_way_.clear();
  return in_vain;
}

AskingMode Asking::mode(Instant now) const {
  if (!is_connected_) return AskingMode::NotNow;
  if (!is_slow()) return AskingMode::WithCustomer;
  if (!last_probe_ || now - *last_probe_ >= limits_.probe_every) return AskingMode::AsProbe;
  return AskingMode::NotNow;
}

std::uint64_t Asking::asked(Instant now) {
  PERK_CHECK(mode(now) != AskingMode::NotNow, "nobody asks where no answer is to be had");
  if (is_slow()) last_probe_ = now;
  under_way_.emplace(++last_number_, now + limits_.deadline);
  return last_number_;
}

bool Asking::answered(std::uint64_t number, Instant now) {
  const auto asked = under_way_.find(number);
  if (asked == under_way_.end()) return false;
  const bool is_in_time = now < asked->second;
  if (!is_in_time) return false;  // The next tick counts it.
  under_way_.erase(asked);
  timeouts_ = 0;
  return true;
}

std::vector<std::uint64_t> Asking::tick(Instant now) {
  std::vector<std::uint64_t> in_vain;
  for (auto asked = under_way_.begin(); asked != under_way_.end();) {
    if (now < asked->second) {
      ++asked;
      continue;
    }
    in_vain.push_back(asked->first);
    asked = under_way_.erase(asked);
    if (!is_slow()) ++timeouts_;
  }
  return in_vain;
}

std::optional<Instant> Asking::next_deadline() const {
  // All wait equally long, so the first asked is the first given up.
  if (under_way_.empty()) return std::nullopt;
  return under_way_.begin()->second;
}

}  // namespace perk::sync
