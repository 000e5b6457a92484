#include "sync/crypto/proving_numbers.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk::sync {

CardNumber make_number(const NumberRange& range, const CardNumberKey& key, CardSerial serial) {
  PERK_CHECK(key.version() == range.key_version, "a range's numbers are made with its own key");
  const std::string body = number_body(range, serial);
  return proving_number(body, key.check_code(body));
}

const CardNumberKey* proving_key(const CardNumber& number, const NumberRange& range,
                                 std::span<const CardNumberKey> keys) {
  for (const std::uint32_t version : key_versions_of(range)) {
    const auto key = std::find_if(keys.begin(), keys.end(), [&](const CardNumberKey& each) {
      return each.version() == version;
    });
    PERK_CHECK(key != keys.end(), "whoever has a range has its keys");
    if (key->check_code(body_of(number)) == check_code_in(number)) return &*key;
  }
  return nullptr;
}

NumberVerdict judge(const CardNumber& number, std::span<const NumberRange> ranges,
                    std::span<const CardNumberKey> keys) {
  const NumberRange* const range = range_of(number, ranges);
  if (range == nullptr) return NumberVerdict::InNoRange;
  if (range->kind == RangeKind::Foreign) return NumberVerdict::Foreign;
  return proving_key(number, *range, keys) == nullptr ? NumberVerdict::Invented
                                                      : NumberVerdict::Proven;
}

}  // namespace perk::sync
