#include "store_node/kept_enrolment.h"

#include <algorithm>

#include "store_node/enrolment_ranges.h"

namespace perk::store_node {
namespace {

using Keys = std::vector<sync::CardNumberKey>;

const sync::CardNumberKey* key_of(const Keys& keys, std::uint32_t version) {
  const auto found = std::ranges::find(keys, version, &sync::CardNumberKey::version);
  return found == keys.end() ? nullptr : &*found;
}

/// False: another key has this version.
bool add_key(Keys& keys, const sync::SecretNumberKey& told) {
  const sync::CardNumberKey key(told.version, told.key);
  const sync::CardNumberKey* const held = key_of(keys, told.version);
  if (held != nullptr) return held->commitment() == key.commitment();
  keys.push_back(key);
  std::ranges::sort(keys, {}, &sync::CardNumberKey::version);
  return true;
}

void begin_all_keys(NumberRange& range, const NumberRange& other) {
  std::vector<std::uint32_t> versions = key_versions_of(range);
  for (const std::uint32_t version : key_versions_of(other)) versions.push_back(version);
  std::ranges::sort(versions);
  versions.erase(std::unique(versions.begin(), versions.end()), versions.end());
  range.key_version = versions.back();
  versions.pop_back();
  range.older_keys = std::move(versions);
}

void add_range(std::vector<NumberRange>& ranges, const NumberRange& told) {
  const auto held = std::ranges::find_if(
      ranges, [&](const NumberRange& range) { return is_same_range(range, told); });
  if (held == ranges.end()) return ranges.push_back(told);
  begin_all_keys(*held, told);
}

}  // namespace

Result<Enrolment, std::string> with_news(const Enrolment& enrolment, const sync::NumberNews& news) {
  Enrolment all = enrolment;
  for (const sync::SecretNumberKey& told : news.keys) {
    if (told.version == 0 || !add_key(all.number_keys, told))
      return failed("Head office told another card number key " + std::to_string(told.version) +
                    " than is in the enrolment file; nothing of it is used.");
  }
  for (const NumberRange& told : news.ranges) add_range(all.number_ranges, told);
  if (const auto wrong = what_is_wrong_with(all.number_ranges, all.number_keys))
    return failed("Head office told of card numbers, but with those of the enrolment file it " +
                  *wrong + "; nothing of it is used.");
  return all;
}

std::uint32_t KeptEnrolment::newest_key() const {
  std::uint32_t newest = 0;
  for (const sync::CardNumberKey& key : enrolment_.number_keys)
    newest = std::max(newest, key.version());
  return newest;
}

Result<bool, std::string> KeptEnrolment::hear(const sync::NumberNews& news) {
  auto all = with_news(enrolment_, news);
  if (!all) return failed(all.error());
  const bool is_news = all.value().number_keys.size() != enrolment_.number_keys.size() ||
                       all.value().number_ranges != enrolment_.number_ranges;
  if (!is_news) return false;
  if (const auto kept = replace_enrolment(file_, all.value()); !kept) return failed(kept.error());
  enrolment_ = std::move(all).value();
  return true;
}

}  // namespace perk::store_node
