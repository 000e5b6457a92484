#include "store_node/guess_guard.h"

#include <algorithm>

namespace perk::store_node {
namespace {

constexpr std::int64_t kMinute = 60'000;  // ms

}  // namespace

std::uint32_t GuessGuard::Tally::at(Instant now, Millis forgets_one) const {
  const std::int64_t forgotten = (now - since).count() / forgets_one.count();
  return forgotten >= wrong
             ? 0
             : wrong - static_cast<std::uint32_t>(std::max<std::int64_t>(0, forgotten));
}

void GuessGuard::Tally::add(Instant now, Millis forgets_one) {
  const std::uint32_t left = at(now, forgets_one);
  // What is left of the time in which the next one is forgotten stays.
  since = left == 0 ? now
                    : since + Millis(static_cast<std::int64_t>(wrong - left) * forgets_one.count());
  wrong = left + 1;
}

Millis GuessGuard::wait(TerminalId terminal, Instant now) const {
  const auto known = terminals_.find(terminal);
  if (known == terminals_.end() || known->second.may_go_on <= now) return Millis(0);
  return known->second.may_go_on - now;
}

bool GuessGuard::was_wrong(TerminalId id, Instant now) {
  ++counts_.wrong;
  const std::int64_t number = now.millis() / kMinute;
  Minute& minute = minutes_.at(static_cast<std::size_t>(number % kMinutes));
  if (minute.number != number) minute = {number, 0};
  ++minute.wrong;
  store_.add(now, limits_.store_forgets_one);
  if (terminals_.size() >= limits_.terminals_max && !terminals_.contains(id)) forget_one();
  Terminal& terminal = terminals_[id];
  terminal.tally.add(now, limits_.terminal_forgets_one);
  terminal.last = now;
  const std::uint32_t own = terminal.tally.at(now, limits_.terminal_forgets_one);
  const std::uint32_t all = store_.at(now, limits_.store_forgets_one);
  const bool careful = is_cautious(now);
  const std::uint32_t own_max = careful ? limits_.of_terminal_in_caution : limits_.of_terminal;
  const std::uint32_t all_max = careful ? limits_.of_store_in_caution : limits_.of_store;
  const std::uint32_t beyond_own = own > own_max ? own - own_max : 0;
  const std::uint32_t beyond_all = all > all_max ? all - all_max : 0;
  const std::uint32_t beyond = std::max(beyond_own, beyond_all);
  if (beyond == 0) return false;
  terminal.may_go_on = now + wait_after(beyond);
  ++counts_.stopped;
  return true;
}

std::uint64_t GuessGuard::recent(Instant now) const {
  const std::int64_t number = now.millis() / kMinute;
  std::uint64_t wrong = 0;
  for (const Minute& minute : minutes_)
    if (minute.number >= 0 && number - minute.number < kMinutes) wrong += minute.wrong;
  return wrong;
}

void GuessGuard::be_cautious(bool is_on, Instant now) {
  cautious_until_ = is_on ? now + limits_.caution_max : now;
}

Millis GuessGuard::wait_after(std::uint32_t beyond) const {
  Millis wait = limits_.first_wait;
  for (std::uint32_t i = 1; i < beyond && wait < limits_.wait_max; ++i)
    wait = Millis(wait.count() * 2);
  return std::min(wait, limits_.wait_max);
}

void GuessGuard::forget_one() {
  const auto oldest = std::ranges::min_element(
      terminals_, {}, [](const auto& terminal) { return terminal.second.last; });
  if (oldest != terminals_.end()) terminals_.erase(oldest);
}

}  // namespace perk::store_node
