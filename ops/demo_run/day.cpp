#include "ops/demo_run/day.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <sstream>
#include <thread>

#include "ops/demo_run/agreement.h"
#include "ops/demo_run/risk_shown.h"
#include "ops/demo_run/stage_files.h"
#include "ops/demo_run/till_report.h"

namespace perk::ops {
namespace {

using Clock = std::chrono::steady_clock;
using Outcome = Result<Done, std::string>;

constexpr std::chrono::milliseconds kLookEvery{100};
constexpr Millis kConvergeMax{60'000};
constexpr std::uint64_t kLooksBetweenRisks = 3;

Millis since(Clock::time_point start) {
  return Millis(
      std::chrono::duration_cast<std::chrono::milliseconds>(Clock::now() - start).count());
}

class Day {
 public:
  Day(Stage& stage, Watch& watch, const DayPlan& plan, const Screen& screen)
      : stage_(stage), watch_(watch), plan_(plan), screen_(screen), owed_(stage.shops().size()) {
    for (const Shop& shop : stage.shops()) report_.stores.emplace_back().name = shop.name;
    for (const std::size_t shop : plan.cut_shops) report_.stores[shop].was_cut = true;
  }

  Result<DemoReport, std::string> run() {
    for (const auto step : {&Day::open_the_shops, &Day::morning, &Day::outage, &Day::afternoon,
                            &Day::catch_up, &Day::settle}) {
      if (const auto outcome = (this->*step)(); !outcome) return failed(outcome.error());
    }
    if (const auto told = add_till_report(tills_file(stage_), report_); !told)
      return failed(told.error());
    return report_;
  }

 private:
  Outcome open_the_shops() {
    screen_.phase("issuing and loading the cards");
    auto told = stage_.till_arguments(plan_.tills_per_shop);
    if (!told) return failed(told.error());
    std::vector<std::string> arguments = std::move(told).value();
    arguments.insert(arguments.end(),
                     {"--record", record_file(stage_), "--report", tills_file(stage_), "--seed",
                      std::to_string(plan_.seed), "--currency", stage_.options().currency});
    if (plan_.trace.empty()) {
      const std::string length = std::to_string(plan_.length.count()) + "ms";
      arguments.insert(arguments.end(),
                       {"--cards", std::to_string(plan_.cards), "--cloned-cards",
                        std::to_string(plan_.cloned_cards), "--rate",
                        std::to_string(plan_.purchases_per_second), "--duration", length});
    } else {
      arguments.insert(arguments.end(),
                       {"--trace", plan_.trace, "--speed", std::to_string(plan_.speed)});
    }
    const auto tills = stage_.start("perk-sim", arguments, "tills");
    if (!tills) return failed(tills.error());
    tills_ = tills.value();
    return watch_until(
        "loading", [&] { return has_begun("selling"); }, Millis(120'000));
  }

  Outcome morning() {
    screen_.phase("morning rush: all three shops sell, connected");
    selling_since_ = Clock::now();
    is_selling_ = true;
    return watch_until("selling", [&] {
      return since(selling_since_) >= plan_.cut_at() || !tills_->is_running();
    });
  }

  Outcome outage() {
    if (auto copied = keep_a_copy(); !copied) return copied;
    std::string names;
    for (const std::size_t shop : plan_.cut_shops) {
      if (auto cut = stage_.cut(stage_.shops()[shop]); !cut) return cut;
      names += (names.empty() ? "" : " and ") + stage_.shops()[shop].name;
    }
    report_.cut_at = since(selling_since_);
    screen_.phase("the lines of " + names + " are cut; nobody is told; customers keep coming");
    return watch_until("cut off", [&] {
      return since(selling_since_) >= plan_.heal_at() || !tills_->is_running();
    });
  }

  Outcome afternoon() {
    const auto& seen = watch_.look();
    for (std::size_t shop = 0; shop < owed_.size(); ++shop)
      owed_[shop] = seen[shop] ? seen[shop]->log_end : Seq();
    if (auto restored = restore_the_copy(); !restored) return restored;
    for (const std::size_t shop : plan_.cut_shops) {
      if (auto healed = stage_.heal(stage_.shops()[shop]); !healed) return healed;
    }
    report_.healed_at = since(selling_since_);
    screen_.phase("the lines are back; the shops catch up while they sell");
    return watch_until(
        "back", [&] { return !tills_->is_running(); }, Millis(600'000));
  }

  /// A backup of a shop that goes on selling. It is taken while the shop is down for a moment.
  Outcome keep_a_copy() {
    if (!plan_.restored_shop) return Done{};
    stage_.crash_shop(*plan_.restored_shop);
    if (auto copied = stage_.copy_database(*plan_.restored_shop); !copied) return copied;
    return stage_.restart_shop(*plan_.restored_shop);
  }

  /// All that the shop sold since, and nobody else heard of, is in its tills' receipts only.
  Outcome restore_the_copy() {
    if (!plan_.restored_shop) return Done{};
    const std::size_t shop = *plan_.restored_shop;
    screen_.phase("the disk of " + stage_.shops()[shop].name +
                  " fails: its database is put back to what it was before the cut");
    report_.restored_shop = stage_.shops()[shop].name;
    owed_[shop] = Seq();  // It begins a new log, from its beginning.
    stage_.crash_shop(shop);
    if (auto restored = stage_.put_copy_back(shop); !restored) return restored;
    return stage_.restart_shop(shop);
  }

  Outcome catch_up() {
    report_.ended_at = since(selling_since_);
    closed_ = Clock::now();
    if (tills_->exit_code() != 0) {
      return failed("the tills failed: " +
                    read_whole(stage_.options().directory / "tills.log").value_or(""));
    }
    screen_.phase("the shops have closed; waiting until everybody agrees");
    return watch_until(
        "agreeing", [&] { return report_.converged.has_value(); }, kConvergeMax);
  }

  Outcome settle() {
    const auto outcome = watch_until(
        "agreeing", [&] { return is_settled(); }, kConvergeMax);
    if (outcome) report_.settled = since(closed_);
    is_selling_ = false;
    return outcome;
  }

  [[nodiscard]] bool is_settled() {
    const auto events = events_everybody_has(stage_, watch_);
    report_.events = events.value_or(report_.events);
    return events.has_value();
  }

  [[nodiscard]] bool has_begun(const std::string& phase) const {
    return read_whole(stage_.options().directory / "tills.log")
               .value_or("")
               .find("perk-sim: " + phase) != std::string::npos;
  }

  Outcome watch_until(const std::string& mood, const std::function<bool()>& is_over,
                      Millis at_most = Millis(3'600'000)) {
    const auto start = Clock::now();
    while (!is_over()) {
      if (const auto casualty = stage_.casualty()) return failed(*casualty);
      if (mood == "loading" && !tills_->is_running()) {
        return failed("the tills failed: " +
                      read_whole(stage_.options().directory / "tills.log").value_or(""));
      }
      if (since(start) > at_most)
        return failed("gave up after " + plain_time(at_most) + " (" + mood + "): " + state(mood));
      note(watch_.look());
      screen_.progress(state(mood));
      std::this_thread::sleep_for(kLookEvery);
    }
    return Done{};
  }

  void note(const std::vector<std::optional<store_node::StatusAnswer>>& seen) {
    BacklogSample sample{since(selling_since_), {}};
    for (std::size_t shop = 0; shop < seen.size(); ++shop) {
      const std::uint64_t backlog = seen[shop] ? backlog_of(*seen[shop]) : 0;
      sample.backlogs.push_back(backlog);
      StoreReport& store = report_.stores[shop];
      if (is_selling_) store.worst_backlog = std::max(store.worst_backlog, backlog);
      const bool owes = report_.healed_at > Millis(0) && store.was_cut && !store.caught_up_after;
      if (owes && seen[shop] && seen[shop]->synced_through >= owed_[shop]) {
        store.caught_up_after = since(selling_since_) - report_.healed_at;
      }
    }
    if (is_selling_) report_.backlogs.push_back(std::move(sample));
    note_allowances(seen);
    if (is_selling_ && looks_++ % kLooksBetweenRisks == 0) note_risk();
    note_convergence();
  }

  void note_allowances(const std::vector<std::optional<store_node::StatusAnswer>>& seen) {
    for (std::size_t shop = 0; shop < seen.size(); ++shop) {
      if (!seen[shop]) continue;
      most_allowance_[shop] = std::max(most_allowance_[shop], seen[shop]->allowance_left);
      Amount& used = report_.stores[shop].allowance_used;
      used = std::max(used, most_allowance_[shop] - seen[shop]->allowance_left);
    }
  }

  /// What head office shows its operators now. One that does not answer is asked again later.
  void note_risk() {
    if (const auto sample = risk_shown(stage_, since(selling_since_)))
      report_.risks.push_back(*sample);
  }

  void note_convergence() {
    if (report_.healed_at == Millis(0) || report_.converged) return;
    Millis last;
    for (const StoreReport& store : report_.stores) {
      if (!store.was_cut) continue;
      if (!store.caught_up_after) return;
      last = std::max(last, *store.caught_up_after);
    }
    report_.converged = last;
  }

  [[nodiscard]] std::string state(const std::string& mood) const {
    std::ostringstream text;
    text << mood;
    if (is_selling_) text << " " << plain_time(since(selling_since_));
    for (std::size_t shop = 0; shop < report_.stores.size(); ++shop) {
      const std::uint64_t backlog =
          report_.backlogs.empty() ? 0 : report_.backlogs.back().backlogs[shop];
      text << " | " << report_.stores[shop].name << " " << backlog << " waiting";
    }
    return text.str();
  }

  Stage& stage_;
  Watch& watch_;
  const DayPlan& plan_;
  const Screen& screen_;
  DemoReport report_;
  Child* tills_ = nullptr;
  std::vector<Seq> owed_;  ///< Each shop's log end when its line came back.
  Clock::time_point selling_since_, closed_;
  bool is_selling_ = false;
  std::map<std::size_t, Amount> most_allowance_;  ///< By shop: what it was ever seen to have.
  std::uint64_t looks_ = 0;
};

}  // namespace

std::filesystem::path record_file(const Stage& stage) {
  return stage.options().directory / "record.jsonl";
}
std::filesystem::path tills_file(const Stage& stage) {
  return stage.options().directory / "tills.json";
}

Result<DemoReport, std::string> run_day(Stage& stage, Watch& watch, const DayPlan& plan,
                                        const Screen& screen) {
  return Day(stage, watch, plan, screen).run();
}

}  // namespace perk::ops
