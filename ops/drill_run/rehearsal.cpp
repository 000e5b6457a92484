#include "ops/drill_run/rehearsal.h"

#include <algorithm>
#include <chrono>
#include <limits>
#include <thread>

#include "ops/demo_run/agreement.h"
#include "ops/demo_run/risk_shown.h"
#include "ops/demo_run/stage_files.h"
#include "sync/process/system_clock.h"

namespace perk::ops {
namespace {

using Clock = std::chrono::steady_clock;
using Outcome = Result<Done, std::string>;

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr std::uint64_t kLooksBetweenRisks = 3;
constexpr Millis kLoadingMax{120'000};
/// After the last customer tills still ask for what was never finally answered.
constexpr Millis kClosingMax{120'000};
/// Whatever was broken is mended by then, also on a busy machine: a till that has no answer yet is not switched off.
constexpr const char* kTillPatience = "90s";
constexpr Millis kEver{std::numeric_limits<std::int64_t>::max()};

Millis since(Clock::time_point then) {
  return Millis(std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - then).count());
}

/// A fault's beginning or end.
struct Turn {
  Millis at;
  std::size_t fault;
  bool is_end;
};

std::vector<Turn> turns_of(const std::vector<Fault>& faults) {
  std::vector<Turn> turns;
  for (std::size_t i = 0; i < faults.size(); ++i) {
    turns.push_back({faults[i].from, i, false});
    turns.push_back({faults[i].until, i, true});
  }
  std::stable_sort(turns.begin(), turns.end(),
                   [](const Turn& a, const Turn& b) { return a.at < b.at; });
  return turns;
}

class Rehearsal {
 public:
  Rehearsal(const Drill& drill, const DrillPlan& plan, Scene& scene, Watch& watch,
            const Patience& patience, const Screen& screen)
      : drill_(drill),
        plan_(plan),
        scene_(scene),
        watch_(watch),
        patience_(patience),
        screen_(screen),
        faults_(drill.faults(plan)),
        turns_(turns_of(faults_)) {
    for (const Shop& shop : stage().shops()) seen_.places.push_back(to_string(shop.terminals));
    for (const Fault& fault : faults_)
      seen_.faults.push_back({fault.what, fault.shops, fault.from, fault.until, fault.from});
  }

  Result<Rehearsed, std::string> run() {
    if (const auto opened = open_the_shops(); !opened) return failed(opened.error());
    if (const auto lived = live_through_it(); !lived) seen_.trouble = lived.error();
    if (auto record = load_record(record_file(stage())))
      seen_.record = std::move(record).value();
    else if (seen_.trouble.empty())
      seen_.trouble = record.error();
    seen_.final_bytes = bytes_now();
    for (const Shop& shop : stage().shops())
      seen_.memory_peaks.push_back(memory_peak_of(shop.node->pid()));
    return std::move(seen_);
  }

 private:
  [[nodiscard]] Stage& stage() { return scene_.stage(); }

  Outcome open_the_shops() {
    screen_.phase("issuing and loading the cards");
    auto arguments = till_arguments();
    if (!arguments) return failed(arguments.error());
    const auto tills = stage().start("perk-sim", arguments.value(), "tills");
    if (!tills) return failed(tills.error());
    tills_ = tills.value();
    const auto began = Clock::now();
    while (!has_begun_selling()) {
      if (!tills_->is_running()) return failed(tills_words());
      if (const auto casualty = stage().casualty()) return failed(*casualty);
      if (since(began) > kLoadingMax)
        return failed("the cards were not loaded within " + plain_time(kLoadingMax));
      std::this_thread::sleep_for(kLookEvery);
    }
    selling_since_ = Clock::now();
    seen_.began = sync::SystemClock().wall();
    screen_.phase("selling");
    return Done{};
  }

  Result<std::vector<std::string>, std::string> till_arguments() {
    auto told = stage().till_arguments(drill_.load.tills_per_shop);
    if (!told) return told;
    std::vector<std::string> all = std::move(told).value();
    const auto add = [&](const std::string& option, const std::string& value) {
      all.insert(all.end(), {option, value});
    };
    add("--record", record_file(stage()));
    add("--report", tills_file(stage()));
    add("--seed", std::to_string(plan_.seed));
    add("--currency", stage().options().currency);
    add("--patience", kTillPatience);
    if (drill_.load.replays_trace && !plan_.trace.empty()) {
      add("--trace", plan_.trace);
      add("--speed", std::to_string(stage_speed()));
      return all;
    }
    add("--cards", std::to_string(drill_.load.cards));
    add("--cloned-cards", std::to_string(drill_.load.cloned_cards));
    add("--rate", std::to_string(drill_.load.purchases_per_second));
    add("--duration", std::to_string(plan_.length.count()) + "ms");
    return all;
  }

  /// So that the trace takes as long as any other day.
  [[nodiscard]] std::uint64_t stage_speed() const {
    return static_cast<std::uint64_t>(
        std::max<std::int64_t>(1, plan_.trace_span.count() / plan_.length.count()));
  }

  Outcome live_through_it() {
    while (tills_->is_running()) {
      if (auto turned = turn_what_is_due(now()); !turned) return turned;
      if (auto looked = look(); !looked) return looked;
      if (now() > plan_.length + kClosingMax)
        return failed(std::string("the tills do not come to an end"));
    }
    seen_.ended = now();
    if (auto mended = turn_what_is_due(kEver); !mended) return mended;
    if (tills_->exit_code() != 0) return failed(tills_words());
    screen_.phase("the shops have closed; waiting until everybody agrees");
    return agree();
  }

  Outcome turn_what_is_due(Millis by) {
    while (turned_ < turns_.size() && turns_[turned_].at <= by) {
      const Turn& turn = turns_[turned_++];
      Fault& fault = faults_[turn.fault];
      screen_.phase((turn.is_end ? "mended: " : "") + fault.what);
      FaultSeen& seen = seen_.faults[turn.fault];
      if (!turn.is_end) seen.from = now();
      const auto done = turn.is_end ? fault.end(scene_) : fault.begin(scene_);
      if (!done) return failed(fault.what + ": " + done.error());
      (turn.is_end ? seen.until : seen.dead) = now();
      if (turned_ == turns_.size()) note_what_is_owed();
    }
    return Done{};
  }

  /// All is mended: from here on the chain has to come together by itself.
  void note_what_is_owed() {
    mended_at_ = now();
    for (const auto& shop : watch_.look()) owed_.push_back(shop ? shop->log_end : Seq());
    for (const std::size_t shop : drill_.new_logs) owed_[shop] = Seq();
  }

  Outcome agree() {
    const auto closed = Clock::now();
    while (since(closed) < patience_.agreement) {
      if (auto looked = look(); !looked) return looked;
      if (const auto events = events_everybody_has(stage(), watch_)) {
        seen_.events = *events;
        seen_.settled = since(closed);
        for (const auto& shop : watch_.look())
          seen_.final_held.push_back(shop ? shop->synced_through : Seq());
        return Done{};
      }
    }
    return failed("they did not agree within " + plain_time(patience_.agreement) + ": " + state());
  }

  Outcome look() {
    if (const auto casualty = stage().casualty()) return failed(*casualty);
    const auto& statuses = watch_.look();
    BacklogSample sample{now(), {}};
    HeldSample held{now(), 0};
    bool is_whole = mended_at_.has_value();
    for (std::size_t shop = 0; shop < statuses.size(); ++shop) {
      sample.backlogs.push_back(statuses[shop] ? backlog_of(*statuses[shop]) : last_backlog(shop));
      held.events += statuses[shop] ? statuses[shop]->synced_through.value() : 0;
      is_whole = is_whole && statuses[shop] && statuses[shop]->synced_through >= owed_[shop];
    }
    seen_.backlogs.push_back(std::move(sample));
    seen_.held.push_back(held);
    if (is_whole && !seen_.converged) seen_.converged = now();
    if (looks_++ % kLooksBetweenRisks == 0) note_risk();
    screen_.progress(state());
    std::this_thread::sleep_for(kLookEvery);
    return Done{};
  }

  /// What head office shows its operators now, if it answers.
  void note_risk() {
    if (const auto sample = risk_shown(stage(), now())) seen_.risks.push_back(*sample);
  }

  [[nodiscard]] std::uint64_t last_backlog(std::size_t shop) const {
    return seen_.backlogs.empty() ? 0 : seen_.backlogs.back().backlogs[shop];
  }

  [[nodiscard]] std::vector<LineBytes> bytes_now() {
    std::vector<LineBytes> all;
    for (const Shop& shop : stage().shops()) {
      const auto bytes = bytes_of(stage(), shop);
      all.push_back(bytes ? bytes.value() : LineBytes{});
    }
    return all;
  }

  [[nodiscard]] Millis now() const { return since(selling_since_); }
  [[nodiscard]] bool has_begun_selling() {
    return said_by_tills().find("perk-sim: selling") != std::string::npos;
  }
  [[nodiscard]] std::string tills_words() { return "the tills failed: " + said_by_tills(); }
  [[nodiscard]] std::string said_by_tills() {
    return read_whole(stage().options().directory / "tills.log").value_or("");
  }

  [[nodiscard]] std::string state() {
    std::string text = plain_time(now());
    for (std::size_t shop = 0; shop < stage().shops().size(); ++shop)
      text += " | " + stage().shops()[shop].name + " " + std::to_string(last_backlog(shop)) +
              " waiting";
    return text;
  }

  const Drill& drill_;
  const DrillPlan& plan_;
  Scene& scene_;
  Watch& watch_;
  const Patience& patience_;
  const Screen& screen_;
  std::vector<Fault> faults_;
  std::vector<Turn> turns_;
  std::size_t turned_ = 0;
  Rehearsed seen_;
  Child* tills_ = nullptr;
  Clock::time_point selling_since_;
  std::optional<Millis> mended_at_;
  std::vector<Seq> owed_;  ///< Each shop's log end when the last fault was mended.
  std::uint64_t looks_ = 0;
};

}  // namespace

Result<Rehearsed, std::string> rehearse(const Drill& drill, const DrillPlan& plan, Scene& scene,
                                        Watch& watch, const Patience& patience,
                                        const Screen& screen) {
  return Rehearsal(drill, plan, scene, watch, patience, screen).run();
}

}  // namespace perk::ops
