#include "central/verifier.h"

#include <algorithm>

#include "central/verify/deep_audit.h"
#include "central/verify/findings.h"
#include "central/verify/heads_audit.h"
#include "central/verify/log_audit.h"
#include "central/verify/shard_audit.h"

namespace perk::central {
namespace {

Findings all_checks(const VerifyScope& scope) {
  Findings findings;
  for (const char* const check :
       {kPositionsCheck, kShardHashCheck, kPlaceCheck, kOriginsCheck, kLogChainCheck, kSealCheck,
        kOwnChainCheck, kConservationCheck, kOperatorsCheck, kSettlementCheck, kBalanceCheck,
        kStatementCheck, kStorePositionCheck}) {
    findings.open(check);
  }
  if (scope.depth == VerifyDepth::Deep) {
    for (const char* const check : {kWriterCheck, kWrapCheck, kQuarantineCheck, kKeysCheck})
      findings.open(check);
  }
  return findings;
}

/// Every event is read twice: in its shard and in its log.
Stored<std::uint64_t> reads_to_do(EventStore& events) {
  const auto ends = events.shard_ends();
  if (!ends) return failed(ends.error());
  std::uint64_t sum = 0;
  for (const ShardEnd& end : ends.value()) sum += end.position.value();
  return 2 * sum;
}

}  // namespace

Stored<VerifyReply> verify(EventStore& events, ProjectionStore& projections,
                           const VerifyProgress& on_progress, const VerifyScope& scope) {
  const auto chain = events.chain();
  if (!chain) return failed(chain.error());
  const auto total = reads_to_do(events);
  if (!total) return failed(total.error());
  std::uint64_t done = 0;
  const auto on_read = [&](std::size_t count) {
    done += count;
    on_progress(done, std::max(done, total.value()));
  };
  Findings findings = all_checks(scope);
  AuditTotals totals;
  DeepAudit deep(events, chain.value(), findings);
  for (std::uint16_t shard = 0; shard < chain.value().shard_count; ++shard) {
    ShardAudit audit(events, projections, chain.value(), Shard(shard), findings, totals);
    if (scope.depth == VerifyDepth::Deep)
      audit.look_closer([&](const StoredEvent& stored) { return deep.check(stored); });
    if (const auto run = audit.run(on_read); !run) return failed(run.error());
  }
  LogAudit logs(events, findings);
  HeadsAudit heads(events);
  if (scope.against) logs.note_hashes_at(wanted_by(*scope.against));
  if (const auto run = logs.run(totals.origins, on_read); !run) return failed(run.error());
  if (scope.depth == VerifyDepth::Deep) {
    const auto checked = deep.check_quarantine();
    if (!checked) return failed(checked.error());
    const auto keys = deep.check_keys();
    if (!keys) return failed(keys.error());
  }
  const auto settled = totals.settlements.check(events, chain.value(), findings);
  if (!settled) return failed(settled.error());
  if (scope.against) {
    const auto compared = heads.compare(*scope.against, logs.noted(), findings);
    if (!compared) return failed(compared.error());
  }
  for (const std::string& broken : totals.conservation.violations()) {
    findings.offend(kConservationCheck, broken);
  }
  for (const JudgedAct& judged : totals.operators.judge()) {
    if (judged.word != WordState::Broken) continue;
    findings.offend(kOperatorsCheck,
                    judged.act->place + ": event " + to_string(judged.act->recorded.id) + ", " +
                        type_name(judged.act->recorded.event.body) + ": " + judged.why_broken);
  }
  return VerifyReply{std::move(findings).take(), totals.events};
}

}  // namespace perk::central
