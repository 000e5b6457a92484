#include "central/rights/closed_logs.h"

#include "ledger/check.h"
#include "ledger/incarnations.h"
#include "ledger/mutant.h"

namespace perk::central {
namespace {

/// Head office's other writers may come between a look at the shard and the pen.
constexpr int kTries = 5;

}  // namespace

Stored<bool> ClosedLogs::has(StoreId store, Origin log) {
  if (auto done = book_.catch_up(pen_.page_of(store).shard); !done) return failed(done.error());
  return is_known_closed(log);
}

Stored<bool> ClosedLogs::close(StoreId store, Origin log, ClosedWhy why,
                               const std::optional<OperatorWord>& word) {
  gate_.shut(log, why);
  if (!gate_.is_idle(log)) return false;
  // Nothing of the log is under way any more, so that this is all that will ever be held of it unwrapped.
  const auto held = events_.progress(log);
  if (!held) return failed(held.error());
  PERK_CHECK(held.value().has_value(), "a log that is closed was registered before");
  IncarnationClosed said{log, held.value()->through, held.value()->hash,
                         gate_.shut_for(log).value_or(why)};
  if (PERK_PLANTED(Mutant::ClosesOneTooFar)) said.known_through = said.known_through.next();
  for (int tries = 0; tries < kTries; ++tries) {
    const auto closed = has(store, log);
    if (!closed || closed.value()) return closed;
    if (auto done = write(store, said, word); !done) return failed(done.error());
  }
  return has(store, log);
}

Stored<std::optional<std::string>> ClosedLogs::reason_against(
    StoreId store, const ClosedLogEventRecorded& wrapped) {
  for (const ClosedLogEventRecorded* layer = &wrapped; layer != nullptr;) {
    const auto closed = has(store, layer->name.origin);
    if (!closed) return failed(closed.error());
    if (!closed.value()) return std::optional<std::string>("the log it is of is not closed");
    const Seq before(layer->name.seq.value() - 1);
    const auto held = events_.read_log(layer->name.origin, before, 1);
    if (!held) return failed(held.error());
    const bool is_held = !held.value().empty() && held.value()[0].seq == layer->name.seq &&
                         held.value()[0].bytes == layer->bytes;
    if (is_held) return std::optional<std::string>("it is held already, from its own log");
    layer = std::get_if<ClosedLogEventRecorded>(&layer->event.get()->body);
  }
  return std::optional<std::string>();
}

bool ClosedLogs::is_known_closed(Origin log) const {
  return book_.read([&](const ChainRisk& risk) { return risk.logs().is_closed(log); });
}

/// Nothing if the book has missed something that head office wrote: it may be this very word.
Stored<Done> ClosedLogs::write(StoreId store, const IncarnationClosed& said,
                               const std::optional<OperatorWord>& word) {
  const auto written = pen_.write(
      pen_.page_of(store),
      [&](const OfficeDesk& desk) {
        return book_.read([&](const ChainRisk& risk) {
          std::vector<Event> events;
          if (risk.heard_through(desk.origin()) != desk.own_end()) return events;
          auto closed = close_incarnation(risk.logs(), said, desk.stamp());
          if (closed) events.push_back(std::move(closed).value());
          return events;
        });
      },
      word);
  if (!written) return failed(written.error());
  return Done{};
}

}  // namespace perk::central
