// Customers in all three shops of a town (perk-sim) for as long as a test wants them, and the oracle at the
// end: everything that the demo verifies, by its own words.
#pragma once

#include <string>
#include <vector>

#include "tests/end_to_end/town.h"

namespace perk::test {

class Sales {
 public:
  /// Returns when the first customers buy: the cards are issued, and known everywhere.
  explicit Sales(Town& town);

  /// Waits until the shop has recorded so many more events than now: it is in the middle of selling.
  bool wait_for_events(std::size_t shop, std::uint64_t count);
  /// Waits until a customer stands at a till of the shop whose request nobody has answered yet.
  bool wait_for_open_request(std::size_t shop);
  /// Closes the shops; returns when the last customers are served and everybody agrees.
  void end();
  /// Every sentence of the oracle that does not hold, with what was found. `cut_shops` must have sold
  /// while they were cut off.
  [[nodiscard]] std::vector<std::string> broken_promises(
      const std::vector<std::size_t>& cut_shops = {});
  /// perk-sim's own check of a record of these sales.
  [[nodiscard]] ShellOutcome check(const std::string& record) const;
  [[nodiscard]] std::string record() const;

  static constexpr std::size_t kCards = 24;

 private:
  Town& town_;
  ops::Child* tills_ = nullptr;
};

}  // namespace perk::test
