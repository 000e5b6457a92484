#include "tests/simulation/mutation/trial.h"

#include <array>
#include <iostream>
#include <map>

#include <malloc.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/check.h"

namespace perk::simulation {
namespace {

constexpr std::size_t kShops = 3;
constexpr Millis kLength{24LL * 3'600'000};
/// A process that takes longer is in an endless loop: it is ended, and has found nothing.
constexpr unsigned kSecondsMax = 600;

/// Before what a law says; anything else that a process says is what its assertions print.
constexpr std::string_view kObjects = "objects ";
constexpr std::string_view kHolds = "holds";

Instant at(std::int64_t hour, std::int64_t minute) {
  return Instant((hour * 60 + minute) * 60'000);
}

std::vector<Fault> two_clones(std::uint64_t seed) {
  constexpr Millis kHalfHour{1'800'000};
  constexpr Millis kTenMinutes{600'000};
  constexpr Millis kThreeHours{10'800'000};
  return {{FaultKind::ShopCloned, at(9, 59), kHalfHour, 0, seed},
          {FaultKind::Cut, at(10, 0), kThreeHours, 0, seed},
          {FaultKind::ShopCloned, at(12, 50), kTenMinutes, 0, seed + 1}};
}

std::vector<Fault> burnt_while_cut(std::uint64_t seed) {
  constexpr Millis kMinute{60'000};
  constexpr Millis kFiveHours{18'000'000};
  return {{FaultKind::Cut, at(10, 0), kFiveHours, 0, seed},
          {FaultKind::ShopCrash, at(12, 0), kMinute, 0, seed},
          {FaultKind::ShopBurnt, at(14, 0), kMinute, 0, seed}};
}

std::vector<Fault> burnt_twice_while_cut(std::uint64_t seed) {
  constexpr Millis kMinute{60'000};
  constexpr Millis kFiveHours{18'000'000};
  return {{FaultKind::Cut, at(10, 0), kFiveHours, 0, seed},
          {FaultKind::ShopBurnt, at(12, 0), kMinute, 0, seed},
          {FaultKind::ShopBurnt, at(13, 30), kMinute, 0, seed}};
}

std::vector<Fault> restored_while_cut(std::uint64_t seed) {
  constexpr Millis kMinute{60'000};
  constexpr Millis kFiveHours{18'000'000};
  return {{FaultKind::Cut, at(12, 0), kFiveHours, 0, seed},
          {FaultKind::OfficeRestored, at(12, 30), kMinute, 0, seed}};
}

/// Courses that no drawing of faults would hit.
const std::map<std::string, std::vector<Fault> (*)(std::uint64_t)>& stories() {
  static const std::map<std::string, std::vector<Fault> (*)(std::uint64_t)> all{
      {"two_clones", two_clones},
      {"burnt_while_cut", burnt_while_cut},
      {"burnt_twice_while_cut", burnt_twice_while_cut},
      {"restored_while_cut", restored_while_cut}};
  return all;
}

Plan plan_of(const Course& course) {
  const auto story = stories().find(course.faults);
  const bool is_story = story != stories().end();
  Plan plan = plan_for(course.seed, kShops, kLength,
                       is_story ? std::vector<FaultKind>() : faults_named(course.faults).value());
  if (is_story) plan.faults = story->second(course.seed);
  plan.customers_per_day = course.customers;
  plan.sells_only = true;
  return plan;
}

}  // namespace

Trial::Trial(Mutant planted, std::vector<Course> courses)
    : planted_(planted), courses_(std::move(courses)) {
  std::array<int, 2> ends{};
  PERK_CHECK(::pipe(ends.data()) == 0, "a pipe can be opened");
  std::cout << std::flush;
  process_ = ::fork();
  PERK_CHECK(process_ >= 0, "a process can be started");
  if (process_ == 0) {
    ::close(ends[0]);
    live_through_all(ends[1]);
  }
  ::close(ends[1]);
  words_ = ends[0];
}

Trial::~Trial() {
  if (process_ > 0) end();
}

/// In the process of its own, which ends here.
void Trial::live_through_all(int to) const {
  ::alarm(kSecondsMax);
  // Each run takes its memory anew: kept by the process, it costs nothing to come by.
  ::mallopt(M_TRIM_THRESHOLD, 512 * 1'024 * 1'024);
  ::mallopt(M_MMAP_THRESHOLD, 512 * 1'024 * 1'024);
  ::dup2(to, STDOUT_FILENO);
  ::dup2(to, STDERR_FILENO);
  for (const Course& course : courses_) {
    planted_mutant = planted_;
    const Verdict verdict = live_through(plan_of(course));
    if (verdict.objection) std::cout << kObjects << *verdict.objection << std::endl;
    if (verdict.objection) ::_exit(0);
    std::cout << kHolds << std::endl;
  }
  ::_exit(0);
}

bool Trial::listen() {
  std::array<char, 4'096> bytes{};
  const ssize_t count = ::read(words_, bytes.data(), bytes.size());
  if (count > 0) heard_.append(bytes.data(), static_cast<std::size_t>(count));
  for (std::size_t end = heard_.find('\n'); end != std::string::npos; end = heard_.find('\n')) {
    const std::string line = heard_.substr(0, end);
    heard_.erase(0, end + 1);
    if (line == kHolds) ++finding_.runs;
    if (line.starts_with(kObjects)) finding_.objection = line.substr(kObjects.size());
    if (line.starts_with("perk: internal error")) finding_.objection = "an assertion: " + line;
  }
  if (count > 0) return true;
  end();
  return false;
}

void Trial::end() {
  ::close(words_);
  int status = 0;
  ::waitpid(process_, &status, 0);
  process_ = -1;
  if (WIFSIGNALED(status) && WTERMSIG(status) != SIGALRM && !finding_.objection)
    finding_.objection =
        "an assertion: the process ended by signal " + std::to_string(WTERMSIG(status));
  if (finding_.objection) ++finding_.runs;
  finding_.seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
}

}  // namespace perk::simulation
