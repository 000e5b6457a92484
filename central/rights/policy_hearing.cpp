#include "central/rights/policy_hearing.h"

#include <algorithm>

namespace perk::central {
namespace {

/// Of store 0: the first, however many there are.
constexpr Shard kPolicies{0};

}  // namespace

void PolicyHearing::fold(const RecordedEvent& recorded, Shard shard, Position position) {
  if (shard == kPolicies) book_.fold(recorded, position);
  if (!recorded.id.origin.is_incarnation()) return;
  Heard& heard = heard_[recorded.id.origin];
  heard.version = std::max(heard.version, recorded.event.envelope.policy_version);
  const auto* purchase = std::get_if<ValueRedeemed>(&recorded.event.body);
  if (purchase == nullptr) return;
  if (shard == kPolicies)
    heard.known_through = std::max(heard.known_through, purchase->knowledge.known_through);
  // Events of one log come in its order within a shard, and in any order across shards.
  if (recorded.id.seq < heard.newest_purchase) return;
  heard.newest_purchase = recorded.id.seq;
  const bool is_built_in = recorded.event.envelope.policy_version <= kBuiltInPolicy.version;
  heard.ran_cached = purchase->basis == Basis::Cached && is_built_in;
}

/// Who wrote under a version had heard it being set.
Position PolicyHearing::heard_through(const Heard& heard) const {
  Position through = heard.known_through;
  for (const PolicySetting& setting : book_.settings()) {
    if (setting.version == heard.version) through = std::max(through, setting.position);
  }
  return through;
}

bool PolicyHearing::may_be_unbounded(StoreId store, std::span<const Origin> incarnations,
                                     const ProvenEnds& proven) const {
  if (incarnations.empty()) {
    // It has sold nothing, and begins by hearing what is set now.
    const auto& settings = book_.settings();
    return !settings.empty() && book_.may_be_unbounded(store, settings.back().position);
  }
  return std::ranges::any_of(incarnations, [&](Origin incarnation) {
    if (proven.contains(incarnation)) return false;
    const auto found = heard_.find(incarnation);
    const Heard heard = found == heard_.end() ? Heard() : found->second;
    // Older builds knew no policies, and ran `cached`.
    const bool is_older = heard.ran_cached && heard.version <= kBuiltInPolicy.version;
    return is_older || book_.may_be_unbounded(store, heard_through(heard));
  });
}

}  // namespace perk::central
