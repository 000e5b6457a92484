#include "central/verify/log_audit.h"

#include <algorithm>

#include "central/projections/folder.h"
#include "central/verifier.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/log_key_proof.h"

namespace perk::central {
namespace {

std::string log_name(Origin origin, StoreId store) {
  if (origin.is_head_office()) return "log " + to_string(origin);
  return "store " + std::to_string(store.value()) + ", log " + to_string(origin);
}

}  // namespace

Stored<Done> LogAudit::run(const std::map<Origin, SeenOrigin>& seen,
                           const std::function<void(std::size_t)>& on_read) {
  // The heads first: what they cover is there already.
  const auto origins = events_.origins();
  if (!origins) return failed(origins.error());
  const auto own = events_.head_office_logs();
  if (!own) return failed(own.error());
  const auto starts = events_.epoch_starts();
  if (!starts) return failed(starts.error());
  const auto stores = events_.stores();
  if (!stores) return failed(stores.error());
  std::vector<HeadOfficeLog> logs = own.value();
  for (const EpochStart& start : starts.value()) logs.push_back(start.former_log);
  check_registered(seen, origins.value(), logs);
  for (const OriginProgress& progress : origins.value()) {
    check_seal(progress, stores.value());
    const Head head{progress.origin, progress.store, progress.through, progress.hash};
    auto followed = follow(head, kLogChainCheck, on_read);
    if (!followed) return followed;
  }
  // Of a past epoch's as far as it was held when the epoch ended: what was handed back since stands after.
  for (const HeadOfficeLog& log : logs) {
    auto followed = follow({log.origin, StoreId(), log.end, log.hash}, kOwnChainCheck, on_read);
    if (!followed) return followed;
  }
  return Done{};
}

void LogAudit::check_registered(const std::map<Origin, SeenOrigin>& seen,
                                const std::vector<OriginProgress>& origins,
                                const std::vector<HeadOfficeLog>& own) {
  for (const auto& entry : seen) {
    const Origin origin = entry.first;
    const SeenOrigin& from = entry.second;
    const bool is_known =
        std::ranges::any_of(own,
                            [&](const HeadOfficeLog& log) {
                              return log.origin == origin && from.store == StoreId();
                            }) ||
        std::ranges::any_of(origins, [&](const OriginProgress& progress) {
          return progress.origin == origin && progress.store == from.store;
        });
    if (is_known) continue;
    findings_.offend(kOriginsCheck, from.first_place + ": " + log_name(origin, from.store) +
                                        " was never registered");
  }
}

void LogAudit::check_seal(const OriginProgress& progress, const std::vector<StoreRecord>& stores) {
  if (progress.through == Seq()) return;
  const auto store = std::ranges::find(stores, progress.store, &StoreRecord::store);
  const bool is_signed = store != stores.end() &&
                         sync::is_signed_head(keys_of(*store), progress.store, progress.origin,
                                              progress.through, progress.hash, progress.seal);
  if (is_signed) return;
  findings_.offend(kSealCheck, log_name(progress.origin, progress.store) + ": the head at seq " +
                                   std::to_string(progress.through.value()) +
                                   " is not signed by the store's key");
}

Stored<Done> LogAudit::follow(const Head& head, std::string_view check,
                              const std::function<void(std::size_t)>& on_read) {
  const std::string name = log_name(head.origin, head.store);
  Digest hash = sync::log_genesis(head.store, head.origin);
  Seq last;
  note({head.origin, last}, hash);
  while (last < head.seq) {
    const auto read = events_.read_log(head.origin, last, kFoldBatchMax);
    if (!read) return failed(read.error());
    for (const LogEntry& entry : read.value()) {
      if (last == head.seq) break;
      if (entry.seq == last && entry.is_quarantined) continue;  // In conflict with the one before.
      if (entry.seq != last.next()) break;
      hash = sync::log_link(hash, entry.seq, entry.bytes);
      last = entry.seq;
      note({head.origin, last}, hash);
    }
    on_read(read.value().size());
    const bool is_whole =
        !read.value().empty() && last >= std::min(read.value().back().seq, head.seq);
    if (!is_whole) {
      findings_.offend(check,
                       name + ": seq " + std::to_string(last.next().value()) + " is missing");
      return Done{};
    }
  }
  if (hash != head.hash) {
    findings_.offend(check, name + ": its events do not give the hash acknowledged at seq " +
                                std::to_string(head.seq.value()));
  }
  return Done{};
}

}  // namespace perk::central
