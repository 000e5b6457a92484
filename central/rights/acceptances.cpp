#include "central/rights/acceptances.h"

#include <algorithm>

#include "ledger/closed_log.h"

namespace perk::central {
namespace {

/// Where the verdict stands, which is where its money belongs.
Page page_beside(const QuarantineWord& word) {
  return {Shard(static_cast<std::uint16_t>(word.by.origin.value() & 0xffff)),
          word.said.brought.get()->envelope.card};
}

/// Nothing if the book has missed something that head office wrote: it may be this.
std::vector<Event> what_is_missing(const OfficeDesk& desk, const ChainRisk& risk,
                                   const QuarantineWord& word) {
  std::vector<Event> events;
  if (risk.heard_through(desk.origin()) != desk.own_end()) return events;
  const auto missing = risk.quarantine().not_counted();
  const bool is_missing = std::ranges::find(missing, word) != missing.end();
  // It may have come from its own log, after the restore.
  if (!is_missing || is_counted(desk.card(), *word.said.brought.get())) return events;
  events.push_back(count_accepted(*accepted_by(word.said), desk.stamp()));
  return events;
}

}  // namespace

Stored<Done> count_what_was_accepted(OfficePen& pen, RiskBook& book) {
  const auto missing =
      book.read([](const ChainRisk& risk) { return risk.quarantine().not_counted(); });
  for (const QuarantineWord& word : missing) {
    const Page page = page_beside(word);
    const auto written = pen.write(page, [&](const OfficeDesk& desk) {
      return book.read([&](const ChainRisk& risk) { return what_is_missing(desk, risk, word); });
    });
    if (!written) return failed(written.error());
    if (auto done = book.catch_up(page.shard); !done) return done;
  }
  return Done{};
}

}  // namespace perk::central
