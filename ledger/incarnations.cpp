#include "ledger/incarnations.h"

#include <algorithm>
#include <array>

#include "ledger/check.h"
#include "ledger/event_making.h"

namespace perk {
namespace {

/// Of several words on one matter the first counts, whichever is heard first.
template <typename Key, typename Word>
void hear(std::map<Key, Word>& words, Key key, const Word& heard) {
  const auto [known, is_new] = words.try_emplace(key, heard);
  if (!is_new && heard.by < known->second.by) known->second = heard;
}

Event say(EventBody body, const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office speaks of logs");
  return make_event(std::nullopt, Currency(), head_office, std::move(body));
}

}  // namespace

void Incarnations::fold(const RecordedEvent& recorded) {
  if (!recorded.id.origin.is_head_office()) return;
  const EventBody& body = recorded.event.body;
  if (const auto* closed = std::get_if<IncarnationClosed>(&body))
    hear(closed_, closed->incarnation, {recorded.id, *closed});
  if (const auto* proven = std::get_if<LogEndProven>(&body))
    hear(proven_, proven->incarnation, {recorded.id, *proven});
  if (const auto* begun = std::get_if<EpochBegun>(&body))
    hear(epochs_, begun->epoch, {recorded.id, *begun});
  if (const auto* settled = std::get_if<EpochSettled>(&body))
    hear(settled_, settled->epoch, {recorded.id, *settled});
}

const IncarnationClosed* Incarnations::closed(Origin incarnation) const {
  const auto found = closed_.find(incarnation);
  return found == closed_.end() ? nullptr : &found->second.said;
}

const LogEndProven* Incarnations::proven_end(Origin incarnation) const {
  const auto found = proven_.find(incarnation);
  return found == proven_.end() || !is_closed(incarnation) ? nullptr : &found->second.said;
}

ProvenEnds Incarnations::proven_ends() const {
  ProvenEnds ends;
  for (const auto& [incarnation, word] : proven_) {
    if (is_closed(incarnation)) ends.insert(incarnation);
  }
  return ends;
}

Epoch Incarnations::epoch() const { return epochs_.empty() ? Epoch(1) : epochs_.rbegin()->first; }

const EpochSettled* Incarnations::settled(Epoch epoch) const {
  const auto found = settled_.find(epoch);
  return found == settled_.end() ? nullptr : &found->second.said;
}

std::string_view refusal_name(LogRefusal refusal) {
  constexpr std::array<std::string_view, 10> kNames{
      "reason_missing", "not_an_incarnation", "already_closed", "not_closed",      "already_proven",
      "ends_too_early", "not_later",          "not_this_epoch", "already_settled", "not_reported"};
  return kNames.at(static_cast<std::size_t>(refusal));
}

LogOutcome close_incarnation(const Incarnations& known, const IncarnationClosed& said,
                             const Stamp& head_office) {
  if (!said.incarnation.is_incarnation()) return failed(LogRefusal::NotAnIncarnation);
  if (known.is_closed(said.incarnation)) return failed(LogRefusal::AlreadyClosed);
  return say(said, head_office);
}

LogOutcome prove_log_end(const Incarnations& known, const LogEndProven& said,
                         const Stamp& head_office) {
  if (is_blank(said.reason)) return failed(LogRefusal::ReasonMissing);
  if (!said.incarnation.is_incarnation()) return failed(LogRefusal::NotAnIncarnation);
  const IncarnationClosed* const closed = known.closed(said.incarnation);
  if (closed == nullptr) return failed(LogRefusal::NotClosed);
  if (known.proven_end(said.incarnation) != nullptr) return failed(LogRefusal::AlreadyProven);
  if (said.through < closed->known_through) return failed(LogRefusal::EndsTooEarly);
  return say(said, head_office);
}

LogOutcome begin_epoch(const Incarnations& known, const EpochBegun& said,
                       const Stamp& head_office) {
  if (is_blank(said.reason)) return failed(LogRefusal::ReasonMissing);
  const bool is_later = said.epoch > known.epoch() && said.epoch > said.previous;
  if (!is_later) return failed(LogRefusal::NotLater);
  return say(said, head_office);
}

LogOutcome settle_epoch(const Incarnations& known, const EpochSettled& said,
                        const std::set<Origin>& missing, const Stamp& head_office) {
  if (is_blank(said.reason)) return failed(LogRefusal::ReasonMissing);
  const bool is_present = said.epoch == known.epoch() && said.epoch > Epoch(1);
  if (!is_present) return failed(LogRefusal::NotThisEpoch);
  if (known.is_settled(said.epoch)) return failed(LogRefusal::AlreadySettled);
  const bool all_named = std::all_of(missing.begin(), missing.end(), [&](Origin origin) {
    return std::find(said.without.begin(), said.without.end(), origin) != said.without.end();
  });
  if (!all_named) return failed(LogRefusal::NotReported);
  return say(said, head_office);
}

}  // namespace perk
