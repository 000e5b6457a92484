// Reads one shard from its first event to its end and checks what stands there: positions, running
// hash, the place of each event, and each projection against a fold of its own. Blocking.
#pragma once

#include <array>
#include <functional>
#include <map>

#include "central/event_store.h"
#include "central/projections/projection_store.h"
#include "central/verify/findings.h"
#include "central/verify/operator_audit.h"
#include "central/verify/settlement_audit.h"
#include "ledger/conservation.h"

namespace perk::central {

/// What the shards' events say of the logs they are from.
struct SeenOrigin {
  StoreId store;
  std::string first_place;
};

/// What is added up over all shards.
struct AuditTotals {
  ConservationChecker conservation;
  OperatorAudit operators;
  SettlementAudit settlements;
  std::map<Origin, SeenOrigin> origins;
  std::uint64_t events = 0;
};

class ShardAudit {
 public:
  ShardAudit(EventStore& events, ProjectionStore& projections, const ChainSettings& chain,
             Shard shard, Findings& findings, AuditTotals& totals);

  /// `on_read` is told after each batch how many events it had.
  [[nodiscard]] Stored<Done> run(const std::function<void(std::size_t)>& on_read);
  /// Before run(): shows each event to somebody else, too.
  using Look = std::function<Stored<Done>(const StoredEvent&)>;
  void look_closer(Look look) { look_ = std::move(look); }

 private:
  /// A projection as people read it, and as a fold made here says it should be.
  struct Comparison {
    ShardView shown;
    ProjectionRows made;
    std::vector<ParkedEvent> poison;
  };
  [[nodiscard]] Stored<Done> open();
  [[nodiscard]] Shard shard_without_card(const StoredEvent& stored) const;
  void check_place(const StoredEvent& stored);
  void check_hash(const StoredEvent& stored);
  void check_event(const StoredEvent& stored);
  void fold_into(Comparison& comparison, const FactRun& run);
  void check_end();
  void compare(const Comparison& comparison);
  [[nodiscard]] std::string at(Position position) const;

  EventStore& events_;
  ProjectionStore& projections_;
  const ChainSettings chain_;
  const Shard shard_;
  Findings& findings_;
  AuditTotals& totals_;
  Look look_;
  std::vector<Comparison> comparisons_;
  ShardEnd end_;
  CountedWraps counted_;
  Position last_;
  Digest hash_;
};

/// The name of the check that compares a projection.
[[nodiscard]] std::string_view check_of(ProjectionKind kind);

}  // namespace perk::central
