// The ledger as head office tells it, of every card that a record names: what judge.h holds the record
// against. Asks through the function it is handed, one statement a card.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ops/ask_head_office.h"
#include "ops/simulate/judge.h"

namespace perk::ops {

struct LedgerView {
  std::vector<LedgerEntry> entries;
  std::uint64_t brought = 0;  ///< Events of closed logs that new logs brought; each counts once.
  std::map<std::size_t, central::BalanceReply> cards;  ///< By place in the deck.
};

/// The error: head office was not reached, or refused. A card it does not know has no entries.
[[nodiscard]] Result<LedgerView, std::string> ledger_of(const Record& record,
                                                        const AskHeadOffice& ask);

/// For people: the counts, the verdict, and what is wrong.
[[nodiscard]] std::string to_text(const Judgement& judgement);
[[nodiscard]] std::string to_json(const Judgement& judgement);

}  // namespace perk::ops
