#include "central/net/sync_session.h"

#include <chrono>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "central/rights/brought_events.h"
#include "sync/crypto/hash_chain.h"

namespace perk::central {
namespace {

constexpr std::chrono::milliseconds kReadAgain{300};

/// Reads until the connection ends. `session` is kept alive by it.
boost::asio::awaitable<void> read_all([[maybe_unused]] std::shared_ptr<SyncSession> session,
                                      sync::MessageLink& link, sync::Pump& pump) {
  for (;;) {
    auto message = co_await link.read_message();
    if (!message) {
      pump.abandon({sync::RefusalCode::Unspecified, message.error().sentence, {}});
      co_return;
    }
    pump.receive(std::move(message).value());
  }
}

}  // namespace

SyncSession::SyncSession(SyncSurroundings& around, SessionWatcher& watcher,
                         const std::shared_ptr<sync::FrameStream>& stream)
    : around_(around), watcher_(&watcher), link_(stream), peer_(stream->peer()) {}

void SyncSession::start(const sync::Nonce& nonce) {
  challenged_at_ = around_.clock.monotonic();
  pump_ = sync::Pump::acceptor(around_.limits, {*this, *this, link_, *this, around_.clock}, *this,
                               nonce);
  link_.tell_of_bytes(*pump_);
  boost::asio::co_spawn(around_.io, read_all(shared_from_this(), link_, *pump_),
                        boost::asio::detached);
}

void SyncSession::tick() { pump_->tick(); }

void SyncSession::shard_grew(Shard shard, Position end) {
  pump_->feed_grew(sync::FeedId::shard(shard), sync::FeedIndex(end.value()));
}

void SyncSession::end(const sync::Refusal& why) {
  link_.send(why);
  pump_->abandon(why);
}

template <typename Work, typename Answer>
void SyncSession::ask(Work work, Answer answer) {
  boost::asio::post(around_.workers, [self = shared_from_this(), work = std::move(work),
                                      answer = std::move(answer)]() mutable {
    auto& io = self->around_.io;
    boost::asio::post(io, [self = std::move(self), result = work(),
                           answer = std::move(answer)]() mutable { answer(std::move(result)); });
  });
}

void SyncSession::admit(const sync::Challenge& challenge, const sync::Hello& hello,
                        OnAdmitted done) {
  ask([this, made = MadeChallenge{challenge, challenged_at_},
       hello] { return around_.gatehouse.let_in(made, hello); },
      [this, done = std::move(done)](auto outcome) { done(enter(std::move(outcome))); });
}

/// Only of a connection that still lives: one that is over has left the server, and must not take the
/// store's name.
Result<sync::Admission, sync::Refusal> SyncSession::enter(Result<LetIn, sync::Refusal> outcome) {
  if (!outcome) return failed(outcome.error());
  if (is_over_) return failed(sync::Refusal{sync::RefusalCode::Busy, "the line is gone", {}});
  held_ = outcome.value().held;
  store_name_ = outcome.value().store_name;
  duty_ = outcome.value().duty;
  log_brought_ = held_.through;
  return std::move(outcome).value().admission;
}

/// The pump has checked that the batch goes on where the last one ended; that its events give its hash is
/// checked here.
void SyncSession::append_past(sync::Batch batch, OnAppended done) {
  Digest hash = batch.after_hash;
  for (const sync::Item& item : batch.items)
    hash = sync::shard_link(hash, Position(item.index.value()), item.event, item.bytes);
  if (hash != batch.through_hash) {
    return done(
        failed(sync::AppendFailure{sync::RefusalCode::Malformed, "past events give another hash"}));
  }
  past_.emplace_back(std::move(batch), std::move(done));
  if (past_.size() == 1) store_past();
}

void SyncSession::store_past() {
  if (past_.empty()) return;
  ask([this, store = held_.store, batch = past_.front().first,
       now = around_.clock.wall()] { return around_.handed_back.take_batch(store, batch, now); },
      [this](const Stored<TakenBatch>& taken) {
        const std::size_t count = past_.front().first.items.size();
        const OnAppended done = std::move(past_.front().second);
        past_.pop_front();
        if (!taken) {
          const bool is_away = taken.error().failure != StorageFailure::GiveUp;
          return done(failed(sync::AppendFailure{
              is_away ? sync::RefusalCode::Busy : sync::RefusalCode::StorageFailed,
              taken.error().detail}));
        }
        const TakenBack& counts = taken.value().counts;
        around_.log.info(name() + " handed back " + std::to_string(count) +
                         " events of past epochs: " + std::to_string(counts.stored) +
                         " were lost here, " + std::to_string(counts.quarantined) +
                         " are quarantined, " + std::to_string(counts.passed_over) +
                         " are of logs that are not registered");
        note_brought(taken.value().held);
        done(taken.value().held);
        store_past();
      });
}

void SyncSession::note_brought(const sync::Durable& held) {
  if (held.feed().is_log()) log_brought_ = Seq(held.through().value());
  if (held.feed().is_past()) past_brought_ = held.through();
  report_if_done();
}

void SyncSession::report_if_done() {
  const bool has_all = log_brought_ >= duty_.log_end && past_brought_ >= duty_.past_end;
  if (!duty_.is_owed || !has_all) return;
  duty_.is_owed = false;
  ask([this, log = held_.origin] { return around_.epochs.report(log); },
      [this](const Stored<Done>& reported) {
        if (!reported) {
          duty_.is_owed = true;  // At the next growth, or the next connection.
          return;
        }
        around_.log.info(name() + " has reported in epoch " +
                         std::to_string(around_.epochs.epoch().value()));
      });
}

void SyncSession::append(sync::Batch batch, OnAppended done) {
  if (batch.feed.is_past()) return append_past(std::move(batch), std::move(done));
  auto passage = around_.gate.enter(held_.origin);
  if (!passage) {
    return done(failed(
        sync::AppendFailure{sync::RefusalCode::Busy, "head office closes this log for ever"}));
  }
  auto taken = take_in(held_, around_.chain, batch, around_.clock.wall());
  if (!taken) return done(failed(taken.error()));
  held_.through = taken.value().progress.through;
  held_.hash = taken.value().progress.hash;
  arrivals_.push_back({std::move(taken).value(), std::move(done), std::move(passage)});
  if (arrivals_.size() == 1) pass_on();
}

/// What follows a batch that must be compared with what is held waits for it.
void SyncSession::pass_on() {
  while (!arrivals_.empty() && arrivals_.front().taken.brought.empty()) {
    submit(std::move(arrivals_.front()));
    arrivals_.pop_front();
  }
  if (arrivals_.empty()) return;
  ask(
      [this, taken = std::move(arrivals_.front().taken), now = around_.clock.wall()]() mutable {
        return sort_out_brought(std::move(taken), around_.closed, now);
      },
      [this](auto sorted) { sorted_out(std::move(sorted)); });
}

void SyncSession::sorted_out(Stored<TakenIn> sorted) {
  if (sorted) {
    arrivals_.front().taken = std::move(sorted).value();
    return pass_on();
  }
  const bool is_away = sorted.error().failure != StorageFailure::GiveUp;
  const sync::AppendFailure why{
      is_away ? sync::RefusalCode::Busy : sync::RefusalCode::StorageFailed, sorted.error().detail};
  for (const Arrival& arrival : std::exchange(arrivals_, {})) arrival.done(failed(why));
}

void SyncSession::submit(Arrival arrival) {
  for (const QuarantinedEvent& event : arrival.taken.quarantined) {
    around_.log.warning(name() + ": event " + to_string(event.event) +
                        " is quarantined: " + event.reason);
  }
  around_.appender.submit(lane_, std::move(arrival.taken),
                          [self = shared_from_this(), done = std::move(arrival.done),
                           passage = std::move(arrival.passage)](auto result) mutable {
                            passage.reset();
                            auto& io = self->around_.io;
                            boost::asio::post(io, [self, done, result] {
                              if (result) self->note_brought(result.value());
                              done(result);
                            });
                          });
}

void SyncSession::read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) {
  ask(
      [this, after, bytes_max] {
        return around_.tails.read(after.feed.as_shard(), Position(after.index.value()), bytes_max);
      },
      [this, after, bytes_max, done = std::move(done)](auto events) mutable {
        if (events) return done(batch_of(after, events.value()));
        if (events.error().failure == StorageFailure::GiveUp) return done(failed(events.error()));
        read_later(after, bytes_max, std::move(done));
      });
}

