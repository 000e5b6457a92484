#include "ops/drill_run/runner.h"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <ctime>
#include <thread>

#include <sys/utsname.h>

#include "ops/drill_run/own_network.h"
#include "sync/process/system_clock.h"

namespace perk::ops {
namespace {

/// Read by the programs that have bugs planted in them, and by nothing that ships.
constexpr const char* kVariable = "PERK_PLANTED_BUG";
/// Those who do not agree because of a bug need not be waited for as long as those who will.
constexpr Patience kHonest{Millis(60'000)}, kWithBug{Millis(15'000)};

/// For as long as it lives, programs that are started have this bug.
class Planted {
 public:
  explicit Planted(const std::string& mutant) { setenv(kVariable, mutant.c_str(), 1); }
  ~Planted() { unsetenv(kVariable); }
  Planted(const Planted&) = delete;
  Planted& operator=(const Planted&) = delete;
};

std::string program_with_bugs(Node node) {
  return node == Node::Store ? "perk-store-planted" : "perk-central-planted";
}

Programs newest_of(const Theatre& theatre, const PlantedBug* bug) {
  Programs newest{theatre.programs / "perk-store", theatre.programs / "perk-central"};
  if (bug != nullptr && !bug->mutant.empty())
    (bug->node == Node::Store ? newest.store : newest.head_office) =
        theatre.programs / program_with_bugs(bug->node);
  return newest;
}

StageOptions stage_of(const Drill& drill, const Theatre& theatre, const PlantedBug* bug) {
  StageOptions options;
  options.directory = theatre.directory / (drill.name + (bug == nullptr ? "" : "-planted"));
  options.programs = theatre.programs;
  options.seed = theatre.plan.seed;
  const Programs first =
      drill.begins_older ? Programs{theatre.older / "perk-store", theatre.older / "perk-central"}
                         : newest_of(theatre, bug);
  options.store_program = first.store;
  options.central_program = first.head_office;
  if (drill.clocks == Clocks::CanBeSet) options.store_program = program_with_bugs(Node::Store);
  if (bug != nullptr) options.more_store_settings = bug->settings;
  return options;
}

DrillReport not_begun(const Drill& drill, const std::string& why) {
  DrillReport report;
  report.drill = drill.name;
  report.subject = drill.subject;
  report.claim = drill.claim;
  report.why = "it could not begin: " + why;
  return report;
}

/// The drill's own length, unless somebody said otherwise.
DrillPlan plan_of(const Drill& drill, const Theatre& theatre, const PlantedBug* bug) {
  DrillPlan plan = theatre.plan;
  if (bug != nullptr) plan.hands = bug->hands;
  if (plan.is_length_told) return plan;
  if (drill.length > Millis(0)) plan.length = drill.length;
  if (bug != nullptr && drill.control_length > Millis(0)) plan.length = drill.control_length;
  return plan;
}

DrillReport perform(const Drill& drill, const Theatre& theatre, Databases& server,
                    const PlantedBug* bug, const Screen& screen) {
  if (drill.begins_older && theatre.older.empty())
    return not_begun(drill, "it needs an older build: say --older DIR (ops/drill builds one)");
  StageOptions options = stage_of(drill, theatre, bug);
  std::error_code error;
  std::filesystem::remove_all(options.directory, error);
  std::unique_ptr<Databases> cluster;
  if (drill.held_in == HeldIn::Cluster) {
    screen.phase("starting a replicated PostgreSQL");
    auto started = start_cluster(theatre.scripts, options.directory / "cluster");
    if (!started) return not_begun(drill, started.error());
    cluster = std::move(started).value();
  }
  Databases& databases = cluster != nullptr ? *cluster : server;
  // The drill before this one may have ended with its database killed.
  if (const auto running = databases.start_again(); !running)
    return not_begun(drill, running.error());
  auto database = databases.make(options.directory.filename().string());
  if (!database) return not_begun(drill, database.error());
  options.conninfo = std::move(database).value();
  std::unique_ptr<OwnNetwork> network;
  if (drill.network == Network::OneShopsOwn) {
    std::filesystem::create_directories(options.directory, error);
    auto laid = OwnNetwork::lay(options.directory / "network.log");
    if (!laid) return not_begun(drill, laid.error());
    network = std::move(laid).value();
    options.other_places[kHarbour] = network->place();
  }
  auto stage = Stage::set_up(options, screen.phase);
  if (!stage) return not_begun(drill, stage.error());
  Watch watch(stage.value()->shops());
  Scene scene(*stage.value(), databases, newest_of(theatre, bug));
  const auto seen = rehearse(drill, plan_of(drill, theatre, bug), scene, watch,
                             bug == nullptr ? kHonest : kWithBug, screen);
  if (!seen) return not_begun(drill, seen.error());
  screen.phase("checking everything");
  return judged(drill, scene, watch, seen.value());
}

/// As the report has it.
std::string control_name(const PlantedBug& bug) {
  if (!bug.mutant.empty()) return bug.mutant;
  return bug.settings.empty() ? "hands" : "settings";
}

ControlRun run_control(const Drill& drill, const Theatre& theatre, Databases& server,
                       const Screen& screen) {
  const PlantedBug& bug = drill.bug;
  ControlRun control{control_name(bug), bug.what, false, DrillVerdict::Unknown, ""};
  const std::string program = program_with_bugs(bug.node);
  if (!bug.mutant.empty() && !std::filesystem::exists(theatre.programs / program)) {
    control.found_by =
        "there is no program " + (theatre.programs / program).string() + ": build it first";
    return control;
  }
  screen.phase("once more, with a bug: " + bug.what);
  const Planted planted(bug.mutant);
  const DrillReport report = perform(drill, theatre, server, &bug, screen);
  control.was_run = !report.checks.empty();
  control.verdict = report.verdict;
  control.found_by = report.why;
  return control;
}

std::string now_in_words() {
  const std::time_t now = sync::SystemClock().wall().millis() / 1'000;
  std::tm parts{};
  gmtime_r(&now, &parts);
  std::array<char, 32> text{};
  std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M UTC", &parts);
  return text.data();
}

std::string machine_in_words() {
  utsname name{};
  uname(&name);
  return std::to_string(std::thread::hardware_concurrency()) + " processors, " + name.sysname +
         " " + name.release + " " + name.machine;
}

std::string replay_of(const Drill& drill, const DrillPlan& plan) {
  constexpr std::int64_t kMinute = 60'000;
  std::string command = "ops/drill run " + drill.name + " --seed " + std::to_string(plan.seed);
  if (plan.is_length_told) command += " --minutes " + std::to_string(plan.length.count() / kMinute);
  if (drill.load.replays_trace && !plan.trace.empty()) command += " --trace " + plan.trace.string();
  return command;
}

}  // namespace

DrillReport run_drill(const Drill& drill, const Theatre& theatre, Databases& server,
                      const Screen& screen) {
  screen.phase(drill.name + ": " + drill.claim);
  const std::string started = now_in_words();
  DrillReport report = perform(drill, theatre, server, nullptr, screen);
  report.started = started;
  report.seed = theatre.plan.seed;
  report.version = PERK_VERSION;
  report.machine = machine_in_words();
  report.replay = replay_of(drill, theatre.plan);
  if (theatre.control == Control::Run) report.control = run_control(drill, theatre, server, screen);
  return report;
}

}  // namespace perk::ops
