#include "central/desk/number_desk.h"

#include <algorithm>

#include "central/desk/chain_pen.h"
#include "ledger/reason.h"
#include "sync/crypto/proving_numbers.h"

namespace perk::central {
namespace {

/// Others may draw keys at the same time.
constexpr int kDrawsMax = 10;

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

/// The self-proving range of the prefix, or the only one there is.
DeskAnswer<NumberRange> self_proving_range(const CardNumbers& numbers, const std::string& prefix) {
  std::vector<NumberRange> found;
  for (const StoredNumberRange& row : numbers.ranges) {
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

bool is_of_same_content(const NumberKeyMade& said, const RotateKeyRequest& request) {
  return said.prefix == request.prefix && said.operator_name == request.operator_name &&
         may_be_same_reason(said.reason, request.reason);
}

}  // namespace

DeskAnswer<NumberRangesReply> NumberDesk::ranges() {
  const auto numbers = look();
  if (!numbers) return failed(numbers.error());
  NumberRangesReply reply;
  for (const StoredNumberRange& row : numbers.value().ranges)
    reply.ranges.push_back({row.range, row.next.value()});
  return reply;
}

DeskAnswer<AddRangeReply> NumberDesk::add(const AddRangeRequest& request) {
  const auto numbers = look();
  if (!numbers) return failed(numbers.error());
  if (numbers.value().keys.empty()) return failed(no_such_key());
  const std::uint32_t newest = numbers.value().keys.back().version;
  const NumberRange range{request.prefix, request.length, newest, request.kind};
  if (!is_sound(range)) return failed(malformed_range(request.kind));
  const auto& held = numbers.value().ranges;
  const auto same = std::ranges::find_if(
      held, [&](const StoredNumberRange& row) { return is_same_range(row.range, range); });
  if (same != held.end()) return AddRangeReply{same->range, true};
  const auto added =
      until_known([&] { return around_.events.add_number_range(range, around_.clock.wall()); });
  if (!added) return failed(fault_of(added.error()));
  if (added.value() == RangeOutcome::Overlaps) {
    return failed(AdminFault{"number_range_overlaps",
                             "Another range has numbers of this one; nothing was changed."});
  }
  return AddRangeReply{range, added.value() == RangeOutcome::SameAsBefore};
}

DeskAnswer<RotateKeyReply> NumberDesk::rotate(const RotateKeyRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (request.prefix.empty())
    return failed(AdminFault{"malformed", "Say which range, by its prefix."});
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  const auto before = made_before(request);
  if (!before) return failed(before.error());
  if (before.value()) return *before.value();
  // A version that was said before, and is not heard again yet, would be given a second time.
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  const auto numbers = look();
  if (!numbers) return failed(numbers.error());
  const auto range = self_proving_range(numbers.value(), request.prefix);
  if (!range) return failed(range.error());
  const auto key = draw_key();
  if (!key) return failed(fault_of(key.error()));
  if (const auto said = say_made(request, key.value()); !said)
    return failed(fault_of(said.error()));
  const auto made = made_before(request);
  if (!made) return failed(made.error());
  if (!made.value())
    return failed(AdminFault{"outcome_unknown", "Others write at the same time: ask again."});
  RotateKeyReply reply = *made.value();
  reply.was_repeated = reply.version != key.value().version;
  return reply;
}

DeskAnswer<MakeNumbersReply> NumberDesk::make(const MakeNumbersRequest& request) {
  if (request.count == 0 || request.count > kNumbersMax) {
    return failed(AdminFault{
        "malformed", "From 1 to " + std::to_string(kNumbersMax) + " numbers are made at once."});
  }
  const auto numbers = look();
  if (!numbers) return failed(numbers.error());
  const auto range = self_proving_range(numbers.value(), request.prefix);
  if (!range) return failed(range.error());
  const StoredNumberKey* const stored_key = numbers.value().key(range.value().key_version);
  if (stored_key == nullptr) return failed(no_such_key());
  const auto first =
      until_known([&] { return around_.events.take_serials(range.value(), request.count); });
  if (!first) return failed(fault_of(first.error()));
  if (!first.value()) {
    return failed(AdminFault{"number_range_used_up",
                             "The range has not that many numbers left; open another one."});
  }
  const sync::CardNumberKey key(stored_key->version, stored_key->key);
  MakeNumbersReply reply;
  for (std::uint64_t i = 0; i < request.count; ++i) {
    const CardSerial serial(first.value()->value() + i);
    reply.numbers.push_back(sync::make_number(range.value(), key, serial));
  }
  return reply;
}

DeskAnswer<CardNumbers> NumberDesk::look() const {
  auto numbers = book_.look();
  if (!numbers) return failed(fault_of(numbers.error()));
  return std::move(numbers).value();
}

DeskAnswer<std::optional<RotateKeyReply>> NumberDesk::made_before(
    const RotateKeyRequest& request) const {
  const auto numbers = look();
  if (!numbers) return failed(numbers.error());
  const MadeNumberKey* const made = numbers.value().made.find(request.request);
  if (made == nullptr) return std::optional<RotateKeyReply>();
  if (!is_of_same_content(made->said, request)) return failed(request_id_reused());
  const auto range = self_proving_range(numbers.value(), request.prefix);
  if (!range) return failed(range.error());
  return std::optional(RotateKeyReply{range.value(), made->said.version, true, made->by});
}

/// Kept before anybody says that it was made; one of which nobody ever does is used by nothing.
Stored<StoredNumberKey> NumberDesk::draw_key() {
  for (int draws = 0; draws < kDrawsMax; ++draws) {
    const auto numbers = book_.look();
    if (!numbers) return failed(numbers.error());
    StoredNumberKey key{numbers.value().newest + 1, sync::random_key()};
    const auto kept = until_known([&] { return around_.events.add_number_key(key); });
    if (!kept) return failed(kept.error());
    if (kept.value() != KeyOutcome::VersionTaken) return key;
  }
  return failed(StorageError{StorageFailure::Retry, "others make keys all the time"});
}

/// Nothing, if the same request said it meanwhile.
Stored<Done> NumberDesk::say_made(const RotateKeyRequest& request, const StoredNumberKey& key) {
  const NumberKeyMade said{request.prefix, key.version,
                           sync::CardNumberKey(key.version, key.key).commitment(), request.reason,
                           request.operator_name};
  return write_chain_word(around_, request.word,
                          [&](const OfficeDesk& desk, const ChainRisk& risk) {
                            std::vector<Event> events;
                            if (risk.number_keys().find(request.request) != nullptr) return events;
                            events.push_back(chain_event(said, desk.stamp()));
                            events.back().envelope.request = request.request;
                            return events;
                          });
}

}  // namespace perk::central
