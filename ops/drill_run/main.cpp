// perk-drill: breaks a chain of real processes on purpose and says whether it kept what is promised. Wiring only.
#include <fstream>
#include <iostream>

#include <CLI/CLI.hpp>
#include <unistd.h>

#include "ops/demo_run/stage_files.h"
#include "ops/drill_run/runner.h"
#include "ops/simulate/trace.h"

namespace {

using namespace perk;
using namespace perk::ops;
namespace fs = std::filesystem;

struct Options {
  Theatre theatre;
  fs::path report;
  std::vector<std::string> names;
  std::uint64_t minutes = 0;
};

int fail(const std::string& sentence, int code) {
  std::cerr << "perk-drill: " << sentence << "\n";
  return code;
}

/// What goes on, on a terminal; nothing in a pipe, where only each drill's outcome is told.
Screen make_screen() {
  if (isatty(STDOUT_FILENO) == 0) return {[](const std::string&) {}, [](const std::string&) {}};
  const std::string clear = "\r\x1b[K";
  return {[clear](const std::string& phase) { std::cout << clear << "* " << phase << std::endl; },
          [clear](const std::string& state) { std::cout << clear << "  " << state << std::flush; }};
}

int list() {
  for (const Drill& drill : all_drills())
    std::cout << drill.name << "\n    " << drill.claim << "\n    (" << drill.subject
              << "; planted bug: " << drill.bug.what << ")\n";
  return 0;
}

Result<std::vector<const Drill*>, std::string> chosen(const std::vector<std::string>& names) {
  std::vector<const Drill*> drills;
  for (const std::string& name : names) {
    const Drill* const drill = find_drill(name);
    if (drill == nullptr)
      return failed("there is no drill '" + name + "': `perk-drill list` names them all");
    drills.push_back(drill);
  }
  if (names.empty()) {
    for (const Drill& drill : all_drills()) drills.push_back(&drill);
  }
  return drills;
}

Result<Done, std::string> plan_trace(DrillPlan& plan) {
  if (plan.trace.empty()) return Done{};
  plan.trace = fs::absolute(plan.trace);
  const auto trace = load_trace(plan.trace, *Currency::from_code(StageOptions().currency));
  if (!trace) return failed(trace.error());
  plan.trace_span = Millis(std::max<std::int64_t>(trace.value().span().count(), 1));
  return Done{};
}

Result<Done, std::string> write_reports(const fs::path& directory,
                                        const std::vector<DrillReport>& reports) {
  std::error_code error;
  fs::create_directories(directory, error);
  for (const DrillReport& report : reports) {
    if (auto page = write_whole(directory / (report.drill + ".html"), to_html(report)); !page)
      return page;
    if (auto json = write_whole(directory / (report.drill + ".json"), to_json(report) + "\n");
        !json)
      return json;
  }
  if (auto page = write_whole(directory / "report.html", index_html(reports)); !page) return page;
  return write_whole(directory / "report.json", index_json(reports) + "\n");
}

int run(Options options) {
  const auto drills = chosen(options.names);
  if (!drills) return fail(drills.error(), 2);
  Theatre& theatre = options.theatre;
  constexpr std::int64_t kMinute = 60'000;
  if (options.minutes > 0) {
    theatre.plan.length = Millis(static_cast<std::int64_t>(options.minutes) * kMinute);
    theatre.plan.is_length_told = true;
  }
  if (const auto planned = plan_trace(theatre.plan); !planned) return fail(planned.error(), 2);
  theatre.directory = fs::absolute(theatre.directory);
  if (options.report.empty()) options.report = theatre.directory / "report";
  theatre.programs = fs::absolute(theatre.programs);
  theatre.scripts = fs::absolute(theatre.scripts);
  if (!theatre.older.empty()) theatre.older = fs::absolute(theatre.older);
  const auto server = start_server(theatre.scripts, theatre.directory / "postgres");
  if (!server) return fail(server.error(), 1);
  const Screen screen = make_screen();
  std::vector<DrillReport> reports;
  for (const Drill* drill : drills.value()) {
    reports.push_back(run_drill(*drill, theatre, *server.value(), screen));
    if (isatty(STDOUT_FILENO) != 0) std::cout << "\r\x1b[K";
    std::cout << to_line(reports.back()) << std::endl;
    // After each: a run that is cut short leaves what it has shown.
    if (const auto written = write_reports(options.report, reports); !written)
      return fail(written.error(), 1);
  }
  std::cout << "The reports: " << fs::absolute(options.report / "report.html").string() << "\n";
  return all_shown(reports) ? 0 : 1;
}

void add_options(CLI::App& command, Options& options) {
  command.add_option("--seed", options.theatre.plan.seed, "of cards, customers and faults");
  command
      .add_option("--minutes", options.minutes,
                  "length of each drill's day (default: 12 s, or its own)")
      ->check(CLI::Range(1, 10'000));
  command.add_option("--report", options.report,
                     "folder for the pages and the JSON files (default: report, in --dir)");
  command.add_option("--dir", options.theatre.directory,
                     "folder for what the drills need, and logs (default: var/drills)");
  command.add_option("--trace", options.theatre.plan.trace,
                     "CSV of purchases for month-long-partition (else customers of chance)");
  command.add_option("--programs", options.theatre.programs,
                     "where perk-central and the others are (default: beside this program)");
  command.add_option("--scripts", options.theatre.scripts,
                     "where ops/postgres and ops/cluster are (default: ops)");
  command.add_option("--older", options.theatre.older,
                     "where an older build's perk-central and perk-store are, for rolling-upgrade");
  command.add_flag_callback(
      "--no-control", [&options] { options.theatre.control = Control::LeftOut; },
      "without the run that has a bug planted in it: half the time, and half the worth");
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  options.theatre.directory = "var/drills";
  options.theatre.scripts = "ops";
  options.theatre.programs = fs::read_symlink("/proc/self/exe").parent_path();
  CLI::App app("Breaks a chain of real processes on purpose. Usually run by ops/drill.",
               "perk-drill");
  app.set_version_flag("--version", "perk-drill " PERK_VERSION);
  app.require_subcommand(1);
  const CLI::App* const lists = app.add_subcommand("list", "what there is, and what each claims");
  CLI::App* const some = app.add_subcommand("run", "run these");
  some->add_option("NAME", options.names, "as in list")->required();
  CLI::App* const all = app.add_subcommand("all", "run every one");
  for (CLI::App* const command : {some, all}) add_options(*command, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  return lists->parsed() ? list() : run(std::move(options));
}
