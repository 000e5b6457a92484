// perk-simulate-mutants: which law of the simulator finds each planted bug, and after how many seeds.
#include <iomanip>
#include <iostream>
#include <list>
#include <set>

#include <CLI/CLI.hpp>
#include <poll.h>
#include <unistd.h>

#include "tests/simulation/mutation/trial.h"

namespace perk::simulation {
namespace {

struct Wanted {
  std::vector<std::string> only;
  std::uint64_t seeds_max = 40;
  std::optional<std::uint64_t> first_seed;
  std::string faults;
  std::size_t jobs = 2;
  bool lists = false;
};

bool is_wanted(const Wanted& wanted, const PlantedBug& bug) {
  return wanted.only.empty() || std::ranges::count(wanted.only, bug.name) > 0;
}

std::vector<Course> courses_of(const Wanted& wanted, const PlantedBug& bug) {
  std::vector<Course> courses;
  const std::string faults(wanted.faults.empty() ? bug.faults : wanted.faults);
  const std::uint64_t first = wanted.first_seed.value_or(bug.first_seed);
  for (std::uint64_t i = 0; i < wanted.seeds_max; ++i)
    courses.push_back({faults, bug.customers, first + i});
  return courses;
}

class Table {
 public:
  static void head() {
    std::cout << "| planted bug | area | faults | found by | first seed | seeds | s |\n"
                 "|---|---|---|---|---|---|---|\n";
  }
  static void row(const PlantedBug& bug, std::uint64_t first_seed, const Finding& finding) {
    constexpr std::size_t kShown = 110;
    std::string found = finding.objection.value_or("NOTHING");
    if (found.size() > kShown) found = found.substr(0, kShown) + " ...";
    std::cout << "| " << bug.name << " | " << bug.area << " | " << bug.faults << " | " << found
              << " | " << first_seed << " | " << finding.runs << " | " << std::fixed
              << std::setprecision(1) << finding.seconds << " |" << std::endl;
  }
};

/// Some processes at a time; rows come in the order of the list.
class Runner {
 public:
  explicit Runner(const Wanted& wanted) : wanted_(wanted) {}

  int run() {
    for (const PlantedBug& bug : planted_bugs())
      if (is_wanted(wanted_, bug)) waiting_.push_back({&bug, courses_of(wanted_, bug), nullptr});
    total_ = waiting_.size();
    Table::head();
    run_all();
    const std::size_t missed = missed_;
    check_sound_runs();
    std::cout << total_ - missed << " of " << total_ << " planted bugs are found; " << sound_runs_
              << " runs without one " << (is_sound_ ? "hold every law" : "BREAK A LAW") << "\n";
    return missed == 0 && is_sound_ ? 0 : 1;
  }

 private:
  struct Job {
    const PlantedBug* bug = nullptr;  ///< None: what is sound.
    std::vector<Course> courses;
    std::unique_ptr<Trial> trial;
    bool is_over = false;
  };

  void run_all() {
    while (!waiting_.empty()) {
      start_some();
      listen();
      while (!waiting_.empty() && waiting_.front().is_over) {
        report(waiting_.front());
        waiting_.pop_front();
      }
      show();
    }
  }

  void start_some() {
    std::size_t running = 0;
    for (const Job& job : waiting_) running += job.trial && !job.is_over ? 1U : 0U;
    for (Job& job : waiting_) {
      if (running >= wanted_.jobs) return;
      if (job.trial) continue;
      const Mutant planted = job.bug == nullptr ? Mutant::None : job.bug->mutant;
      job.trial = std::make_unique<Trial>(planted, job.courses);
      ++running;
    }
  }

  void listen() {
    std::vector<pollfd> ears;
    std::vector<Job*> jobs;
    for (Job& job : waiting_) {
      if (!job.trial || job.is_over) continue;
      ears.push_back({job.trial->words(), POLLIN, 0});
      jobs.push_back(&job);
    }
    if (::poll(ears.data(), ears.size(), -1) < 0) return;
    for (std::size_t i = 0; i < ears.size(); ++i)
      if (ears[i].revents != 0) jobs[i]->is_over = !jobs[i]->trial->listen();
  }

  void report(const Job& job) {
    const Finding& finding = job.trial->finding();
    if (job.bug == nullptr) return report_sound(job);
    ++done_;
    Table::row(*job.bug, job.courses.front().seed, finding);
    if (!finding.objection) ++missed_;
    for (std::uint64_t i = 0; i < finding.runs; ++i) used_.insert(job.courses[i]);
  }

  void report_sound(const Job& job) {
    const Finding& finding = job.trial->finding();
    sound_runs_ += finding.runs;
    const bool is_whole = !finding.objection && finding.runs == job.courses.size();
    if (is_whole) return;
    is_sound_ = false;
    const Course& at = job.courses[std::min(finding.runs, job.courses.size()) - 1];
    std::cout << "nothing is planted, and seed " << at.seed << " with faults " << at.faults
              << " breaks a law: " << finding.objection.value_or("it does not end") << std::endl;
  }

  /// Whatever found a bug must find nothing where there is none.
  void check_sound_runs() {
    std::vector<std::vector<Course>> shares(wanted_.jobs);
    std::size_t next = 0;
    for (const Course& course : used_) shares[next++ % shares.size()].push_back(course);
    for (auto& share : shares)
      if (!share.empty()) waiting_.push_back({nullptr, std::move(share), nullptr});
    run_all();
  }

  void show() const {
    if (::isatty(STDERR_FILENO) == 0) return;
    std::uint64_t runs = 0;
    for (const Job& job : waiting_)
      if (job.trial) runs += job.trial->finding().runs;
    std::cerr << "\r" << done_ << " of " << total_ << " planted bugs, " << runs
              << " runs under way   \r" << std::flush;
  }

  const Wanted& wanted_;
  std::list<Job> waiting_;
  std::set<Course> used_;
  std::size_t total_ = 0, done_ = 0, missed_ = 0;
  std::uint64_t sound_runs_ = 0;
  bool is_sound_ = true;
};

int list_all() {
  for (const PlantedBug& bug : planted_bugs())
    std::cout << bug.name << "  (" << bug.area << ", faults " << bug.faults << ", from seed "
              << bug.first_seed << ")\n";
  return 0;
}

}  // namespace
}  // namespace perk::simulation

int main(int argc, char** argv) {
  using namespace perk::simulation;
  Wanted wanted;
  CLI::App app(
      "Plants one bug after the other in what ships, lives through seeds of the simulator until "
      "one "
      "of its laws breaks, and prints which. Exit 0 only if every bug is found, and nothing "
      "without "
      "one.");
  app.add_option("--only", wanted.only, "These bugs only, by name")->delimiter(',');
  app.add_option("--seeds", wanted.seeds_max, "The most seeds for one bug")
      ->capture_default_str()
      ->check(CLI::Range(1, 100'000));
  app.add_option("--first-seed", wanted.first_seed, "Begin every bug there, not at its own seed");
  app.add_option("--faults", wanted.faults, "These, and not what each bug asks for");
  app.add_option("--jobs", wanted.jobs, "Processes at a time")
      ->capture_default_str()
      ->check(CLI::Range(1, 64));
  app.add_flag("--list", wanted.lists, "Name the bugs, and stop");
  CLI11_PARSE(app, argc, argv);
  return wanted.lists ? list_all() : Runner(wanted).run();
}
