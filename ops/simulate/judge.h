// Holds what the tills remember against what the ledger says. The law: every approval a till was given is
// in the ledger exactly once, as it was given; and nothing else is there but requests that were asked and
// never finally answered, each at most once. A second answer that head office took back is as good as never
// given; the other one stands for the request then. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ops/simulate/record.h"

namespace perk::ops {

/// A line of a card's statement.
struct LedgerEntry {
  EventId event;
  std::size_t card = 0;  ///< Place in the deck.
  std::string type;      ///< "ValueRedeemed", ... (type_name of its body).
  Amount value_effect;
  TerminalId terminal;                  ///< 0: no till asked for it.
  std::optional<EventId> taken_back{};  ///< What head office took back as a second answer, wholly.
  /// By a new log, of a closed one, which may be forked: several events may have its name, and who asked for
  /// it is not told.
  bool is_brought = false;
};

struct Judgement {
  std::uint64_t acknowledged = 0;   ///< Approvals that a till was given.
  std::uint64_t declined = 0;       ///< Refusals that a till was given.
  std::uint64_t indeterminate = 0;  ///< Asked, and no final answer: may be in the ledger or not.
  std::uint64_t found = 0;          ///< Of those: in the ledger.
  std::uint64_t lost = 0;           ///< Acknowledged and not in the ledger.
  std::uint64_t altered = 0;        ///< Acknowledged, and in the ledger as something else.
  std::uint64_t duplicated = 0;     ///< In the ledger more than once.
  std::uint64_t unasked = 0;        ///< In the ledger, and nobody asked for it.
  std::uint64_t taken_back = 0;     ///< Second answers to one request that head office reversed.
  std::vector<std::string> violations;  ///< One sentence each; the first hundred.
  [[nodiscard]] bool holds() const { return lost + altered + duplicated + unasked == 0; }
};

[[nodiscard]] Judgement judge(const Record& record, const std::vector<LedgerEntry>& ledger);

}  // namespace perk::ops
