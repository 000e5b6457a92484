#include "ledger/policy_book.h"

#include <algorithm>
#include <limits>
#include <set>
#include <tuple>

namespace perk {
namespace {

constexpr Position kEnd{std::numeric_limits<std::uint64_t>::max()};

template <typename Id>
bool covers(Id set, Id asked) {
  return set == Id() || set == asked;
}

/// Whether `left` gives way to `right`, if both cover a purchase.
bool gives_way(const PolicySetting& left, const PolicySetting& right) {
  const auto weight = [](const PolicySetting& setting) {
    return std::tuple(setting.set.store != StoreId(), setting.set.programme != ProgrammeId(),
                      setting.version, setting.by);
  };
  return weight(left) < weight(right);
}

bool is_unlimited(const Policy& policy) {
  return rules_of(policy.kind).beyond_rights == BeyondRights::Unlimited;
}

}  // namespace

void PolicyBook::fold(const RecordedEvent& recorded, Position position) {
  const auto* set = std::get_if<PolicySet>(&recorded.event.body);
  if (set == nullptr || !recorded.id.origin.is_head_office()) return;
  Seq& watermark = watermarks_[recorded.id.origin];
  if (recorded.id.seq <= watermark) return;
  watermark = recorded.id.seq;
  const PolicySetting setting{recorded.id, position, recorded.event.envelope.policy_version, *set};
  const auto later =
      std::find_if(settings_.begin(), settings_.end(), [&](const PolicySetting& other) {
        return std::tie(position, setting.by) < std::tie(other.position, other.by);
      });
  settings_.insert(later, setting);
}

Policy PolicyBook::policy_at(StoreId store, ProgrammeId programme, Position through) const {
  const PolicySetting* best = nullptr;
  for (const PolicySetting& setting : settings_) {
    const bool counts = setting.position <= through && covers(setting.set.store, store) &&
                        covers(setting.set.programme, programme);
    if (counts && (best == nullptr || gives_way(*best, setting))) best = &setting;
  }
  return best == nullptr ? kBuiltInPolicy : Policy{best->set.kind, best->version};
}

Policy PolicyBook::policy_for(StoreId store, ProgrammeId programme) const {
  return policy_at(store, programme, kEnd);
}

/// Programme 0 stands for all that no setting names.
bool PolicyBook::is_unbounded_at(StoreId store, Position through) const {
  std::set<ProgrammeId> programmes{ProgrammeId()};
  for (const PolicySetting& setting : settings_) programmes.insert(setting.set.programme);
  return std::any_of(programmes.begin(), programmes.end(), [&](ProgrammeId programme) {
    return is_unlimited(policy_at(store, programme, through));
  });
}

/// Store 0 stands for all that no setting names.
bool PolicyBook::any_unbounded() const {
  std::set<StoreId> stores{StoreId()};
  for (const PolicySetting& setting : settings_) stores.insert(setting.set.store);
  return std::any_of(stores.begin(), stores.end(),
                     [&](StoreId store) { return is_unbounded_at(store, kEnd); });
}

bool PolicyBook::may_be_unbounded(StoreId store, Position heard_through) const {
  if (is_unbounded_at(store, heard_through)) return true;
  return std::any_of(settings_.begin(), settings_.end(), [&](const PolicySetting& setting) {
    return setting.position > heard_through && is_unbounded_at(store, setting.position);
  });
}

PolicyVersion PolicyBook::next_version() const {
  PolicyVersion last = kBuiltInPolicy.version;
  for (const PolicySetting& setting : settings_) last = std::max(last, setting.version);
  return last.next();
}

}  // namespace perk
