// Runs of the simulator with one bug planted, each in a process of its own: a bug may also stop the process by one
// of its own assertions, which finds it as well as a law does. Single-threaded; owns the process until it is over.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

#include "tests/simulation/chain.h"
#include "tests/simulation/mutation/planted_bug.h"

namespace perk::simulation {

/// A run of the chain, but for what is planted.
struct Course {
  /// As perk-simulate-chain --faults takes them. Or "two_clones": of a cut-off shop that was copied before, a copy
  /// is made that comes back to head office with it, so that both bring what they sold meanwhile; or
  /// "burnt_while_cut": a cut-off shop restarts, sells on, and burns before its line is mended; or
  /// "restored_while_cut": head office is restored while a shop that was granted rights since is cut off.
  std::string faults;
  std::uint64_t customers = 40;  ///< A day, of a till.
  std::uint64_t seed = 1;
  friend auto operator<=>(const Course&, const Course&) = default;
};

/// What came of it.
struct Finding {
  std::optional<std::string>
      objection;           ///< "law: sentence", or the assertion; none: every law held.
  std::uint64_t runs = 0;  ///< Lived through, the one that broke a law included.
  double seconds = 0;
};

class Trial {
 public:
  /// Lives through the courses, one after the other, until a law breaks.
  Trial(Mutant planted, std::vector<Course> courses);
  ~Trial();
  Trial(const Trial&) = delete;
  Trial& operator=(const Trial&) = delete;

  /// Becomes readable when there is something to hear.
  [[nodiscard]] int words() const { return words_; }
  /// Hears it. False: it is over.
  [[nodiscard]] bool listen();
  [[nodiscard]] const Finding& finding() const { return finding_; }
  [[nodiscard]] const std::vector<Course>& courses() const { return courses_; }

 private:
  [[noreturn]] void live_through_all(int to) const;
  void end();

  const Mutant planted_;
  const std::vector<Course> courses_;
  const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
  int words_ = -1;
  pid_t process_ = -1;
  std::string heard_;
  Finding finding_;
};

}  // namespace perk::simulation
