#include "tests/simulation/shrink.h"

#include <algorithm>

namespace perk::simulation {
namespace {

/// The sentence without its numbers.
std::string kind_of(std::string objection) {
  std::erase_if(objection, [](char letter) { return letter >= '0' && letter <= '9'; });
  return objection;
}

class Shrinker {
 public:
  Shrinker(const Plan& plan, const std::string& objection, std::uint64_t tries_max)
      : best_{plan, objection, 0}, tries_max_(tries_max) {}

  Shrunk run() {
    while (take_away_faults() || shorten() || thin_out()) {
    }
    return best_;
  }

 private:
  [[nodiscard]] bool still_fails(const Plan& smaller) {
    if (best_.tries >= tries_max_) return false;
    ++best_.tries;
    const Verdict verdict = live_through(smaller);
    if (!verdict.objection || kind_of(*verdict.objection) != kind_of(best_.objection)) return false;
    best_.plan = smaller;
    best_.objection = *verdict.objection;
    return true;
  }

  /// In ever smaller pieces.
  [[nodiscard]] bool take_away_faults() {
    bool did = false;
    for (std::size_t piece = std::max<std::size_t>(1, best_.plan.faults.size() / 2);; piece /= 2) {
      for (std::size_t first = 0; first < best_.plan.faults.size();) {
        Plan smaller = best_.plan;
        const std::size_t end = std::min(first + piece, smaller.faults.size());
        smaller.faults.erase(smaller.faults.begin() + static_cast<std::ptrdiff_t>(first),
                             smaller.faults.begin() + static_cast<std::ptrdiff_t>(end));
        if (still_fails(smaller)) {
          did = true;
        } else {
          first += piece;
        }
      }
      if (piece <= 1) return did;
    }
  }

  [[nodiscard]] bool shorten() {
    bool did = false;
    for (std::int64_t hour = 3'600'000, by = 16; by >= 1; by /= 2) {
      Plan smaller = best_.plan;
      if (smaller.length.count() <= by * hour) continue;
      smaller.length = smaller.length - Millis(by * hour);
      did = still_fails(smaller) || did;
    }
    return did;
  }

  [[nodiscard]] bool thin_out() {
    Plan smaller = best_.plan;
    smaller.customers_per_day = smaller.customers_per_day / 2;
    return smaller.customers_per_day > 0 && still_fails(smaller);
  }

  Shrunk best_;
  const std::uint64_t tries_max_;
};

}  // namespace

Shrunk shrink(const Plan& plan, const std::string& objection, std::uint64_t tries_max) {
  return Shrinker(plan, objection, tries_max).run();
}

}  // namespace perk::simulation
