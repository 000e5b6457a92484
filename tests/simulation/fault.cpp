#include "tests/simulation/fault.h"

#include <algorithm>
#include <array>
#include <sstream>

namespace perk::simulation {
namespace {

using enum FaultKind;

/// How often, and for how long. Per shop and day; head office's: per day.
struct Habit {
  FaultKind kind;
  std::string_view name;
  std::uint64_t per_mille;  ///< Chance that a day has one (of a shop).
  std::int64_t lasts_seconds_max;
};
constexpr std::array<Habit, 22> kHabits{{{Cut, "cut", 800, 8 * 3'600},
                                         {CutUp, "cut_up", 200, 3'600},
                                         {CutDown, "cut_down", 200, 3'600},
                                         {Flap, "flap", 250, 1'800},
                                         {Slow, "slow", 250, 3'600},
                                         {Unfaithful, "unfaithful", 250, 3'600},
                                         {ShopCrash, "shop_crash", 500, 600},
                                         {ShopCommitFails, "shop_commit_fails", 400, 0},
                                         {ShopDiskFull, "shop_disk_full", 150, 900},
                                         {ShopSlow, "shop_slow", 150, 1'800},
                                         {ShopClock, "shop_clock", 150, 0},
                                         {ShopDrift, "shop_drift", 100, 0},
                                         {ShopRestored, "shop_restored", 100, 1'200},
                                         {ShopCloned, "shop_cloned", 80, 7'200},
                                         {ShopBurnt, "shop_burnt", 80, 1'200},
                                         {OfficeCrash, "office_crash", 400, 300},
                                         {OfficeAway, "office_away", 300, 900},
                                         {OfficeUnknown, "office_unknown", 500, 120},
                                         {OfficeFailover, "office_failover", 500, 600},
                                         {OfficeClock, "office_clock", 100, 0},
                                         {OfficeRestored, "office_restored", 150, 900},
                                         {NewerPeer, "newer_peer", 100, 7'200}}};

const Habit& habit_of(FaultKind kind) { return *std::ranges::find(kHabits, kind, &Habit::kind); }

bool is_of_office(FaultKind kind) {
  return kind == OfficeCrash || kind == OfficeAway || kind == OfficeUnknown ||
         kind == OfficeFailover || kind == OfficeClock || kind == OfficeRestored;
}

constexpr std::int64_t kDayMillis = 24LL * 3'600'000;

std::string two_digits(std::int64_t number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

}  // namespace

const std::vector<FaultKind>& all_fault_kinds() {
  static const std::vector<FaultKind> kinds = [] {
    std::vector<FaultKind> all;
    for (const Habit& habit : kHabits) all.push_back(habit.kind);
    return all;
  }();
  return kinds;
}

std::string_view fault_name(FaultKind kind) { return habit_of(kind).name; }

std::optional<FaultKind> fault_from_name(std::string_view name) {
  const auto found = std::ranges::find(kHabits, name, &Habit::name);
  return found == kHabits.end() ? std::nullopt : std::optional(found->kind);
}

std::optional<std::vector<FaultKind>> faults_named(const std::string& list) {
  if (list == "all") return all_fault_kinds();
  std::vector<FaultKind> kinds;
  if (list == "none") return kinds;
  std::istringstream words(list);
  for (std::string word; std::getline(words, word, ',');) {
    const auto kind = fault_from_name(word);
    if (!kind) return std::nullopt;
    kinds.push_back(*kind);
  }
  return kinds;
}

std::string to_string(const Fault& fault) {
  const std::int64_t second = fault.when.millis() / 1'000;
  std::string text(fault_name(fault.kind));
  if (!is_of_office(fault.kind)) text += " shop " + std::to_string(fault.shop + 1);
  text += " on day " + std::to_string(second / 86'400 + 1) + " at " +
          two_digits(second / 3'600 % 24) + ":" + two_digits(second / 60 % 60) + ":" +
          two_digits(second % 60);
  if (fault.lasts > Millis(0)) text += " for " + std::to_string(fault.lasts.count() / 1'000) + " s";
  return text;
}

std::vector<Fault> draw_faults(test::Random& random, const std::vector<FaultKind>& kinds,
                               std::size_t shops, Millis days, std::uint64_t plenty) {
  std::vector<Fault> faults;
  const std::int64_t day_count = std::max<std::int64_t>(1, days.count() / kDayMillis);
  for (std::int64_t day = 0; day < day_count; ++day) {
    for (const FaultKind kind : kinds) {
      const Habit& habit = habit_of(kind);
      const std::size_t places = is_of_office(kind) ? 1 : shops;
      for (std::size_t shop = 0; shop < places; ++shop) {
        const std::uint64_t rate = habit.per_mille * plenty;
        std::uint64_t count = rate / 1'000;
        if (random.below(1'000) < rate % 1'000) ++count;
        for (std::uint64_t i = 0; i < count; ++i) {
          // In and around opening hours: a fault at night hits nobody.
          const std::int64_t at = day * kDayMillis + random.between(6 * 3'600'000, 21 * 3'600'000);
          const std::int64_t longest = habit.lasts_seconds_max;
          // Short ones are as likely as long ones.
          const std::int64_t scale =
              longest == 0 ? 0 : std::max<std::int64_t>(1, longest >> random.below(7));
          const std::int64_t lasts = scale == 0 ? 0 : random.between(1, scale * 1'000);
          faults.push_back({kind, Instant(at), Millis(lasts), shop, random.next()});
        }
      }
    }
  }
  std::ranges::stable_sort(faults, {}, &Fault::when);
  return faults;
}

}  // namespace perk::simulation