/// While the database is away the store stays connected: it notices nothing but lag.
void SyncSession::read_later(const sync::Cursor& after, std::size_t bytes_max, OnRead done) {
  auto timer = std::make_shared<boost::asio::steady_timer>(around_.io, kReadAgain);
  timer->async_wait([self = shared_from_this(), timer, after, bytes_max,
                     done = std::move(done)](const boost::system::error_code&) mutable {
    if (!self->is_over_) self->read(after, bytes_max, std::move(done));
  });
}

/// The store has what it wrote itself: such events go without their bytes.
sync::Batch SyncSession::batch_of(const sync::Cursor& after,
                                  const std::vector<SharedEvent>& events) const {
  sync::Batch batch;
  batch.feed = after.feed;
  batch.epoch = after.epoch;
  batch.after = batch.through = after.index;
  batch.after_hash = batch.through_hash = after.hash;
  for (const SharedEvent& event : events) {
    batch.through = sync::FeedIndex(event->position.value());
    batch.through_hash = event->shard_hash;
    const bool is_own = event->id.origin == held_.origin;
    batch.items.push_back({batch.through, event->id, is_own ? EventBytes() : event->bytes});
  }
  return batch;
}

std::string SyncSession::name() const {
  if (held_.store == StoreId()) return "a connection from " + peer_;
  return "store " + std::to_string(held_.store.value()) + " (" + store_name_ + ")";
}

/// Said by the pump, which says nothing more of a connection that is over.
void SyncSession::on_streaming() {
  around_.board.connected(held_.store, around_.clock.wall());
  around_.rights.came({held_.store, held_.origin}, *this);
  if (watcher_ != nullptr) watcher_->on_let_in(*this);
  report_if_done();
  around_.log.info(name() + " is connected; its log is held through " +
                   std::to_string(held_.through.value()));
}

void SyncSession::on_peer_holds(const sync::Durable&) {}

void SyncSession::on_heard() {
  if (held_.store == StoreId()) return;
  around_.board.heard(held_.store, around_.clock.wall(), pump_->peer_backlog());
}

void SyncSession::on_rights(const sync::RightsWord& word) {
  if (const auto* request = std::get_if<sync::RightsRequest>(&word))
    around_.rights.hear(held_.origin, *request);
}

void SyncSession::say(const sync::RightsWord& word) { pump_->say(word); }

void SyncSession::on_ended(const sync::Refusal& why) {
  is_over_ = true;
  around_.rights.left(held_.origin, *this);
  const std::string fact = name() + " is gone: " + why.sentence;
  why.code == sync::RefusalCode::Busy ? around_.log.debug(fact) : around_.log.info(fact);
  link_.close();
  if (watcher_ != nullptr) watcher_->on_over(*this);
}

}  // namespace perk::central
