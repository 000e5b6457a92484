// Whoever tries card numbers until one is taken must wait longer and longer. Counted for each terminal and for
// the whole shop: a terminal that guesses slows itself, and never the tills beside it that do not. While head
// office warns that numbers are tried across the chain, fewer cost nothing.
//
// Pure: time is handed in. One at a time.
#pragma once

#include <array>
#include <cstdint>
#include <map>

#include "ledger/ids.h"
#include "ledger/time.h"

namespace perk::store_node {

/// A cashier mistypes a number now and then, seldom ten times in ten minutes.
struct GuessLimits {
  std::uint32_t of_terminal = 10;       ///< Wrong numbers that cost nothing ...
  Millis terminal_forgets_one{60'000};  ///< ... one of which is forgotten after this.
  std::uint32_t of_store = 60;          ///< Of all terminals together, ...
  Millis store_forgets_one{
      10'000};               ///< ... likewise. Beyond it every terminal that has any must wait.
  Millis first_wait{5'000};  ///< Doubled with each wrong number more, ...
  Millis wait_max{600'000};  ///< ... up to this.
  std::size_t terminals_max =
      1'024;  ///< Remembered; the one that was wrong longest ago is forgotten.
  std::uint32_t of_terminal_in_caution = 3;
  std::uint32_t of_store_in_caution = 15;
  Millis caution_max{600'000};  ///< Then it is over, if head office says no more of it.
};

class GuessGuard {
 public:
  explicit GuessGuard(GuessLimits limits) : limits_(limits), store_{} {}

  /// How long a terminal that names a card must wait first; 0: not at all.
  [[nodiscard]] Millis wait(TerminalId terminal, Instant now) const;
  /// It named a number that is no card of the chain, as far as is known here. True: it must wait from now on, which
  /// is worth an alert.
  bool was_wrong(TerminalId terminal, Instant now);
  /// What head office says of the chain. Said again, it lasts longer.
  void be_cautious(bool is_on, Instant now);
  [[nodiscard]] bool is_cautious(Instant now) const { return now < cautious_until_; }

  struct Counts {
    std::uint64_t wrong = 0;    ///< Numbers.
    std::uint64_t stopped = 0;  ///< Times that a terminal was made to wait.
  };
  [[nodiscard]] const Counts& counts() const { return counts_; }
  /// Wrong numbers of the last ten minutes, to the minute.
  [[nodiscard]] std::uint64_t recent(Instant now) const;

 private:
  /// Forgets one of its wrong numbers after the other.
  struct Tally {
    std::uint32_t wrong = 0;
    Instant since;  ///< From when the oldest of them is being forgotten.
    [[nodiscard]] std::uint32_t at(Instant now, Millis forgets_one) const;
    void add(Instant now, Millis forgets_one);
  };
  struct Terminal {
    Tally tally;
    Instant last;
    Instant may_go_on;
  };
  struct Minute {
    std::int64_t number = -1;
    std::uint64_t wrong = 0;
  };
  static constexpr std::int64_t kMinutes = 10;
  [[nodiscard]] Millis wait_after(std::uint32_t beyond) const;
  void forget_one();

  const GuessLimits limits_;
  Instant cautious_until_;
  Tally store_;
  std::map<TerminalId, Terminal> terminals_;
  Counts counts_;
  std::array<Minute, kMinutes> minutes_;  // By number modulo their count.
};

}  // namespace perk::store_node
