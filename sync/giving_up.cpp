#include "sync/giving_up.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk::sync {

Digest giving_up_hash(ClosedWhy why) {
  PERK_CHECK(why != ClosedWhy::Unspecified, "a log is given up for a reason");
  Digest hash;
  hash.bytes.back() = static_cast<std::uint8_t>(why);
  return hash;
}

std::optional<ClosedWhy> given_up_for(const Hello& hello) {
  const auto& bytes = hello.log_end_hash.bytes;
  const bool is_said =
      hello.log_end == Seq() && bytes.back() != 0 &&
      std::all_of(bytes.begin(), bytes.end() - 1, [](auto byte) { return byte == 0; });
  if (!is_said) return std::nullopt;
  const auto why = static_cast<ClosedWhy>(bytes.back());
  return why <= ClosedWhy::Replaced ? why : ClosedWhy::Unspecified;
}

}  // namespace perk::sync
