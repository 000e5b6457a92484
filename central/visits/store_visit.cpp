#include "central/visits/store_visit.h"

#include <utility>

#include <boost/asio/post.hpp>

#include "central/rights/brought_events.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

/// As far as hybrid clocks follow (ledger/hybrid_clock.h).
constexpr Millis kClockAheadMax{60'000};

}  // namespace

StoreVisit::StoreVisit(const VisitSurroundings& around, VisitWatcher& watcher, sync::Link& link,
                       std::string peer, std::optional<sync::Party> party)
    : around_(around),
      watcher_(&watcher),
      link_(link),
      peer_(std::move(peer)),
      party_(std::move(party)) {}

void StoreVisit::start(const sync::Nonce& nonce) {
  challenged_at_ = around_.clock.monotonic();
  pump_ = sync::Pump::acceptor(around_.limits, {*this, *this, link_, *this, around_.clock}, *this,
                               nonce);
}

void StoreVisit::tick() {
  pump_->tick();
  if (reader_ && !is_over_) reader_->tick();
}

void StoreVisit::shard_grew(Shard shard, Position end) {
  pump_->feed_grew(sync::FeedId::shard(shard), sync::FeedIndex(end.value()));
}

void StoreVisit::end(const sync::Refusal& why) {
  if (is_over_) return;
  link_.send(why);
  pump_->abandon(why);
}

void StoreVisit::lost(std::string sentence) {
  pump_->abandon({sync::RefusalCode::Unspecified, std::move(sentence), {}});
}

void StoreVisit::admit(const sync::Challenge& challenge, const sync::Hello& hello,
                       OnAdmitted done) {
  send_out(
      around_.places,
      [self = shared_from_this(), made = MadeChallenge{challenge, challenged_at_, party_}, hello] {
        return self->around_.gatehouse.let_in(made, hello);
      },
      [self = shared_from_this(), store = hello.store, log = hello.incarnation,
       done = std::move(done)](auto outcome) {
        if (!outcome && outcome.error().code == sync::RefusalCode::Forked)
          self->warn_of_fork(store, log);
        done(self->enter(std::move(outcome)));
      });
}

/// It may be an honest end of a log. If nobody knows of one, somebody has a copy of that machine.
void StoreVisit::warn_of_fork(StoreId store, Origin log) {
  around_.log.warning(
      "log " + to_string(log) + " of store " + std::to_string(store.value()) +
      " is closed for ever. If nobody replaced or restored its database, look for a copy of it");
}

/// Only over a line that still lives: a visit that is over has left the book, and must not take the store's
/// name.
Result<sync::Admission, sync::Refusal> StoreVisit::enter(Result<LetIn, sync::Refusal> outcome) {
  if (!outcome) return failed(outcome.error());
  if (is_over_) return failed(sync::Refusal{sync::RefusalCode::Busy, "the line is gone", {}});
  LetIn let_in = std::move(outcome).value();
  // Revoked since it was looked at.
  if (around_.gate.is_shut_for(let_in.held.store)) return failed(store_revoked());
  held_ = let_in.held;
  store_name_ = let_in.store_name;
  reader_ = std::make_shared<ShardReader>(around_, held_.origin);
  report_ = std::make_shared<EpochReport>(around_, Visitor{held_.store, held_.origin, store_name_},
                                          let_in.duty, held_.through);
  return std::move(let_in.admission);
}

void StoreVisit::append(sync::Batch batch, OnAppended done) {
  if (batch.feed.is_past()) return report_->take_back(std::move(batch), std::move(done));
  auto passage = around_.gate.enter(held_.origin);
  if (!passage || is_revoked()) {
    return done(failed(
        sync::AppendFailure{sync::RefusalCode::Busy, "head office closes this log for ever"}));
  }
  auto taken = take_in(held_, around_.chain, batch, around_.clock.wall());
  if (!taken) return done(failed(taken.error()));
  held_.through = taken.value().progress.through;
  held_.hash = taken.value().progress.hash;
  held_.keys = taken.value().keys;
  warn_of_clock(batch);
  arrivals_.push_back({std::move(taken).value(), std::move(done), std::move(passage)});
  if (arrivals_.size() == 1) pass_on();
}

