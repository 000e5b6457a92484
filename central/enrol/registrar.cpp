#include "central/enrol/registrar.h"

#include "central/until_known.h"
#include "sync/crypto/enrol_code.h"
#include "sync/crypto/keys.h"

namespace perk::central {

using sync::EnrolAnswer;
using sync::EnrolRefusal;

namespace {

sync::NumberNews news_of(const CardNumbers& numbers) {
  sync::NumberNews news;
  for (const StoredNumberKey& key : numbers.keys) news.keys.push_back({key.version, key.key});
  for (const StoredNumberRange& held : numbers.ranges) news.ranges.push_back(held.range);
  return news;
}

}  // namespace

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

sync::NumberReply Registrar::tell_numbers(StoreId store, const sync::NumberAsk& ask) {
  if (ask.store != store || gate_.is_shut_for(store)) return EnrolRefusal::Refused;
  const auto held = events_.find_store(store);
  if (!held) return EnrolRefusal::TryLater;
  if (!held.value()) return EnrolRefusal::Refused;
  const auto numbers = numbers_.look();
  if (!numbers || !serves()) return EnrolRefusal::TryLater;
  return news_of(numbers.value());
}

bool Registrar::serves() {
  const auto stays = office_.stay_in_office();
  return stays && stays.value();
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
  if (!serves()) return EnrolRefusal::TryLater;
  answer.value().certificate = std::move(certificate).value();
  return std::move(answer).value();
}

Stored<EnrolAnswer> Registrar::answer_for(const StoreRecord& store) {
  const auto numbers = numbers_.look();
  if (!numbers) return failed(numbers.error());
  sync::NumberNews news = news_of(numbers.value());
  return EnrolAnswer{{},
                     signing_.authority.certificate(),
                     store.store,
                     store.name,
                     chain_.currency,
                     chain_.shard_count,
                     std::move(news.keys),
                     std::move(news.ranges)};
}

}  // namespace perk::central
