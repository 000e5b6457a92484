#include "central/postgres/server.h"

#include <algorithm>

namespace perk::central {

std::optional<Server> ask_which(pqxx::work& work) {
  // The name of the segment that is being written begins with the timeline, in hexadecimal.
  const auto row = work.exec1(
      "select pg_is_in_recovery(), case when pg_is_in_recovery() then null"
      " else substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) end,"
      " pg_postmaster_start_time()::text");
  if (row[0].as<bool>() || row[1].is_null()) return std::nullopt;
  const auto timeline = std::stoul(row[1].as<std::string>(), nullptr, 16);
  return Server{static_cast<std::uint32_t>(timeline), row[2].as<std::string>()};
}

void write_barrier(pqxx::work& work) {
  if (work.exec1("select to_regclass('counters') is null")[0].as<bool>()) return;
  work.exec0(
      "insert into counters (name, value) values ('barrier', 1)"
      " on conflict (name) do update set value = counters.value");
}

bool Fence::admits(const Server& server) {
  const std::scoped_lock lock(mutex_);
  timeline_ = std::max(timeline_, server.timeline);
  return server.timeline == timeline_;
}

bool Fence::trusts(const Server& server) {
  const std::scoped_lock lock(mutex_);
  return trusted_ == server;
}

void Fence::trust(const Server& server) {
  const std::scoped_lock lock(mutex_);
  if (server.timeline == timeline_) trusted_ = server;
}

void Fence::doubt() {
  const std::scoped_lock lock(mutex_);
  trusted_.reset();
}

}  // namespace perk::central
