#include "ledger/number_range.h"

#include <algorithm>
#include <functional>

#include "ledger/check.h"

namespace perk {
namespace {

// As CardNumber takes them.
constexpr std::size_t kLengthMin = 12;
constexpr std::size_t kLengthMax = 19;

bool are_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool are_in_order(const std::vector<std::uint32_t>& versions) {
  return versions.front() > 0 && std::adjacent_find(versions.begin(), versions.end(),
                                                    std::greater_equal<>()) == versions.end();
}

std::string with_leading_zeros(std::uint64_t value, std::size_t width) {
  const std::string text = std::to_string(value);
  return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

bool is_sound(const NumberRange& range) {
  const bool has_prefix =
      !range.prefix.empty() && range.prefix.size() <= kPrefixDigitsMax && are_digits(range.prefix);
  const bool has_length = range.kind == RangeKind::SelfProving
                              ? range.length == kSelfProvingLength
                              : range.length >= kLengthMin && range.length <= kLengthMax;
  return has_prefix && has_length && are_in_order(key_versions_of(range));
}

bool contains(const NumberRange& range, const CardNumber& number) {
  const std::string_view digits = number.secret_digits();
  return digits.size() == range.length && digits.starts_with(range.prefix);
}

bool is_same_range(const NumberRange& one, const NumberRange& other) {
  return one.prefix == other.prefix && one.length == other.length && one.kind == other.kind;
}

std::vector<std::uint32_t> key_versions_of(const NumberRange& range) {
  std::vector<std::uint32_t> versions = range.older_keys;
  versions.push_back(range.key_version);
  return versions;
}

bool begin_key(NumberRange& range, std::uint32_t version) {
  if (version <= range.key_version) return false;
  range.older_keys.push_back(range.key_version);
  range.key_version = version;
  return true;
}

bool overlaps(const NumberRange& one, const NumberRange& other) {
  return one.length == other.length &&
         (one.prefix.starts_with(other.prefix) || other.prefix.starts_with(one.prefix));
}

const NumberRange* range_of(const CardNumber& number, std::span<const NumberRange> ranges) {
  const auto found = std::find_if(ranges.begin(), ranges.end(), [&](const NumberRange& range) {
    return contains(range, number);
  });
  return found == ranges.end() ? nullptr : &*found;
}

std::uint64_t serials_in(const NumberRange& range) {
  PERK_CHECK(is_sound(range) && range.kind == RangeKind::SelfProving, "only such have serials");
  std::uint64_t count = 1;
  for (std::size_t digit = range.prefix.size(); digit < kSelfProvingBodyLength; ++digit)
    count *= 10;
  return count;
}

std::string number_body(const NumberRange& range, CardSerial serial) {
  PERK_CHECK(serial.value() < serials_in(range), "the range has no such serial");
  return range.prefix +
         with_leading_zeros(serial.value(), kSelfProvingBodyLength - range.prefix.size());
}

CardNumber proving_number(std::string_view body, CheckCode code) {
  PERK_CHECK(body.size() == kSelfProvingBodyLength && code.value() < kCheckCodes,
             "a body is 12 digits and a code is 6");
  const auto number = CardNumber::with_check_digit(
      std::string(body) + with_leading_zeros(code.value(), kCheckCodeDigits));
  PERK_CHECK(number.has_value(), "a body is digits");
  return *number;
}

std::string_view body_of(const CardNumber& number) {
  PERK_CHECK(number.secret_digits().size() == kSelfProvingLength, "a number of another layout");
  return number.secret_digits().substr(0, kSelfProvingBodyLength);
}

CheckCode check_code_in(const CardNumber& number) {
  PERK_CHECK(number.secret_digits().size() == kSelfProvingLength, "a number of another layout");
  std::uint64_t code = 0;
  for (const char digit : number.secret_digits().substr(kSelfProvingBodyLength, kCheckCodeDigits))
    code = code * 10 + static_cast<std::uint64_t>(digit - '0');
  return CheckCode(code);
}

std::string_view to_text(RangeKind kind) {
  return kind == RangeKind::SelfProving ? "self_proving" : "foreign";
}

std::optional<RangeKind> range_kind_from_text(std::string_view text) {
  for (const RangeKind kind : {RangeKind::SelfProving, RangeKind::Foreign}) {
    if (text == to_text(kind)) return kind;
  }
  return std::nullopt;
}

}  // namespace perk