/// Once in each visit, by the newest event: no order and no money hangs on it, but people read its times.
void StoreVisit::warn_of_clock(const sync::Batch& batch) {
  if (is_warned_of_clock_ || batch.items.empty()) return;
  const auto newest = sync::decode_event(batch.items.back().bytes);
  if (!newest) return;
  const WallTime said = newest.value().envelope.raw_clock;
  // Whatever stands there: a difference of times that nobody ever lived through need not fit.
  if (said <= around_.clock.wall() + kClockAheadMax) return;
  const Millis ahead = said - around_.clock.wall();
  is_warned_of_clock_ = true;
  around_.log.warning(name() + ": its clock is " + std::to_string(ahead.count() / 1'000) +
                      " s ahead of head office's: set one of the two right");
}

/// What follows a batch that must be compared with what is held waits for it.
void StoreVisit::pass_on() {
  while (!arrivals_.empty() && arrivals_.front().taken.brought.empty()) {
    submit(std::move(arrivals_.front()));
    arrivals_.pop_front();
  }
  if (arrivals_.empty()) return;
  send_out(
      around_.places,
      [self = shared_from_this(), taken = std::move(arrivals_.front().taken),
       now = around_.clock.wall()]() mutable {
        return sort_out_brought(std::move(taken), self->around_.closed, now);
      },
      [self = shared_from_this()](auto sorted) { self->sorted_out(std::move(sorted)); });
}

void StoreVisit::sorted_out(Stored<TakenIn> sorted) {
  if (sorted) {
    arrivals_.front().taken = std::move(sorted).value();
    return pass_on();
  }
  const bool is_away = sorted.error().failure != StorageFailure::GiveUp;
  const sync::AppendFailure why{
      is_away ? sync::RefusalCode::Busy : sync::RefusalCode::StorageFailed, sorted.error().detail};
  for (const Arrival& arrival : std::exchange(arrivals_, {})) arrival.done(failed(why));
}

void StoreVisit::submit(Arrival arrival) {
  for (const QuarantinedEvent& event : arrival.taken.quarantined) {
    around_.log.warning(name() + ": event " + to_string(event.event) +
                        " is quarantined: " + event.reason);
  }
  around_.appender.submit(lane_, std::move(arrival.taken),
                          [self = shared_from_this(), done = std::move(arrival.done),
                           passage = std::move(arrival.passage)](auto result) mutable {
                            passage.reset();
                            const auto& home = self->around_.places.home;
                            boost::asio::post(home, [self, done, result] {
                              if (result) self->report_->note_brought(result.value());
                              done(result);
                            });
                          });
}

void StoreVisit::read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) {
  reader_->read(after, bytes_max, std::move(done));
}

std::string StoreVisit::name() const {
  if (held_.store == StoreId()) return "a connection from " + peer_;
  return to_string(Visitor{held_.store, held_.origin, store_name_});
}

/// Said by the pump, which says nothing more of a visit that is over.
void StoreVisit::on_streaming() {
  around_.board.connected(held_.store, around_.clock.wall());
  around_.rights.came({held_.store, held_.origin}, *this);
  if (watcher_ != nullptr) watcher_->on_let_in(*this);
  report_->report_if_done();
  around_.log.info(name() + " is connected; its log is held through " +
                   std::to_string(held_.through.value()));
}

void StoreVisit::on_peer_holds(const sync::Durable&) {}

void StoreVisit::on_heard() {
  if (held_.store == StoreId()) return;
  around_.board.heard(held_.store, around_.clock.wall(), pump_->peer_backlog());
}

void StoreVisit::on_word(const sync::Word& word) {
  if (is_revoked()) return;
  if (const auto* request = std::get_if<sync::RightsRequest>(&word))
    around_.rights.hear(held_.origin, *request);
  if (const auto* wrong = std::get_if<sync::WrongNumbers>(&word))
    if (watcher_ != nullptr) watcher_->on_guesses(held_.store, wrong->recent);
}

void StoreVisit::say(const sync::Word& word) { pump_->say(word); }

void StoreVisit::on_ended(const sync::Refusal& why) {
  is_over_ = true;
  around_.rights.left(held_.origin, *this);
  const std::string fact = name() + " is gone: " + why.sentence;
  why.code == sync::RefusalCode::Busy ? around_.log.debug(fact) : around_.log.info(fact);
  link_.close();
  if (watcher_ != nullptr) watcher_->on_over(*this);
}

}  // namespace perk::central
