// The reads that the journal and the uplink's reader share, over one connection. Throws SqliteFault.
#pragma once

#include "store_node/journal.h"
#include "store_node/sqlite/database.h"

namespace perk::store_node::sqlite {

[[nodiscard]] LogIdentity read_identity(Database& database);
[[nodiscard]] Digest digest_at(const Statement& row, int column);

class LogReads {
 public:
  LogReads(Database& database, LogIdentity identity);

  [[nodiscard]] LogHead head();
  [[nodiscard]] std::vector<sync::Cursor> cursors();
  [[nodiscard]] std::optional<OwnEvent> own_event(Seq seq);
  [[nodiscard]] std::vector<OwnEvent> read_log(Seq after, std::size_t bytes_max);
  [[nodiscard]] std::uint64_t past_end();
  [[nodiscard]] std::vector<PastEvent> read_past(std::uint64_t after, std::size_t bytes_max);
  void replay_past(const std::function<void(const PastEvent&)>& visit);
  void replay(const std::function<void(const OwnEvent&)>& visit);
  [[nodiscard]] std::optional<OwnEvent> event_asked_as(const RequestId& request);

 private:
  [[nodiscard]] static OwnEvent event_of(const Statement& row);

  Database& database_;
  LogIdentity identity_;
  Statement head_;
  Statement cursors_;
  Statement event_;
  Statement run_;
  Statement asked_;
};

}  // namespace perk::store_node::sqlite
