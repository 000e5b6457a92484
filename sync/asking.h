// When a store asks head office for rights, and when it stops: a customer at the counter must not wait for a
// line that does not answer (PROTOCOL.md "Rights"). Pure; time comes in as an argument. Single-threaded; one
// for a store, kept across its connections.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "ledger/time.h"

namespace perk::sync {

struct AskingLimits {
  Millis deadline{150};  ///< What a customer waits for an answer at the most (DESIGN: 150 ms).
  std::uint32_t timeouts_max = 3;  ///< So many in a row, and nobody waits any more.
  Millis probe_every{1'000};       ///< While nobody waits: how often the line is tried.
};

/// How a request may be sent now.
enum class AskingMode {
  WithCustomer,  ///< The customer waits for the answer, one deadline at the most.
  AsProbe,       ///< Ask, and decide without waiting.
  NotNow,        ///< Do not ask.
};

class Asking {
 public:
  explicit Asking(AskingLimits limits = {}) : limits_(limits) {}

  /// A connection streams, or is gone. Requests of one that is gone are over: they are given up.
  void connected();
  /// Numbers of the requests whose customers waited in vain.
  [[nodiscard]] std::vector<std::uint64_t> disconnected();

  [[nodiscard]] AskingMode mode(Instant now) const;
  /// A request is sent, in the mode that was just given (not NotNow): its number.
  [[nodiscard]] std::uint64_t asked(Instant now);
  /// An answer was heard; false if it is late or names no request, so that nobody waits for it.
  [[nodiscard]] bool answered(std::uint64_t number, Instant now);
  /// Gives up what is over its deadline: the numbers of the requests whose customers waited in vain.
  [[nodiscard]] std::vector<std::uint64_t> tick(Instant now);
  /// When tick() has something to do; none while nothing is asked.
  [[nodiscard]] std::optional<Instant> next_deadline() const;
  [[nodiscard]] bool is_slow() const { return timeouts_ >= limits_.timeouts_max; }

 private:
  AskingLimits limits_;
  bool is_connected_ = false;
  std::uint64_t last_number_ = 0;
  std::uint32_t timeouts_ = 0;  ///< In a row.
  std::optional<Instant> last_probe_;
  std::map<std::uint64_t, Instant> under_way_;  ///< Number to deadline.
};

}  // namespace perk::sync
