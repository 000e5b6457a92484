#include "ledger/log_keys.h"

#include <algorithm>

#include "ledger/check.h"

namespace perk {

std::optional<LogKeyChange> key_change_of(const RecordedEvent& recorded) {
  const auto* rotated = std::get_if<LogKeyRotated>(&recorded.event.body);
  if (rotated == nullptr || !recorded.id.origin.is_incarnation()) return std::nullopt;
  return LogKeyChange{recorded.id.origin, recorded.id.seq, rotated->former, rotated->next,
                      recorded.event.envelope.hlc.wall()};
}

LogKeys::LogKeys(const PublicKey& first, const std::vector<LogKeyChange>& changes)
    : LogKeys(first) {
  for (const LogKeyChange& change : changes)
    if (follows(change)) add(change);
}

std::size_t LogKeys::place_of(const PublicKey& key) const {
  return static_cast<std::size_t>(std::ranges::find(keys_, key) - keys_.begin());
}

/// The last change before the seq; before the first of a log, what that one was changed from.
std::size_t LogKeys::in_force(Origin log, Seq seq) const {
  const LogKeyChange* last = nullptr;
  const LogKeyChange* next = nullptr;
  for (const LogKeyChange& change : changes_) {
    if (change.log != log) continue;
    if (change.seq <= seq && (last == nullptr || last->seq < change.seq)) last = &change;
    if (change.seq > seq && (next == nullptr || next->seq > change.seq)) next = &change;
  }
  if (last != nullptr) return place_of(last->next);
  if (next != nullptr) return place_of(next->former);
  return begins_with_present_ == log ? present_then_ : 0;
}

std::vector<PublicKey> LogKeys::may_sign(Origin log, Seq seq) const {
  if (keys_.empty()) return {};
  const auto from = static_cast<std::ptrdiff_t>(in_force(log, seq));
  std::vector<PublicKey> keys(keys_.begin() + from, keys_.end());
  std::ranges::reverse(keys);
  return keys;
}

bool LogKeys::has(const LogKeyChange& change) const {
  return std::ranges::any_of(changes_, [&](const LogKeyChange& held) {
    return held.log == change.log && held.seq == change.seq && held.former == change.former &&
           held.next == change.next;
  });
}

bool LogKeys::follows(const LogKeyChange& change) const {
  if (keys_.empty()) return false;
  const bool is_of_known = place_of(change.former) < keys_.size();
  const bool is_first_of_log = std::ranges::none_of(
      changes_, [&](const LogKeyChange& held) { return held.log == change.log; });
  if (change.next == present()) return is_of_known && is_first_of_log;
  return change.former == present() && place_of(change.next) == keys_.size();
}

void LogKeys::add(const LogKeyChange& change) {
  PERK_CHECK(follows(change), "a key is changed for the next one");
  if (change.next != present()) keys_.push_back(change.next);
  changes_.push_back(change);
}

void LogKeys::begin_with_present(Origin log) {
  if (keys_.empty()) return;
  begins_with_present_ = log;
  present_then_ = keys_.size() - 1;
}

}  // namespace perk
