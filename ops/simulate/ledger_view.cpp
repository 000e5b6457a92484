#include "ops/simulate/ledger_view.h"

#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

namespace perk::ops {
namespace {

using central::AdminFault;
using central::StatementReply;
using central::StatementRequest;

constexpr std::string_view kOfClosedLog = " of a closed log";
constexpr std::string_view kSecondAnswer = "double answer of ";

/// What a note names behind `before` and up to `after`; the line says it in words (central/projections).
std::optional<std::string> between(const std::string& note, std::string_view before,
                                   std::string_view after) {
  const std::size_t first = note.find(before);
  if (first == std::string::npos) return std::nullopt;
  const std::size_t from = first + before.size();
  const std::size_t end = after.empty() ? note.size() : note.find(after, from);
  if (end == std::string::npos) return std::nullopt;
  return note.substr(from, end - from);
}

/// An event that a new log brought of a closed one is that event, by its own name. None: it was counted
/// before.
std::optional<LedgerEntry> brought(const central::StatementLine& line, LedgerEntry entry) {
  if (line.note.find("brought again") != std::string::npos) return std::nullopt;
  const auto name = between(line.note, " ", kOfClosedLog);
  const auto event = name ? event_id_from_text(*name) : std::nullopt;
  if (!event) return entry;
  entry.event = *event;
  entry.type = line.note.substr(0, line.note.find(' '));
  entry.is_brought = true;
  return entry;
}

void add_line(const central::StatementLine& line, std::size_t card, LedgerView& view) {
  LedgerEntry entry{line.event, card, line.type, line.value_effect, line.terminal};
  if (line.type == "ClosedLogEventRecorded") {
    ++view.brought;
    if (auto own = brought(line, entry)) view.entries.push_back(*own);
    return;
  }
  if (const auto second = between(line.note, kSecondAnswer, ""))
    entry.taken_back = event_id_from_text(*second);
  view.entries.push_back(entry);
}

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
  for (const central::StatementLine& line : statement->lines) add_line(line, card, view);
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
       << "unasked       " << judgement.unasked << "\n"
       << "taken back    " << judgement.taken_back << " second answers\n";
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
                        {"taken_back", judgement.taken_back},
                        {"violations", judgement.violations},
                        {"holds", judgement.holds()}}
      .dump(2);
}

}  // namespace perk::ops
