#include "central/rights/closed_logs.h"

#include "ledger/check.h"
#include "ledger/incarnations.h"
#include "ledger/mutant.h"
#include "ledger/revocations.h"

namespace perk::central {
namespace {

/// Head office's other writers may come between a look at the shard and the pen.
constexpr int kTries = 5;

/// What may not be said is not written: it was said before.
template <typename Refusal>
std::optional<Event> event_of(Result<Event, Refusal> said) {
  if (!said) return std::nullopt;
  return std::move(said).value();
}

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
    const auto say = [&](const ChainRisk& risk, const Stamp& stamp) {
      return event_of(close_incarnation(risk.logs(), said, stamp));
    };
    if (auto done = write(store, say, word); !done) return failed(done.error());
  }
  return has(store, log);
}

Stored<bool> ClosedLogs::is_revoked(StoreId store) {
  if (auto done = book_.catch_up(pen_.page_of(store).shard); !done) return failed(done.error());
  const bool is_revoked =
      book_.read([&](const ChainRisk& risk) { return risk.revocations().is_revoked(store); });
  if (is_revoked) gate_.shut(store);
  return is_revoked;
}

Stored<bool> ClosedLogs::revoke(const StoreRevoked& said, const std::optional<OperatorWord>& word) {
  bool was_revoked = true;
  for (int tries = 0; tries <= kTries; ++tries) {
    const auto revoked = is_revoked(said.store);
    if (!revoked) return failed(revoked.error());
    if (revoked.value()) return !was_revoked;
    was_revoked = false;
    const auto say = [&](const ChainRisk& risk, const Stamp& stamp) {
      return event_of(revoke_store(risk.revocations(), said, stamp));
    };
    if (auto done = write(said.store, say, word); !done) return failed(done.error());
  }
  return failed(StorageError{StorageFailure::Retry, "head office writes too much at once there"});
}

Stored<StoreClosed> ClosedLogs::close_revoked(StoreId store, std::chrono::milliseconds patience,
                                              const std::optional<OperatorWord>& word) {
  const auto origins = events_.origins();
  if (!origins) return failed(origins.error());
  StoreClosed done;
  for (const OriginProgress& progress : origins.value()) {
    if (progress.store != store) continue;
    const auto was_closed = has(store, progress.origin);
    if (!was_closed) return failed(was_closed.error());
    if (was_closed.value()) continue;
    gate_.shut(progress.origin, ClosedWhy::Revoked);
    const bool is_idle = gate_.wait_until_idle(progress.origin, patience);
    if (!is_idle) done.is_storing_still = true;
    if (!is_idle) continue;
    const auto closed = close(store, progress.origin, ClosedWhy::Revoked, word);
    if (!closed) return failed(closed.error());
    closed.value() ? done.logs.push_back(progress.origin) : void(done.is_storing_still = true);
  }
  return done;
}

Stored<Done> ClosedLogs::resume_revocations() {
  if (auto done = book_.catch_up(); !done) return done;
  const auto revoked = book_.read([](const ChainRisk& risk) { return risk.revocations().all(); });
  for (const auto& [store, revocation] : revoked) gate_.shut(store);
  for (const auto& [store, revocation] : revoked) {
    if (auto closed = close_revoked(store); !closed) return failed(closed.error());
  }
  return Done{};
}

Stored<std::optional<std::string>> ClosedLogs::reason_against(
    StoreId store, const ClosedLogEventRecorded& wrapped) {
  const auto revoked = is_revoked(store);
  if (!revoked) return failed(revoked.error());
  if (revoked.value())
    return std::optional<std::string>("its store was revoked before this was brought");
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
Stored<Done> ClosedLogs::write(StoreId store, const Say& say,
                               const std::optional<OperatorWord>& word) {
  const auto written = pen_.write(
      pen_.page_of(store),
      [&](const OfficeDesk& desk) {
        return book_.read([&](const ChainRisk& risk) {
          std::vector<Event> events;
          if (risk.heard_through(desk.origin()) != desk.own_end()) return events;
          if (auto said = say(risk, desk.stamp())) events.push_back(*std::move(said));
          return events;
        });
      },
      word);
  if (!written) return failed(written.error());
  return Done{};
}

}  // namespace perk::central
