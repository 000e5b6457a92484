// Three shops and head office as real processes in a folder of their own, for one test: what the demo
// shows, with a person's tools (`perk`) and a way to wait for what should happen. Everything ends with the
// object; the database is the test's. If the test failed, it says what the servers said last.
// Waits on the calling thread. Throws when the town cannot be set up: there is nothing to test then.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ops/demo_run/stage.h"
#include "ops/demo_run/watch.h"
#include "ops/simulate/deck.h"
#include "tests/support/shell.h"
#include "tests/wire/temporary_directory.h"

namespace perk::test {

/// The shops' places in Stage::shops().
inline constexpr std::size_t kHarbour = 0;
inline constexpr std::size_t kMarket = 1;
inline constexpr std::size_t kStation = 2;

class Town {
 public:
  /// `conninfo`: an empty database that outlives the town.
  explicit Town(const std::string& conninfo, ops::Protection protection = ops::Protection::Tls);
  ~Town();
  Town(const Town&) = delete;
  Town& operator=(const Town&) = delete;

  [[nodiscard]] ops::Stage& stage() { return *stage_; }
  [[nodiscard]] ops::Watch& watch() { return *watch_; }
  [[nodiscard]] const ops::Shop& shop(std::size_t place) const { return stage_->shops()[place]; }
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_.path(); }

  /// As Stage::wait_until. False if it was in vain; the test has failed then, with the sentence.
  bool wait_until(const std::string& sentence, const std::function<bool()>& is_so,
                  std::chrono::seconds patience = ops::Stage::kPatience);
  /// Until head office, its read models and every shop know the same.
  bool wait_until_everybody_agrees();
  /// What the shop says of itself now; none if it does not answer.
  [[nodiscard]] std::optional<store_node::StatusAnswer> status(std::size_t shop);
  [[nodiscard]] bool is_connected(std::size_t shop);
  /// Events of the shop that head office has not acknowledged; 0 if it does not answer.
  [[nodiscard]] std::uint64_t backlog(std::size_t shop);

  /// Starts the node of a shop that enrolled into this folder of the town, without a line that can be cut.
  [[nodiscard]] ops::Shop open_shop(const std::string& name, const std::string& folder);

  /// Runs the admin tool: perk("balance 6275..."). The words are the shell's.
  [[nodiscard]] ShellOutcome perk(const std::string& words) const;
  [[nodiscard]] ShellOutcome run(const std::string& program, const std::string& words) const;

 private:
  TemporaryDirectory directory_;
  std::unique_ptr<ops::Stage> stage_;
  std::unique_ptr<ops::Watch> watch_;
};

/// The number of a card of the simulator's deck.
[[nodiscard]] std::string number_of(std::size_t card);

}  // namespace perk::test
