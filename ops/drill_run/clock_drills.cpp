// Drills of clocks: a shop's is an hour wrong. Its node is the test program, whose clock can be set wrong; nothing that
// ships has such a switch.
#include <algorithm>
#include <cstdlib>
#include <optional>

#include "ops/drill_run/rehearsal.h"
#include "ops/simulate/deck.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

/// Read by the test program alone, in milliseconds.
constexpr const char* kClockVariable = "PERK_CLOCK_AHEAD";
constexpr Millis kHour{3'600'000}, kTolerated{60'000};

/// Its node starts again; the clock is wrong from its first reading on, or right again.
Act start_with_clock(std::size_t shop, Millis ahead) {
  return [shop, ahead](Scene& scene) -> Outcome {
    scene.stage().crash_shop(shop);
    setenv(kClockVariable, std::to_string(ahead.count()).c_str(), 1);
    const auto started = scene.stage().restart_shop(shop);
    unsetenv(kClockVariable);
    return started;
  };
}

/// What the statements of all customers' cards say of times.
struct TimesSeen {
  Millis most_ahead;         ///< Of the shop whose clock was wrong, before head office's clock.
  Millis most_ahead_others;  ///< Of everybody else.
  std::optional<EventId> wrong;
};

TimesSeen times_of(Scene& scene, std::size_t cards) {
  const StoreId wrong_shop = *scene.shop(kHarbour).store;
  Deck deck;
  deck.seed = scene.stage().options().seed;
  TimesSeen seen;
  for (std::size_t card = 0; card < cards; ++card) {
    central::StatementRequest request;
    request.card.number = card_number(deck, card).secret_digits();
    const auto statement = asked<central::StatementReply>(scene.stage(), request);
    if (!statement) continue;
    for (const central::StatementLine& line : statement.value().lines) {
      const Millis ahead = line.happened - line.recorded;
      Millis& most = line.store == wrong_shop ? seen.most_ahead : seen.most_ahead_others;
      most = std::max(most, ahead);
      if (line.store == wrong_shop && ahead > kTolerated && line.type == "ValueRedeemed")
        seen.wrong = line.event;
    }
  }
  return seen;
}

void note_times(Scene& scene, const TimesSeen& seen) {
  const std::string name = scene.shop(kHarbour).name;
  scene.note({"what " + name + " sold meanwhile has its wrong time", seen.most_ahead > kTolerated,
              plain_time(seen.most_ahead) + " ahead"});
  scene.note({"nobody else followed that clock", seen.most_ahead_others <= kTolerated,
              plain_time(seen.most_ahead_others) + " ahead at most"});
}

/// To whoever asks of a purchase, to whoever reads head office's log, and on the other shops' screens.
Outcome note_alarms(Scene& scene, const TimesSeen& seen) {
  const std::string name = scene.shop(kHarbour).name;
  scene.note({"head office's log warns that the clock of " + name + " is ahead",
              is_warned_of(scene.stage(), "(" + name + "): its clock is "), ""});
  Watch watch(scene.stage().shops());
  const auto& shops = watch.look();
  const std::uint64_t counted = shops[kMarket] ? shops[kMarket]->clock_too_far_ahead : 0;
  scene.note({"the others count what came from a clock too far ahead", counted > 0,
              std::to_string(counted) + " events at " + scene.shop(kMarket).name});
  if (!seen.wrong) return Done{};
  const auto explained =
      asked<central::ExplainReply>(scene.stage(), central::ExplainRequest{*seen.wrong});
  if (!explained) return failed(explained.error());
  const Millis ahead = explained.value().raw_clock - explained.value().recorded;
  scene.note({"`perk explain` says that the clock was ahead", ahead > kTolerated,
              plain_time(ahead) + " of event " + to_string(*seen.wrong)});
  return Done{};
}

Act set_clock_right(std::size_t cards) {
  return [cards](Scene& scene) -> Outcome {
    const TimesSeen seen = times_of(scene, cards);
    note_times(scene, seen);
    if (auto noted = note_alarms(scene, seen); !noted) return noted;
    return start_with_clock(kHarbour, Millis(0))(scene);
  };
}

Drill clock_wrong() {
  Drill drill{"clock-wrong",
              "crash: a store's clock is an hour wrong",
              "With one store's clock an hour ahead and another's an hour behind, order and money "
              "are as they "
              "would be, nobody follows the wrong clock, and people are told of it.",
              {},
              [](const DrillPlan& plan) {
                return std::vector<Fault>{{"Station's clock is an hour behind",
                                           plan.at(150),
                                           plan.at(750),
                                           {kStation},
                                           start_with_clock(kStation, Millis(-kHour.count())),
                                           start_with_clock(kStation, Millis(0))},
                                          {"Harbour's clock is an hour ahead",
                                           plan.at(200),
                                           plan.at(700),
                                           {kHarbour},
                                           start_with_clock(kHarbour, kHour),
                                           set_clock_right(Load().cards)},
                                          {"Harbour's line is cut",
                                           plan.at(300),
                                           plan.at(450),
                                           {kHarbour},
                                           break_lines({kHarbour}, "cut"),
                                           heal_lines({kHarbour})}};
              },
              {},
              {},
              {Node::Store, "RestartForgetsLastEvent",
               "a shop that starts again folds all of its log but the last event"}};
  drill.clocks = Clocks::CanBeSet;
  return drill;
}

}  // namespace

std::vector<Drill> clock_drills() { return {clock_wrong()}; }

}  // namespace perk::ops
