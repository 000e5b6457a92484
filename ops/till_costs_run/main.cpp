// perk-till-costs: measures what a till's private line costs its store. Wiring only; ops/till_costs calls it.
#include <iostream>

#include <CLI/CLI.hpp>

#include "ops/till_costs_run/cost_table.h"
#include "ops/till_costs_run/processors.h"

namespace {

using namespace perk;
using namespace perk::ops;

struct Options {
  BenchPlan plan;
  std::uint64_t rounds = 7, connections = 20, inquiries = 400, purchases = 100;
};

int fail(const std::string& sentence) {
  std::cerr << "perk-till-costs: " << sentence << "\n";
  return 1;
}

struct Bench {
  Way way;
  std::unique_ptr<BenchShop> shop;
  std::unique_ptr<Crowd> crowd;
};

Result<std::vector<Bench>, std::string> open_shops(const BenchPlan& plan) {
  std::vector<Bench> benches;
  for (const Way way : kWays) {
    auto shop = BenchShop::open(plan, way);
    if (!shop) return failed(shop.error());
    auto crowd = std::make_unique<Crowd>(*shop.value(), plan.tills);
    if (const auto opened = crowd->open_cards(); !opened) return failed(opened.error());
    benches.push_back({way, std::move(shop).value(), std::move(crowd)});
  }
  return benches;
}

/// Each round all ways in turn, so that what else the machine does meets all of them.
int measure(const Options& options) {
  std::optional<FirstProcessor> first(std::in_place);
  const bool is_apart = first->is_apart();
  auto benches = open_shops(options.plan);
  first.reset();
  if (!benches) return fail(benches.error());
  const std::vector<std::pair<Result<Cost, std::string> (Crowd::*)(std::uint64_t), std::uint64_t>>
      works = {{&Crowd::connect, options.connections},
               {&Crowd::inquire, options.inquiries},
               {&Crowd::buy, options.purchases}};
  std::vector<CostRow> rows = {{"connection", {}}, {"inquiry", {}}, {"purchase", {}}};
  for (std::uint64_t round = 0; round < options.rounds; ++round) {
    for (Bench& bench : benches.value()) {
      for (std::size_t at = 0; at < works.size(); ++at) {
        const auto cost = ((*bench.crowd).*works[at].first)(works[at].second);
        if (!cost) return fail(name_of(bench.way) + ": " + cost.error());
        rows[at].rounds[bench.way].push_back(cost.value());
      }
    }
  }
  std::cout << options.rounds << " rounds, each with " << options.plan.tills
            << " tills in turn on plain lines, with certificates and with paired keys; medians, "
               "ratios with quartiles; "
            << (is_apart ? "nodes on one processor, tills on the others"
                         : "nodes and tills on one processor")
            << "\n\n"
            << to_text(rows);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("What a till's private line costs its store. Usually run by ops/till_costs.",
               "perk-till-costs");
  app.set_version_flag("--version", "perk-till-costs " PERK_VERSION);
  app.add_option("--dir", options.plan.directory, "A folder for the shops' files: empty, or new")
      ->required();
  app.add_option("--programs", options.plan.programs, "Where perk-store is")->required();
  const auto from_one = CLI::Range(std::uint64_t{1}, std::uint64_t{10'000});
  app.add_option("--tills", options.plan.tills, "At work at once")->check(from_one);
  app.add_option("--rounds", options.rounds, "Of each way")->check(from_one);
  app.add_option("--connections", options.connections, "Of each till in a round")->check(from_one);
  app.add_option("--inquiries", options.inquiries, "Of each till in a round")->check(from_one);
  app.add_option("--purchases", options.purchases, "Of each till in a round")->check(from_one);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return measure(options);
}
