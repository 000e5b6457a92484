#include "central/verify/heads_audit.h"

#include "central/evidence/lines.h"
#include "central/verifier.h"

namespace perk::central {
namespace {

std::string ended(const std::string& name, std::uint64_t then, const std::string& date) {
  return name + " ended at " + std::to_string(then) + " on " + date;
}

std::string truncated(const std::string& name, std::uint64_t then, const std::string& date,
                      std::uint64_t now) {
  return "truncated: " + ended(name, then, date) + " and ends at " + std::to_string(now) + " now";
}

std::string changed(const std::string& name, std::uint64_t then, const std::string& date) {
  return "changed: " + ended(name, then, date) + " under another hash than it has there now";
}

/// Keeps count of the heads of one kind, and gives each that does not hold its own row.
class Tally {
 public:
  Tally(Findings& findings, std::string_view check, std::string date)
      : findings_(findings), check_(check), date_(std::move(date)) {}

  void add(const std::string& name, const std::string& fault) {
    ++seen_;
    if (fault.empty()) return;
    ++broken_;
    findings_.open("exported head of " + name);
    findings_.offend("exported head of " + name, fault);
  }
  void close() {
    findings_.open(check_);
    if (broken_ == 0) return;
    findings_.offend(check_, std::to_string(broken_) + " of " + std::to_string(seen_) +
                                 " do not hold as they were on " + date_);
  }

 private:
  Findings& findings_;
  std::string_view check_;
  std::string date_;
  std::uint64_t seen_ = 0, broken_ = 0;
};

}  // namespace

std::set<EventId> wanted_by(const Heads& heads) {
  std::set<EventId> places;
  for (const LogHead& log : heads.logs) places.insert({log.origin, log.seq});
  return places;
}

Stored<std::map<Origin, HeadsAudit::LogEnd>> HeadsAudit::log_ends() {
  std::map<Origin, LogEnd> ends;
  const auto origins = events_.origins();
  if (!origins) return failed(origins.error());
  for (const OriginProgress& log : origins.value()) ends[log.origin] = {log.store, log.through};
  const auto own = events_.head_office_logs();
  if (!own) return failed(own.error());
  for (const HeadOfficeLog& log : own.value()) ends[log.origin] = {StoreId(), log.end};
  const auto starts = events_.epoch_starts();
  if (!starts) return failed(starts.error());
  for (const EpochStart& start : starts.value())
    ends[start.former_log.origin] = {StoreId(), start.former_log.end};
  return ends;
}

Stored<std::string> HeadsAudit::fault_in(const ShardEnd& shown, const std::string& date,
                                         const std::map<Shard, ShardEnd>& now) {
  const std::string name = "shard " + std::to_string(shown.shard.value());
  const auto end = now.find(shown.shard);
  if (end == now.end()) return "gone: " + ended(name, shown.position.value(), date);
  if (end->second.position < shown.position) {
    return truncated(name, shown.position.value(), date, end->second.position.value());
  }
  const auto hash = events_.shard_hash_at(shown.shard, shown.position);
  if (!hash) return failed(hash.error());
  if (hash.value() == shown.hash) return std::string();
  return changed(name, shown.position.value(), date);
}

Stored<Done> HeadsAudit::compare_logs(const Heads& heads, const std::map<EventId, Digest>& noted,
                                      Findings& findings) {
  const std::string date = date_of(heads.taken);
  const auto ends = log_ends();
  if (!ends) return failed(ends.error());
  Tally tally(findings, kLogHeadsCheck, date);
  for (const LogHead& shown : heads.logs) {
    const std::string name = "log " + to_string(shown.origin);
    const auto log = ends.value().find(shown.origin);
    const auto hash = noted.find({shown.origin, shown.seq});
    std::string fault;
    if (log == ends.value().end() || log->second.store != shown.store) {
      fault = "gone: " + ended(name, shown.seq.value(), date);
    } else if (log->second.end < shown.seq) {
      fault = truncated(name, shown.seq.value(), date, log->second.end.value());
    } else if (hash == noted.end() || hash->second != shown.hash) {
      fault = changed(name, shown.seq.value(), date);
    }
    tally.add(name, fault);
  }
  tally.close();
  return Done{};
}

Stored<Done> HeadsAudit::compare_shards(const Heads& heads, Findings& findings) {
  const std::string date = date_of(heads.taken);
  const auto ends = events_.shard_ends();
  if (!ends) return failed(ends.error());
  std::map<Shard, ShardEnd> now;
  for (const ShardEnd& end : ends.value()) now[end.shard] = end;
  Tally tally(findings, kShardHeadsCheck, date);
  for (const ShardEnd& shown : heads.shards) {
    const auto fault = fault_in(shown, date, now);
    if (!fault) return failed(fault.error());
    tally.add("shard " + std::to_string(shown.shard.value()), fault.value());
  }
  tally.close();
  return Done{};
}

Stored<Done> HeadsAudit::compare(const Heads& heads, const std::map<EventId, Digest>& noted,
                                 Findings& findings) {
  auto logs = compare_logs(heads, noted, findings);
  return logs ? compare_shards(heads, findings) : logs;
}

}  // namespace perk::central
