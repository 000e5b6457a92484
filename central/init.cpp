#include "central/init.h"

#include "central/postgres/postgres_backend.h"
#include "sync/crypto/keys.h"

namespace perk::central {
namespace {

constexpr std::uint32_t kFirstKeyVersion = 1;
/// Four digits leave room for a hundred million cards. A chain with a prefix of its own opens a range
/// for it.
constexpr char kFirstPrefix[] = "6006";

}  // namespace

Result<std::string, std::string> initialise_chain(const CentralConfig& config, const Clock& clock) {
  PostgresBackend database(config.conninfo);
  const ChainSettings chain{config.currency, config.shard_count, Epoch(1)};
  const NumberRange first_range{kFirstPrefix, kSelfProvingLength, kFirstKeyVersion,
                                RangeKind::SelfProving};
  const auto outcome =
      database.initialise(chain, {kFirstKeyVersion, sync::random_key()}, clock.wall(), first_range);
  if (!outcome && outcome.error().failure == StorageFailure::OutcomeUnknown) {
    return failed(
        "the database went away while it was made ready: run init again to see whether"
        " it was (" +
        outcome.error().detail + ")");
  }
  if (!outcome) return failed("the database refuses: " + outcome.error().detail);
  if (outcome.value() == InitOutcome::WasThere) {
    return failed(std::string("this database was initialised before; nothing was changed"));
  }
  return "the chain is ready: " + std::string(chain.currency.code()) + ", " +
         std::to_string(chain.shard_count) + " shards";
}

}  // namespace perk::central
