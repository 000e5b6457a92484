#include "central/verify/settlement_audit.h"

#include <algorithm>

#include "central/verifier.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/receipt.h"

namespace perk::central {
namespace {

constexpr std::size_t kRowsAtOnce = 1'000;

std::uint64_t epoch_of(const EventId& by) { return by.origin.value() >> 16; }

std::string told(const std::string& place, const EventId& by, const std::string& why) {
  return place + ": event " + to_string(by) + " " + why;
}

/// None: head office knows neither log, as one that was restored to before they were registered.
Stored<std::optional<bool>> is_proven(EventStore& events, const QuarantineSettled& said) {
  const ClosedLogEventRecorded& accepted = *accepted_by(said);
  if (sync::sha256(said.bytes) != said.hash) return std::optional(false);
  for (const Origin origin : {accepted.name.origin, said.event.origin}) {
    const auto log = events.progress(origin);
    if (!log) return failed(log.error());
    if (!log.value()) continue;
    const auto store = events.find_store(log.value()->store);
    if (!store) return failed(store.error());
    return std::optional(
        store.value() &&
        sync::is_genuine_throughout(accepted, store.value()->store, keys_of(*store.value())));
  }
  return std::optional<bool>();
}

}  // namespace

/// What the words are held against.
struct SettlementAudit::Books {
  std::set<QuarantinedName> rows;
  std::map<Origin, Seq>
      former_ends;  ///< Of head office's logs of past epochs, as far as they were held.
  std::uint64_t epoch = 0;
  bool is_settled = false;

  /// Of a past epoch, and beyond what head office had when it was restored.
  [[nodiscard]] bool was_handed_back(const EventId& by) const {
    const auto end = former_ends.find(by.origin);
    return epoch_of(by) < epoch && (end == former_ends.end() || by.seq > end->second);
  }
};

void SettlementAudit::take(const RecordedEvent& recorded, std::string place) {
  if (!recorded.id.origin.is_head_office() || !is_foldable(recorded.event)) return;
  logs_.fold(recorded);
  if (const auto* said = std::get_if<QuarantineSettled>(&recorded.event.body))
    words_.emplace(recorded.id, Word{*said, std::move(place)});
  else if (const auto* event = std::get_if<ClosedLogEventRecorded>(&recorded.event.body))
    counted_.emplace(recorded.id, Counted{*event, std::move(place)});
}

Stored<SettlementAudit::Books> SettlementAudit::open(EventStore& events,
                                                     const ChainSettings& chain) {
  Books books;
  books.epoch = chain.epoch.value();
  for (std::uint64_t last = 0;;) {
    const auto page = events.quarantined(last, kRowsAtOnce);
    if (!page) return failed(page.error());
    if (page.value().empty()) break;
    for (const QuarantinedEvent& row : page.value())
      books.rows.insert({row.event, sync::sha256(row.bytes)});
    last = page.value().back().id;
  }
  const auto starts = events.epoch_starts();
  if (!starts) return failed(starts.error());
  for (const EpochStart& start : starts.value())
    books.former_ends[start.former_log.origin] = start.former_log.end;
  return books;
}

Stored<Done> SettlementAudit::check(EventStore& events, const ChainSettings& chain,
                                    Findings& findings) const {
  if (words_.empty() && counted_.empty()) return Done{};
  auto opened = open(events, chain);
  if (!opened) return failed(opened.error());
  Books books = std::move(opened).value();
  books.is_settled = logs_.is_settled(chain.epoch);
  std::set<std::pair<QuarantinedName, std::uint64_t>> settled;
  for (const auto& [by, word] : words_) {
    const QuarantinedName name{word.said.event, word.said.hash};
    if (!settled.insert({name, epoch_of(by)}).second)
      findings.offend(kSettlementCheck, told(word.place, by, "settles what was settled before"));
    if (auto checked = check_word(events, books, by, word, findings); !checked) return checked;
  }
  std::set<std::pair<EventId, std::uint64_t>> made;
  for (const auto& [by, counted] : counted_) {
    const auto acceptance = acceptance_of(by, counted);
    if (!acceptance || !made.insert({*acceptance, epoch_of(by)}).second)
      findings.offend(kSettlementCheck,
                      told(counted.place, by, "counts what no operator accepted, or once more"));
  }
  return Done{};
}

Stored<Done> SettlementAudit::check_word(EventStore& events, const Books& books, EventId by,
                                         const Word& word, Findings& findings) const {
  const QuarantineSettled& said = word.said;
  if (!books.rows.contains({said.event, said.hash}) && !books.was_handed_back(by))
    findings.offend(kSettlementCheck,
                    told(word.place, by, "settles what is not in quarantine with these bytes"));
  if (said.verdict != QuarantineVerdict::Accepted) return Done{};
  const auto proven = is_proven(events, said);
  if (!proven) return failed(proven.error());
  if (!proven.value().value_or(books.was_handed_back(by))) {
    findings.offend(kSettlementCheck,
                    told(word.place, by, "accepts what its store's signature does not prove"));
    return Done{};
  }
  if (!is_followed(books, by, *accepted_by(said)))
    findings.offend(kSettlementCheck,
                    told(word.place, by, "accepts what does not count right behind it"));
  return Done{};
}

bool SettlementAudit::is_followed(const Books& books, EventId by,
                                  const ClosedLogEventRecorded& accepted) const {
  const auto behind = counted_.find({by.origin, by.seq.next()});
  if (behind != counted_.end() && behind->second.event == accepted) return true;
  if (epoch_of(by) >= books.epoch) return false;
  const bool is_written_since = std::ranges::any_of(counted_, [&](const auto& entry) {
    return epoch_of(entry.first) > epoch_of(by) && entry.second.event == accepted;
  });
  return is_written_since || !books.is_settled;
}

std::optional<EventId> SettlementAudit::acceptance_of(EventId by, const Counted& counted) const {
  const auto is_of = [&](const Word& word) {
    const ClosedLogEventRecorded* const accepted = accepted_by(word.said);
    return accepted != nullptr && *accepted == counted.event;
  };
  if (by.seq > Seq(1)) {
    const auto before = words_.find({by.origin, Seq(by.seq.value() - 1)});
    if (before != words_.end() && is_of(before->second)) return before->first;
  }
  // Written later for a verdict that was handed back without it.
  for (const auto& [word_by, word] : words_)
    if (epoch_of(word_by) < epoch_of(by) && is_of(word)) return word_by;
  return std::nullopt;
}

}  // namespace perk::central
