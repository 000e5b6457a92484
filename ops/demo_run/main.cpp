// perk-demo: shows three coffee shops selling through an outage, with real processes. ops/demo calls it.
#include <algorithm>
#include <iostream>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "ops/demo_run/day.h"
#include "ops/demo_run/stage_files.h"
#include "ops/demo_run/verify.h"
#include "ops/simulate/trace.h"

namespace {

using namespace perk;
using namespace perk::ops;

struct Options {
  StageOptions stage;
  DayPlan plan;
  std::string trace;
  bool keep = false;
};

int fail(const std::string& sentence, int code) {
  std::cerr << "\nperk-demo: " << sentence << "\n";
  return code;
}

/// One line a phase; on a terminal also a line that is written over and over.
Screen make_screen() {
  const bool on_terminal = isatty(STDOUT_FILENO) != 0;
  const std::string clear = on_terminal ? "\r\x1b[K" : "";
  return {[clear](const std::string& phase) { std::cout << clear << "* " << phase << std::endl; },
          [clear, on_terminal](const std::string& state) {
            if (on_terminal) std::cout << clear << "  " << state << std::flush;
          }};
}

Amount median_purchase(const Trace& trace) {
  std::vector<Amount> amounts;
  for (const TracePurchase& purchase : trace.purchases) amounts.push_back(purchase.amount);
  if (amounts.empty()) return {};
  const auto middle = amounts.begin() + static_cast<std::ptrdiff_t>(amounts.size() / 2);
  std::nth_element(amounts.begin(), middle, amounts.end());
  return *middle;
}

/// A trace's day is as long as the trace at its speed; without a speed, as long as any other day.
Result<Done, std::string> plan_trace(Options& options) {
  if (options.trace.empty()) return Done{};
  options.plan.trace = std::filesystem::absolute(options.trace);
  const auto currency = Currency::from_code(options.stage.currency);
  if (!currency) return failed("'" + options.stage.currency + "' is no currency code");
  const auto trace = load_trace(options.trace, *currency);
  if (!trace) return failed(trace.error());
  const std::int64_t span = std::max<std::int64_t>(trace.value().span().count(), 1);
  if (options.plan.speed == 0)
    options.plan.speed =
        static_cast<std::uint64_t>(std::max<std::int64_t>(1, span / options.plan.length.count()));
  options.plan.length =
      Millis(std::max<std::int64_t>(1, span / static_cast<std::int64_t>(options.plan.speed)));
  options.plan.cards = trace.value().cards;
  options.stage.typical_purchase = median_purchase(trace.value());
  return Done{};
}

std::string source_of(const Options& options) {
  const std::string seed = "seed " + std::to_string(options.plan.seed);
  if (options.plan.trace.empty()) return "simulated, " + seed;
  return "the purchases of " + options.plan.trace.filename().string() + ", " +
         std::to_string(options.plan.speed) + " times as fast, " + seed;
}

std::string replay_of(const Options& options) {
  std::string command = "ops/demo --seed " + std::to_string(options.plan.seed);
  if (options.plan.cloned_cards > 0)
    command += " --cloned-cards " + std::to_string(options.plan.cloned_cards);
  if (options.plan.restored_shop) command += " --restored-shop";
  if (options.stage.protection == Protection::InsecureLoopback) command += " --insecure";
  if (!options.trace.empty())
    command += " --trace " + options.trace + " --speed " + std::to_string(options.plan.speed);
  return command;
}

bool write_reports(const std::filesystem::path& directory, const DemoReport& report) {
  return write_whole(directory / "report.txt", to_text(report)) &&
         write_whole(directory / "report.json", to_json(report) + "\n") &&
         write_whole(directory / "report.html", to_html(report));
}

void tell_what_is_kept(const Stage& stage, const std::string& card) {
  const std::filesystem::path& directory = stage.options().directory;
  const std::string number = card.empty() ? "CARD" : card;
  std::cout << "\nEverything goes on running. Try:\n\n  . " << (directory / "env").string() << "\n"
            << "  perk stores\n  perk exposure\n  perk overdrafts\n  perk balance " << number
            << "\n  perk statement " << number
            << "      # used in two shops while they were cut off\n"
            << "  perk card freeze " << number
            << " --reason 'reported stolen'\n  perk projections\n  perk verify\n\n"
            << "  perk-proxy set --control $PERK_PROXY harbour cut       # and: perk-proxy clear "
               "--control $PERK_PROXY\n"
            << "  perk-sim --stores $PERK_STORES"
            << (stage.is_private() ? " --tls " + stage.till_papers().string() : "") << " --record "
            << record_file(stage).string() << " --seed " << stage.options().seed
            << " --duration 30s\n  perk-sim check --record " << record_file(stage).string()
            << "\n\n"
            << "Kill a server (pids in " << (directory / "pids").string()
            << ") and start it again:\n"
            << "  perk-store run --config "
            << (stage.shops().front().directory / "perk-store.toml").string() << "\n"
            << "  perk-central run --config " << (directory / "central.toml").string() << "\n\n"
            << "Stop all of it:  ops/demo --stop\n";
}

Result<Done, std::string> write_environment(const Stage& stage) {
  return write_whole(stage.options().directory / "env",
                     "export PERK_ADMIN=" + to_string(stage.admin()) +
                         "\nexport PERK_PROXY=" + stage.proxy_control() +
                         "\nexport PERK_STORES=" + stage.stores() + "\nexport " +
                         stage.security_variable() + "\nexport PERK_OPERATOR=" + kDemoOperator +
                         "\nexport PATH=" + stage.options().programs.string() + ":$PATH\n");
}

int show(Options options) {
  options.stage.directory = std::filesystem::absolute(options.stage.directory);
  options.stage.programs = std::filesystem::absolute(options.stage.programs);
  options.stage.seed = options.plan.seed;
  options.stage.lifetime = options.keep ? Lifetime::Kept : Lifetime::EndsWithUs;
  if (const auto planned = plan_trace(options); !planned) return fail(planned.error(), 2);
  const Screen screen = make_screen();
  auto stage = Stage::set_up(options.stage, screen.phase);
  if (!stage) return fail(stage.error(), 1);
  if (const auto written = write_environment(*stage.value()); !written)
    return fail(written.error(), 1);
  Watch watch(stage.value()->shops());
  auto report = run_day(*stage.value(), watch, options.plan, screen);
  if (!report) return fail(report.error(), 1);
  screen.phase("checking everything");
  report.value().source = source_of(options);
  report.value().replay = replay_of(options);
  report.value().cards = options.plan.cards;
  report.value().risk.cloned_cards = options.plan.cloned_cards;
  report.value().tills = options.plan.tills_per_shop * stage.value()->shops().size();
  std::string card;
  verify_all(*stage.value(), watch, record_file(*stage.value()), report.value(), card);
  std::cout << "\n" << to_text(report.value());
  if (!write_reports(options.stage.directory, report.value()))
    return fail("the reports cannot be written", 1);
  std::cout << "Also written: " << (options.stage.directory / "report.html").string()
            << " (with a picture), report.json, report.txt\n";
  if (options.keep) tell_what_is_kept(*stage.value(), card);
  return report.value().holds() ? 0 : 1;
}

int stop(const std::filesystem::path& given) {
  const std::filesystem::path directory = std::filesystem::absolute(given);
  const auto programs = running_programs(read_whole(directory / "pids").value_or(""));
  std::size_t ended = end_programs(programs);
  ended += end_programs(programs_of(directory));
  std::filesystem::remove(directory / "pids");
  std::cout << "ended " << ended << " programs\n";
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app(
      "Three coffee shops sell through an outage, with real processes. Usually run by ops/demo.",
      "perk-demo");
  app.set_version_flag("--version", "perk-demo " PERK_VERSION);
  app.require_subcommand(1);
  CLI::App* run = app.add_subcommand("run", "show it");
  run->add_option("--dir", options.stage.directory, "a folder for this demo's files")->required();
  run->add_option("--programs", options.stage.programs, "where perk-central and the others are")
      ->required();
  run->add_option("--conninfo", options.stage.conninfo, "an empty PostgreSQL database")->required();
  run->add_option("--trace", options.trace, "CSV of purchases to replay");
  run->add_option("--speed", options.plan.speed,
                  "seconds of the trace in one second (default: so that it takes 24 s)");
  run->add_option("--seed", options.plan.seed, "of cards, customers and pauses");
  run->add_option("--cloned-cards", options.plan.cloned_cards,
                  "cards of which thieves use a copy at every cut-off shop at once");
  run->add_flag_callback(
      "--restored-shop", [&] { options.plan.restored_shop = options.plan.cut_shops.front(); },
      "put a cut-off shop's database back to what it was before the cut");
  run->add_flag_callback(
      "--insecure", [&] { options.stage.protection = Protection::InsecureLoopback; },
      "without TLS between tills, shops, operators and head office, for comparisons");
  run->add_flag("--keep", options.keep, "leave everything running at the end");
  std::string directory;
  CLI::App* end = app.add_subcommand("stop", "end what a demo with --keep left running");
  end->add_option("--dir", directory, "that demo's folder")->required();
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return end->parsed() ? stop(directory) : show(std::move(options));
}
