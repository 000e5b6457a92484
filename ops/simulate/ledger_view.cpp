#include "ops/simulate/ledger_view.h"

#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

namespace perk::ops {
namespace {

using central::AdminFault;
using central::StatementReply;
using central::StatementRequest;

Result<Done, std::string> add_card(const Record& record, std::size_t card, const AskHeadOffice& ask,
                                   LedgerView& view) {
  StatementRequest request;
  request.card.number = card_number(record.deck, card).secret_digits();
  const auto reply = ask(request);
  if (!reply) return failed(reply.error());
  if (const auto* fault = std::get_if<AdminFault>(&reply.value())) {
    if (fault->code == "card_unknown") return Done{};
    return failed("head office says: " + fault->sentence);
  }
  const auto* statement = std::get_if<StatementReply>(&reply.value());
  if (statement == nullptr)
    return failed(std::string("head office answered something else than a statement"));
  view.cards.emplace(card, statement->balance);
  for (const central::StatementLine& line : statement->lines) {
    view.entries.push_back({line.event, card, line.type, line.value_effect, line.terminal});
  }
  return Done{};
}

}  // namespace

Result<LedgerView, std::string> ledger_of(const Record& record, const AskHeadOffice& ask) {
  std::set<std::size_t> cards;
  for (const Asked& asked : record.asked) cards.insert(asked.card);
  LedgerView view;
  for (const std::size_t card : cards) {
    if (const auto added = add_card(record, card, ask, view); !added) return failed(added.error());
  }
  return view;
}

std::string to_text(const Judgement& judgement) {
  std::ostringstream text;
  text << "acknowledged  " << judgement.acknowledged << "\n"
       << "failed        " << judgement.declined << "\n"
       << "indeterminate " << judgement.indeterminate << " (" << judgement.found
       << " of them in the ledger)\n"
       << "lost          " << judgement.lost << "\n"
       << "altered       " << judgement.altered << "\n"
       << "duplicated    " << judgement.duplicated << "\n"
       << "unasked       " << judgement.unasked << "\n";
  for (const std::string& violation : judgement.violations) text << "  " << violation << "\n";
  text << (judgement.holds() ? "The ledger holds every approval exactly once, and nothing else.\n"
                             : "THE LEDGER AND THE TILLS DISAGREE.\n");
  return text.str();
}

std::string to_json(const Judgement& judgement) {
  return nlohmann::json{{"acknowledged", judgement.acknowledged},
                        {"failed", judgement.declined},
                        {"indeterminate", judgement.indeterminate},
                        {"indeterminate_found", judgement.found},
                        {"lost", judgement.lost},
                        {"altered", judgement.altered},
                        {"duplicated", judgement.duplicated},
                        {"unasked", judgement.unasked},
                        {"violations", judgement.violations},
                        {"holds", judgement.holds()}}
      .dump(2);
}

}  // namespace perk::ops
