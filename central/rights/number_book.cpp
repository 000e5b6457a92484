#include "central/rights/number_book.h"

#include <algorithm>

#include "sync/crypto/keys.h"

namespace perk::central {
namespace {

bool is_the_one(const StoredNumberKey& key, const NumberKeyMade& said) {
  return sync::CardNumberKey(key.version, key.key).commitment() == said.commitment;
}

/// Without a key that is another than was said of its version: shops have that one.
std::vector<StoredNumberKey> keys_as_said(std::vector<StoredNumberKey> held,
                                          const NumberKeys& made) {
  std::erase_if(held, [&](const StoredNumberKey& key) {
    const auto said = made.all().find(key.version);
    return said != made.all().end() && !is_the_one(key, said->second.said);
  });
  return held;
}

void begin_keys(CardNumbers& numbers) {
  for (const auto& [version, made] : numbers.made.all()) {
    if (numbers.key(version) == nullptr) continue;
    for (StoredNumberRange& row : numbers.ranges) {
      const bool is_it =
          row.range.kind == RangeKind::SelfProving && row.range.prefix == made.said.prefix;
      if (is_it) begin_key(row.range, version);
    }
  }
}

std::uint32_t newest_of(const std::vector<StoredNumberKey>& held, const NumberKeys& made) {
  const std::uint32_t said = made.all().empty() ? 0 : made.all().rbegin()->first;
  return held.empty() ? said : std::max(said, held.back().version);
}

}  // namespace

const StoredNumberKey* CardNumbers::key(std::uint32_t version) const {
  const auto found = std::ranges::find(keys, version, &StoredNumberKey::version);
  return found == keys.end() ? nullptr : &*found;
}

Stored<CardNumbers> NumberBook::look() const {
  if (auto done = risk_.catch_up(shard_of(StoreId(), shard_count_)); !done)
    return failed(done.error());
  CardNumbers numbers;
  numbers.made = risk_.read([](const ChainRisk& risk) { return risk.number_keys(); });
  // Keys after what was said of them: one that is said to be made was kept before.
  auto keys = events_.number_keys();
  if (!keys) return failed(keys.error());
  auto ranges = events_.number_ranges();
  if (!ranges) return failed(ranges.error());
  numbers.newest = newest_of(keys.value(), numbers.made);
  numbers.keys = keys_as_said(std::move(keys).value(), numbers.made);
  numbers.ranges = std::move(ranges).value();
  begin_keys(numbers);
  return numbers;
}

}  // namespace perk::central
