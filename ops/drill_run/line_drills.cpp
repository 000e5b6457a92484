// Drills of lines: the network is not reliable, not fast, not wide, and not free.
#include <algorithm>
#include <array>
#include <utility>

#include "ops/demo_run/report.h"
#include "ops/drill_run/rehearsal.h"
#include "ops/drill_run/timeline.h"
#include "ops/random.h"

namespace perk::ops {
namespace {

constexpr const char* kReliable = "fallacy 1: the network is reliable";

/// One toxic on these shops' lines for the middle of the day.
Fault broken(const DrillPlan& plan, const std::string& what, const std::vector<std::size_t>& shops,
             const std::string& toxic) {
  constexpr std::int64_t kFrom = 200, kUntil = 700;
  return {
      what, plan.at(kFrom), plan.at(kUntil), shops, break_lines(shops, toxic), heal_lines(shops)};
}

const PlantedBug kSendsOnlyWhatIsNew{
    Node::Store, "SendsOnlyWhatIsNew",
    "after a reconnection a shop goes on at its log's end and never sends what it sold meanwhile"};
Drill shops_cut() {
  return {"shops-cut",
          kReliable,
          "Two shops whose lines are cut go on selling, and head office has all of it to the cent "
          "once the lines are back.",
          {},
          [](const DrillPlan& plan) {
            return std::vector{broken(plan, "the lines of Harbour and Station are cut",
                                      {kHarbour, kStation}, "cut")};
          },
          {},
          {},
          kSendsOnlyWhatIsNew};
}

Drill half_open() {
  return {"half-open",
          kReliable,
          "A line that swallows everything and closes nothing costs no sale and no event: the shop "
          "notices, sells on, and catches up.",
          {},
          [](const DrillPlan& plan) {
            return std::vector{broken(plan, "Harbour's line swallows everything, both ways",
                                      {kHarbour}, "black_hole both"),
                               broken(plan, "Station's line swallows what the shop says",
                                      {kStation}, "black_hole up")};
          },
          {},
          {},
          kSendsOnlyWhatIsNew};
}

Drill acks_lost() {
  return {"acks-lost",
          kReliable,
          "What head office stored and could not say so counts once, and the shop hears of it in "
          "the end.",
          {},
          [](const DrillPlan& plan) {
            return std::vector{broken(plan, "head office's answers to Harbour and Market are lost",
                                      {kHarbour, kMarket}, "black_hole down")};
          },
          {},
          {},
          kSendsOnlyWhatIsNew};
}

/// Inbound, outbound and two-way cuts of up to 10 s, at random, one shop independent of the other.
std::vector<Fault> flaps(const DrillPlan& plan) {
  constexpr std::int64_t kLongest = 10'000, kFirst = 100, kLast = 850;
  std::vector<Fault> faults;
  Random chance(plan.seed);
  for (const std::size_t shop : {kHarbour, kStation}) {
    const std::string name = shop == kHarbour ? "Harbour" : "Station";
    Millis begin = plan.at(kFirst);
    while (begin < plan.at(kLast)) {
      const std::int64_t longest = std::min(kLongest, plan.length.count() / 8);
      const Millis length(
          static_cast<std::int64_t>(chance.below(static_cast<std::uint64_t>(longest)) + 100));
      constexpr std::array kFlaps{std::pair{"cut", "is cut"},
                                  std::pair{"black_hole up", "loses what the shop says"},
                                  std::pair{"black_hole down", "loses what head office says"}};
      const auto& [toxic, what] = kFlaps[chance.below(kFlaps.size())];
      const Millis end = std::min(begin + length, plan.at(kLast));
      faults.push_back({name + "'s line " + what,
                        begin,
                        end,
                        {shop},
                        break_lines({shop}, toxic),
                        heal_lines({shop})});
      begin =
          end +
          Millis(static_cast<std::int64_t>(chance.below(static_cast<std::uint64_t>(longest)) + 50));
    }
  }
  return faults;
}

Drill flapping() {
  return {"flapping",
          kReliable,
          "A shop whose line comes and goes never stays stuck: the backlog reaches zero after the "
          "last flap.",
          {},
          flaps,
          {},
          {},
          kSendsOnlyWhatIsNew};
}

/// No slower than the shop that has no line at all, but for the one question that a customer may wait for.
void judge_slow_line(const Rehearsed& seen, std::vector<CheckLine>& checks) {
  constexpr Millis kQuestion{150}, kNoise{100};
  const Window window{seen.faults.front().from, seen.faults.front().until};
  const auto slow = waits_during(seen.record, seen.places[kHarbour], seen.began, window);
  const auto offline = waits_during(seen.record, seen.places[kStation], seen.began, window);
  if (slow.empty() || offline.empty()) {
    checks.push_back({"both shops sold meanwhile", false, "one of them sold nothing"});
    return;
  }
  const auto at_rank = [](const std::vector<Millis>& waits, std::size_t per_cent) {
    return waits[(waits.size() - 1) * per_cent / 100];
  };
  const auto say = [&](const char* rank, Millis here, Millis there, Millis more) {
    checks.push_back({std::string(rank) +
                          " wait at the slow line is that of a shop without one, and at "
                          "most " +
                          plain_time(more) + " more",
                      here <= there + more,
                      plain_time(here) + " of " + std::to_string(slow.size()) + " purchases, " +
                          plain_time(there) + " of " + std::to_string(offline.size())});
  };
  say("the median", at_rank(slow, 50), at_rank(offline, 50), kNoise);
  say("the 99th percentile's", at_rank(slow, 99), at_rank(offline, 99), kQuestion + kNoise);
}

Drill slow_line() {
  return {
      "slow-line",
      "fallacy 2: latency is zero",
      "With round trips of two seconds a shop approves as fast as one that has no line.",
      {},
      [](const DrillPlan& plan) {
        return std::vector{broken(plan, "Harbour's line takes a second each way", {kHarbour},
                                  "latency 1000 200 both"),
                           broken(plan, "Station's line is cut", {kStation}, "cut")};
      },
      {},
      judge_slow_line,
      {Node::Store, "", "a customer waits up to 5 s for head office's answer, by a wrong setting",
       "\n[rights]\nask_deadline = \"5s\"\n"}};
}

constexpr std::uint64_t kThinBytesPerSecond = 8'000;
constexpr std::uint64_t kBytesPerEventMax = 300;
/// Two handshakes with certificates: of the line, and of the question about card numbers.
constexpr std::uint64_t kBytesPerStartMax = 8 * 1'024;

/// Bytes on a shop's line, all of TLS, seals, rights and handshakes included, for the events that it brought.
void judge_bytes(const std::string& what, std::uint64_t bytes, std::uint64_t events,
                 std::uint64_t starts, std::vector<CheckLine>& checks) {
  const std::uint64_t most = events * kBytesPerEventMax + starts * kBytesPerStartMax;
  checks.push_back(
      {what + " took at most " + std::to_string(kBytesPerEventMax) + " bytes an event, and " +
           std::to_string(kBytesPerStartMax) + " for each start of its node",
       events > 0 && bytes <= most,
       std::to_string(bytes) + " bytes for " + std::to_string(events) + " events and " +
           std::to_string(starts) + " starts, at most " + std::to_string(most)});
}

/// A shop's line over the whole run: what it sold went up, what the others sold came down.
void judge_bytes_counted(const Rehearsed& seen, std::vector<CheckLine>& checks) {
  if (!seen.settled) return;  // They never agreed: that is said already.
  const std::uint64_t own = seen.final_held[kHarbour].value();
  const std::uint64_t starts = seen.faults.size() + 1;
  const LineBytes& bytes = seen.final_bytes[kHarbour];
  judge_bytes("Harbour's line, up,", bytes.up, own, starts, checks);
  judge_bytes("Harbour's line, down,", bytes.down, seen.events - std::min(seen.events, own), starts,
              checks);
}

void judge_thin_line(const Rehearsed& seen, std::vector<CheckLine>& checks) {
  constexpr std::uint64_t kMemoryMax = 256ULL << 20;
  const std::uint64_t peak = seen.memory_peaks[kHarbour];
  checks.push_back({"Harbour's node never took more than 256 MiB", peak > 0 && peak <= kMemoryMax,
                    std::to_string(peak >> 20) + " MiB"});
}

Drill thin_line() {
  return {"thin-line",
          "fallacy 3: bandwidth is infinite",
          "A backlog drains over 64 kbit/s while the shop sells on, in bounded time and memory.",
          {},
          [](const DrillPlan& plan) {
            const std::string thin = "bandwidth " + std::to_string(kThinBytesPerSecond) + " up";
            std::vector<Fault> faults{broken(plan, "Harbour's line is cut", {kHarbour}, "cut")};
            faults.front().end = in_turn({heal_lines({kHarbour}), break_lines({kHarbour}, thin)});
            return faults;
          },
          {},
          judge_thin_line,
          kSendsOnlyWhatIsNew};
}

Drill bytes_counted() {
  return {
      "bytes-counted",
      "fallacy 7: transport cost is zero",
      "What a shop's line carries for an event is bounded both ways, also for a shop that starts "
      "again and again.",
      {.tills_per_shop = 10},  // Each stands still with one customer meanwhile.
      [](const DrillPlan& plan) {
        std::vector<Fault> faults;
        for (std::int64_t from = 200; from < 850; from += 80)
          faults.push_back({"Harbour's node is started again",
                            plan.at(from),
                            plan.at(from + 30),
                            {kHarbour},
                            kill_shop(kHarbour),
                            start_shop_again(kHarbour)});
        return faults;
      },
      {},
      judge_bytes_counted,
      {Node::Store, "CursorStaysBehind",
       "a shop stores what it hears and not how far, and hears it again after each start"}};
}

Drill altered_bytes() {
  return {"altered-bytes",
          "fallacy 4: the network is secure",
          "Of a line that alters what passes nothing altered is taken: the shop sells on, and what "
          "it sold arrives whole once the line is sound.",
          {},
          [](const DrillPlan& plan) {
            return std::vector{
                broken(plan, "one of 2,000 bytes is altered on Harbour's line, both ways",
                       {kHarbour}, "alter 2000"),
                broken(plan, "one of 20,000 bytes that head office says is altered on Market's",
                       {kMarket}, "alter 20000 down")};
          },
          {},
          {},
          kSendsOnlyWhatIsNew};
}

Drill cloned_cards() {
  Drill drill = shops_cut();
  drill.name = "cloned-cards";
  drill.claim =
      "Thieves who use copies of cards in every cut-off shop at once cost no more than the "
      "exposure "
      "that was shown before.";
  drill.load.cloned_cards = 8;
  drill.bug = {Node::HeadOffice, "OverdraftStaysHidden",
               "no overdraft is opened for a card that is below zero"};
  return drill;
}

Drill long_partition() {
  Drill drill = shops_cut();
  drill.name = "month-long-partition";
  drill.claim =
      "A shop that is cut off for a month of real purchases (--trace) sells on, and comes back "
      "whole.";
  drill.load.replays_trace = true;
  drill.faults = [](const DrillPlan& plan) {
    // A ninth of the trace's nine months.
    return std::vector<Fault>{{"Harbour's line is cut",
                               plan.at(400),
                               plan.at(512),
                               {kHarbour},
                               break_lines({kHarbour}, "cut"),
                               heal_lines({kHarbour})}};
  };
  return drill;
}

}  // namespace

std::vector<Drill> line_drills() {
  return {shops_cut(), half_open(),     acks_lost(),     flapping(),     slow_line(),
          thin_line(), bytes_counted(), altered_bytes(), cloned_cards(), long_partition()};
}

}  // namespace perk::ops
