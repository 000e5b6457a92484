#include "central/desk/number_desk.h"

#include <algorithm>

#include "sync/crypto/proving_numbers.h"

namespace perk::central {
namespace {

AdminFault no_such_key() {
  return {"storage_failed", "Head office has not the card number key of this range."};
}

AdminFault malformed_range(RangeKind kind) {
  return {"malformed",
          kind == RangeKind::SelfProving
              ? "A range of numbers that prove themselves has 1 to 11 digits of prefix "
                "and numbers of 19 digits."
              : "A foreign range has 1 to 11 digits of prefix and numbers of 12 to 19 "
                "digits."};
}

}  // namespace

DeskAnswer<NumberRangesReply> NumberDesk::ranges() {
  const auto held = around_.events.number_ranges();
  if (!held) return failed(fault_of(held.error()));
  NumberRangesReply reply;
  for (const StoredNumberRange& row : held.value())
    reply.ranges.push_back({row.range, row.next.value()});
  return reply;
}

DeskAnswer<AddRangeReply> NumberDesk::add(const AddRangeRequest& request) {
  const auto key = newest_key();
  if (!key) return failed(key.error());
  const NumberRange range{request.prefix, request.length, key.value().version, request.kind};
  if (!is_sound(range)) return failed(malformed_range(request.kind));
  const auto added =
      until_known([&] { return around_.events.add_number_range(range, around_.clock.wall()); });
  if (!added) return failed(fault_of(added.error()));
  if (added.value() == RangeOutcome::Overlaps) {
    return failed(AdminFault{"number_range_overlaps",
                             "Another range has numbers of this one; nothing was changed."});
  }
  return AddRangeReply{range, added.value() == RangeOutcome::SameAsBefore};
}

DeskAnswer<MakeNumbersReply> NumberDesk::make(const MakeNumbersRequest& request) {
  if (request.count == 0 || request.count > kNumbersMax) {
    return failed(AdminFault{
        "malformed", "From 1 to " + std::to_string(kNumbersMax) + " numbers are made at once."});
  }
  const auto range = self_proving_range(request.prefix);
  if (!range) return failed(range.error());
  const auto stored_key = key_of(range.value());
  if (!stored_key) return failed(stored_key.error());
  const auto first =
      until_known([&] { return around_.events.take_serials(range.value(), request.count); });
  if (!first) return failed(fault_of(first.error()));
  if (!first.value()) {
    return failed(AdminFault{"number_range_used_up",
                             "The range has not that many numbers left; open another one."});
  }
  const sync::CardNumberKey key(stored_key.value().version, stored_key.value().key);
  MakeNumbersReply reply;
  for (std::uint64_t i = 0; i < request.count; ++i) {
    const CardSerial serial(first.value()->value() + i);
    reply.numbers.push_back(sync::make_number(range.value(), key, serial));
  }
  return reply;
}

DeskAnswer<NumberRange> NumberDesk::self_proving_range(const std::string& prefix) {
  const auto held = around_.events.number_ranges();
  if (!held) return failed(fault_of(held.error()));
  std::vector<NumberRange> found;
  for (const StoredNumberRange& row : held.value()) {
    const bool is_meant = prefix.empty() || row.range.prefix == prefix;
    if (row.range.kind == RangeKind::SelfProving && is_meant) found.push_back(row.range);
  }
  if (found.size() > 1) {
    return failed(AdminFault{"number_range_ambiguous",
                             "There are several ranges of numbers that prove themselves: say which "
                             "by its prefix."});
  }
  if (!found.empty()) return found.front();
  return failed(AdminFault{"number_range_unknown",
                           prefix.empty()
                               ? "No range of numbers that prove themselves was opened yet."
                               : "No range of numbers that prove themselves has this prefix."});
}

DeskAnswer<StoredNumberKey> NumberDesk::newest_key() {
  const auto keys = around_.events.number_keys();
  if (!keys) return failed(fault_of(keys.error()));
  const auto& held = keys.value();
  const auto newest = std::ranges::max_element(held, {}, &StoredNumberKey::version);
  if (newest == held.end()) return failed(no_such_key());
  return *newest;
}

DeskAnswer<StoredNumberKey> NumberDesk::key_of(const NumberRange& range) {
  const auto keys = around_.events.number_keys();
  if (!keys) return failed(fault_of(keys.error()));
  const auto& held = keys.value();
  const auto found = std::ranges::find(held, range.key_version, &StoredNumberKey::version);
  if (found == held.end()) return failed(no_such_key());
  return *found;
}

}  // namespace perk::central
