#include "central/rights/double_desk.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

constexpr std::size_t kRun = 1'000;

}  // namespace

Stored<Done> DoubleDesk::look() {
  if (auto done = find_stores(); !done) return done;
  std::size_t left = kEventsAtOnce;
  for (const Log& log : logs_to_read()) {
    if (auto done = read(log, left); !done) return done;
  }
  for (const DoubleAnswer& twice : to_take_back()) {
    if (auto done = take_back(twice); !done) return done;
  }
  return Done{};
}

/// Of a log of which nothing is held only its registration says whose it is.
Stored<Done> DoubleDesk::find_stores() {
  const auto closed = book_.read([&](const ChainRisk& risk) {
    std::vector<Origin> found;
    for (const auto& [log, word] : risk.logs().all_closed())
      if (!closed_.contains(log)) found.push_back(log);
    return found;
  });
  for (const Origin log : closed) {
    const auto held = events_.progress(log);
    if (!held) return failed(held.error());
    if (held.value()) closed_.emplace(log, held.value()->store);
  }
  return Done{};
}

std::vector<DoubleDesk::Log> DoubleDesk::logs_to_read() const {
  if (closed_.empty()) return {};
  std::set<StoreId> stores;
  for (const auto& [log, store] : closed_) stores.insert(store);
  return book_.read([&](const ChainRisk& risk) {
    std::vector<Log> logs;
    for (const auto& [log, store] : risk.incarnations()) {
      const auto done = read_.find(log);
      const Seq through = done == read_.end() ? Seq() : done->second;
      if (stores.contains(store) && risk.heard_through(log) > through) logs.push_back({log, store});
    }
    return logs;
  });
}

/// Only as far as the log is held without a gap: of a batch under way any part may be there. Of a closed log
/// nothing is under way any more.
Stored<Done> DoubleDesk::read(const Log& log, std::size_t& left) {
  const auto held = events_.progress(log.origin);
  if (!held) return failed(held.error());
  Seq end = held.value() ? held.value()->through : Seq();
  if (closed_.contains(log.origin)) end = Seq(std::numeric_limits<std::uint64_t>::max());
  for (Seq& through = read_[log.origin]; through < end && left > 0;) {
    const auto run = events_.read_log(log.origin, through, std::min(left, kRun));
    if (!run) return failed(run.error());
    if (run.value().empty()) return Done{};
    for (const LogEntry& entry : run.value()) {
      if (entry.seq > end) return Done{};
      through = entry.seq;
      --left;
      if (entry.is_quarantined) continue;
      auto event = sync::decode_event(entry.bytes);
      if (!event || !is_foldable(event.value())) continue;
      const RecordedEvent recorded{{log.origin, entry.seq}, std::move(event).value()};
      if (const auto answer = answer_of(recorded, log.store)) note(*answer);
    }
  }
  return Done{};
}

void DoubleDesk::note(const Answer& answer) {
  const auto [first, is_new] = answers_.insert(answer);
  if (is_new || first->purchase == answer.purchase) return;
  of_several_.push_back(*first);
  of_several_.push_back(answer);
}

/// As the book knows the cards: decided again under the card's lock.
std::vector<DoubleAnswer> DoubleDesk::to_take_back() const {
  if (of_several_.empty()) return {};
  return book_.read([&](const ChainRisk& risk) {
    std::vector<DoubleAnswer> doubles = double_answers(of_several_, risk.logs());
    std::erase_if(doubles, [&](const DoubleAnswer& twice) {
      const auto& purchases = risk.card(twice.second.card).redemptions;
      const auto second = purchases.find(twice.second.purchase);
      return second == purchases.end() || !second->second.left().is_positive() ||
             refund_right_of(twice.second.purchase, second->second, risk.proven()) !=
                 RefundRightHolder::HeadOffice;
    });
    return doubles;
  });
}

/// What is left of it under the lock, so that it is never taken back twice: not after a restart nor after an
/// outcome that was unknown.
Stored<Done> DoubleDesk::take_back(const DoubleAnswer& twice) {
  const ProvenEnds proven = book_.read([](const ChainRisk& risk) { return risk.proven(); });
  const auto written = pen_.write(pen_.page_of(twice.second.card), [&](const OfficeDesk& desk) {
    std::vector<Event> events;
    auto reversed = reverse_double_answer(desk.card(), twice, proven, desk.stamp());
    if (reversed) events.push_back(std::move(reversed).value());
    return events;
  });
  if (!written) return failed(written.error());
  return book_.catch_up(written.value().end.shard);
}

}  // namespace perk::central
