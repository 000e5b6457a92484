#include "central/enrol/registrar.h"

#include "central/until_known.h"
#include "sync/crypto/enrol_code.h"
#include "sync/crypto/keys.h"

namespace perk::central {

using sync::EnrolAnswer;
using sync::EnrolRefusal;

sync::EnrolReply Registrar::enrol(const sync::EnrolHello& hello) {
  if (!sync::verify(hello.log_key, sync::enrol_proof_bytes(hello), hello.proof))
    return EnrolRefusal::Refused;
  const WallTime now = clock_.wall();
  const auto redeemed = until_known(
      [&] { return events_.redeem_code(sync::hash_of(hello.secret), hello.log_key, now); });
  if (!redeemed) return EnrolRefusal::TryLater;
  if (!redeemed.value()) return EnrolRefusal::Refused;
  return certify(*redeemed.value(), hello.request);
}

sync::EnrolReply Registrar::renew(StoreId store, const sync::EnrolHello& hello) {
  if (!sync::verify(hello.log_key, sync::enrol_proof_bytes(hello), hello.proof))
    return EnrolRefusal::Refused;
  const auto held = events_.find_store(store);
  if (!held) return EnrolRefusal::TryLater;
  if (!held.value() || held.value()->key != hello.log_key) return EnrolRefusal::Refused;
  return certify(*held.value(), hello.request);
}

sync::EnrolReply Registrar::certify(const StoreRecord& store, const std::string& request) {
  if (gate_.is_shut_for(store.store)) return EnrolRefusal::Refused;
  auto answer = answer_for(store);
  if (!answer) return EnrolRefusal::TryLater;
  const auto party = sync::Party::store(store.store.value());
  const WallTime now = clock_.wall();
  auto certificate = signing_.authority.issue(
      request, party, now + Millis(-kClockAllowance.count()), now + signing_.lifetime);
  if (!certificate) return EnrolRefusal::Refused;
  answer.value().certificate = std::move(certificate).value();
  return std::move(answer).value();
}

Stored<EnrolAnswer> Registrar::answer_for(const StoreRecord& store) {
  const auto keys = events_.number_keys();
  if (!keys) return failed(keys.error());
  const auto ranges = events_.number_ranges();
  if (!ranges) return failed(ranges.error());
  EnrolAnswer answer{{},
                     signing_.authority.certificate(),
                     store.store,
                     store.name,
                     chain_.currency,
                     chain_.shard_count,
                     {},
                     {}};
  for (const StoredNumberKey& key : keys.value())
    answer.number_keys.push_back({key.version, key.key});
  for (const StoredNumberRange& held : ranges.value()) answer.number_ranges.push_back(held.range);
  return answer;
}

}  // namespace perk::central
