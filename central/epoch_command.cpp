#include "central/epoch_command.h"

#include <algorithm>

#include "central/desk_clock.h"
#include "central/history_witness.h"
#include "central/postgres/postgres_backend.h"
#include "central/until_known.h"
#include "ledger/incarnations.h"
#include "ledger/reason.h"
#include "sync/crypto/reason_seal.h"
#include "sync/process/data_directory.h"

namespace perk::central {
namespace {

using Said = Result<std::string, std::string>;

std::string refusal_of(const StorageError& error) {
  if (error.failure == StorageFailure::OutcomeUnknown)
    return "the database went away in the middle: run the command again to see (" + error.detail +
           ")";
  return "the database refuses: " + error.detail;
}

/// The database, if it is one of this version, with the data directory locked: nobody else writes to it.
struct Workplace {
  sync::DataDirectory directory;
  std::unique_ptr<PostgresBackend> database;
};
Result<Workplace, std::string> enter(const CentralConfig& config) {
  auto directory = sync::DataDirectory::open(config.data_directory);
  if (!directory) return failed(directory.error());
  auto database = std::make_unique<PostgresBackend>(config.conninfo);
  const auto schema = database->upgrade();
  if (!schema) return failed(refusal_of(schema.error()));
  if (schema.value() != SchemaState::Current)
    return failed(std::string("the database is not one of this version of Perk"));
  return Workplace{std::move(directory).value(), std::move(database)};
}

/// The event has the seal alone; what it seals is kept before the event is. A blank one is for the ledger to refuse.
Result<std::string, std::string> sealed(const std::string& reason, EventStore& events,
                                        WallTime now) {
  if (is_blank(reason)) return reason;
  if (!is_sayable(reason))
    return failed(
        std::string("the reason may be one line of at most 1,000 bytes of UTF-8, without "
                    "control characters"));
  const ReasonOpening opening{sync::random_salt(), reason};
  const Digest commitment = sync::reason_commitment(opening);
  const auto kept = events.keep_reason(commitment, opening, now);
  if (!kept) return failed(refusal_of(kept.error()));
  return sealed_form(commitment);
}

/// Whoever serves, serves no more from here on.
std::optional<std::string> take_office(OfficeRegister& office) {
  const auto said = office.tenure();
  if (!said) return refusal_of(said.error());
  const auto taken =
      until_known([&] { return office.take_office(said.value(), "perk-central begin-epoch"); });
  if (!taken) return refusal_of(taken.error());
  if (!taken.value()) return "another head office serves on this database: stop it first";
  return std::nullopt;
}

Epoch next_epoch(const NewEpoch& wanted, const History& held,
                 const std::optional<History>& witness) {
  if (wanted.epoch) return *wanted.epoch;
  return std::max(held.epoch, witness ? witness->epoch : held.epoch).next();
}

}  // namespace

Said begin_epoch(const CentralConfig& config, const NewEpoch& wanted, const Clock& clock) {
  auto place = enter(config);
  if (!place) return failed(place.error());
  EventStore& events = place.value().database->events();
  const auto path = place.value().directory.file(kHistoryFile);
  const auto witness = read_history(path);
  if (!witness && !wanted.epoch)
    return failed(witness.error() + ": name the epoch with --epoch, above any that ever was");
  OfficeRegister& office = place.value().database->office();
  if (const auto refused = take_office(office)) return failed(*refused);
  const auto held = history_of(events);
  if (!held) return failed(refusal_of(held.error()));
  const Epoch epoch =
      next_epoch(wanted, held.value(), witness ? witness.value() : std::optional<History>());
  DeskClock time(events, clock);
  if (const auto resumed = time.resume(); !resumed) return failed(refusal_of(resumed.error()));
  const auto count = static_cast<std::uint16_t>(held.value().ends.size());
  const WallTime now = clock.wall();
  const auto reason = sealed(wanted.reason, events, now);
  if (!reason) return failed(reason.error());
  const Stamp stamp{Origin::head_office(epoch, shard_of(StoreId(), count)), time.next(Hlc(), now),
                    now, PolicyVersion(1)};
  const auto begun = perk::begin_epoch(
      Incarnations(), {epoch, held.value().epoch, reason.value(), wanted.operator_name}, stamp);
  if (!begun && begun.error() == LogRefusal::ReasonMissing)
    return failed(std::string("say why with --reason: it is kept with the event"));
  if (!begun) return failed(std::string("an epoch follows the one before: name a later one"));
  const auto done = events.begin_epoch(begun.value(), now);
  if (!done) return failed(refusal_of(done.error()));
  (void)office.leave_office();
  const auto after = history_of(events);
  if (!after || !write_history(path, after.value()))
    return failed("epoch " + std::to_string(epoch.value()) + " has begun, but " + path.string() +
                  " could not be written: run 'perk-central adopt'");
  return "epoch " + std::to_string(epoch.value()) +
         " has begun: start perk-central; its stores report by themselves, and 'perk epoch' tells"
         " who has";
}

Said adopt_database(const CentralConfig& config) {
  auto place = enter(config);
  if (!place) return failed(place.error());
  const auto held = history_of(place.value().database->events());
  if (!held) return failed(refusal_of(held.error()));
  const auto path = place.value().directory.file(kHistoryFile);
  if (!write_history(path, held.value())) return failed("cannot write " + path.string());
  std::uint64_t count = 0;
  for (const auto& [shard, end] : held.value().ends) count += end.position.value();
  return "the data directory takes the database as it is: epoch " +
         std::to_string(held.value().epoch.value()) + ", " + std::to_string(count) + " events";
}

}  // namespace perk::central
