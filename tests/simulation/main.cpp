// perk-simulate-chain: a whole chain in one thread, on a virtual clock, network and disk, from a seed.
#include <chrono>
#include <iostream>
#include <sstream>

#include <CLI/CLI.hpp>
#include <malloc.h>
#include <unistd.h>

#include "tests/simulation/shrink.h"

namespace perk::simulation {
namespace {

struct Wanted {
  std::uint64_t seed = 1;
  std::uint64_t seeds = 1;
  std::size_t stores = 3;
  std::uint64_t days = 1;
  std::string faults = "all";
  std::uint64_t customers = 40;
  bool shows_plan = false;
  bool sells_only = false;
  bool shrinks = true;
};

std::string replay_command(const Wanted& wanted, std::uint64_t seed) {
  return "perk-simulate-chain --seed " + std::to_string(seed) + " --stores " +
         std::to_string(wanted.stores) + " --days " + std::to_string(wanted.days) + " --faults " +
         wanted.faults + " --customers " + std::to_string(wanted.customers) +
         (wanted.sells_only ? " --sales-only" : "");
}

std::string money(Amount amount) {
  const std::int64_t minor = amount.minor();
  const std::string cents = std::to_string(minor % 100);
  return std::to_string(minor / 100) + "." + (cents.size() < 2 ? "0" : "") + cents;
}

class Meter {
 public:
  explicit Meter(const Wanted& wanted) : wanted_(wanted) {}
  [[nodiscard]] std::string rate(std::uint64_t seeds) const {
    const double seconds = std::max(
        0.001, std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count());
    const double store_days =
        static_cast<double>(seeds * wanted_.stores * wanted_.days) / seconds * 60;
    std::ostringstream text;
    text.precision(1);
    text << std::fixed << static_cast<double>(seeds) / seconds << " seeds/s, ";
    text.precision(0);
    text << store_days << " store-days/min";
    return text.str();
  }
  void show(std::uint64_t done) const {
    if (::isatty(STDERR_FILENO) == 0) return;
    std::cerr << "\r" << done << " of " << wanted_.seeds << " seeds, " << rate(done) << "   "
              << std::flush;
    if (done == wanted_.seeds) std::cerr << "\n";
  }

 private:
  const Wanted& wanted_;
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

int report_failure(const Wanted& wanted, const Plan& plan, const Verdict& verdict) {
  std::cout << "seed " << plan.seed << " BROKE A LAW\n  " << *verdict.objection << "\n";
  std::cout << "  replay: " << replay_command(wanted, plan.seed) << "\n";
  if (!wanted.shrinks) return 1;
  const Shrunk small = shrink(plan, *verdict.objection);
  std::cout << "  the shortest history found (" << small.tries << " tries):\n";
  std::cout << "    " << small.plan.shops << " stores, " << small.plan.length.count() / 3'600'000
            << " h, " << small.plan.customers_per_day << " customers a day\n";
  for (const Fault& fault : small.plan.faults) std::cout << "    " << to_string(fault) << "\n";
  std::cout << "    then: " << small.objection << "\n";
  return 1;
}

int simulate(const Wanted& wanted, const std::vector<FaultKind>& kinds) {
  const Meter meter(wanted);
  Judge::Counts sum;
  for (std::uint64_t i = 0; i < wanted.seeds; ++i) {
    Plan plan = plan_for(wanted.seed + i, wanted.stores,
                         Millis(static_cast<std::int64_t>(wanted.days) * 24 * 3'600'000), kinds);
    plan.customers_per_day = wanted.customers;
    plan.sells_only = wanted.sells_only;
    if (wanted.shows_plan)
      for (const Fault& fault : plan.faults) std::cout << to_string(fault) << "\n";
    const Verdict verdict = live_through(plan);
    if (verdict.objection) return report_failure(wanted, plan, verdict);
    sum.approved += verdict.counts.approved;
    sum.declined += verdict.counts.declined;
    sum.unanswered += verdict.counts.unanswered;
    sum.messages += verdict.counts.messages;
    sum.stand_in += verdict.counts.stand_in;
    sum.overdrafts += verdict.counts.overdrafts;
    if (wanted.seeds == 1) {
      std::cout << "trace ";
      for (std::size_t b = 0; b < 8; ++b) {
        constexpr char kHex[] = "0123456789abcdef";
        std::cout << kHex[verdict.trace.bytes[b] >> 4U] << kHex[verdict.trace.bytes[b] & 15U];
      }
      std::cout << "\n";
    }
    meter.show(i + 1);
  }
  std::cout << "seeds " << wanted.seed << " to " << wanted.seed + wanted.seeds - 1
            << ": every law holds; " << meter.rate(wanted.seeds) << "\n";
  std::cout << sum.approved << " approved, " << sum.declined << " declined, " << sum.unanswered
            << " given up unanswered, " << sum.messages << " messages; stand-in "
            << money(sum.stand_in) << ", overdrafts " << money(sum.overdrafts) << "\n";
  return 0;
}

}  // namespace
}  // namespace perk::simulation

int main(int argc, char** argv) {
  // Each run takes its memory anew: kept by the process, it costs nothing to come by.
  ::mallopt(M_TRIM_THRESHOLD, 512 * 1'024 * 1'024);
  ::mallopt(M_MMAP_THRESHOLD, 512 * 1'024 * 1'024);
  using namespace perk::simulation;
  Wanted wanted;
  CLI::App app(
      "Runs a whole chain of stores in one thread, on a virtual clock, network and disk, and "
      "judges every "
      "step. The same seed gives the same run.");
  app.add_option("--seed", wanted.seed, "The first seed")->capture_default_str();
  app.add_option("--seeds", wanted.seeds, "How many, one after the other")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000'000));
  app.add_option("--stores", wanted.stores, "Of each chain")
      ->capture_default_str()
      ->check(CLI::Range(1, 200));
  app.add_option("--days", wanted.days, "Of trouble, before all is mended")
      ->capture_default_str()
      ->check(CLI::Range(1, 3'650));
  app.add_option("--customers", wanted.customers, "Of each store and day, about")
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000));
  std::string names;
  for (const FaultKind kind : all_fault_kinds()) names += " " + std::string(fault_name(kind));
  app.add_option("--faults", wanted.faults, "all, none, or some, with commas between:" + names)
      ->capture_default_str();
  app.add_flag("--sales-only", wanted.sells_only,
               "No holds, no loads taken back, no operators at work");
  app.add_flag("--plan", wanted.shows_plan, "Print each run's faults before it");
  app.add_flag("!--no-shrink", wanted.shrinks, "Do not look for a shorter history of a failure");
  CLI11_PARSE(app, argc, argv);
  const auto kinds = faults_named(wanted.faults);
  if (!kinds) {
    std::cerr << "perk-simulate-chain: --faults " << wanted.faults
              << " names a fault that there is not; the names are:" << names << "\n";
    return 2;
  }
  return simulate(wanted, *kinds);
}
