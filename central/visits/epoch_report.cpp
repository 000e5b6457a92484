#include "central/visits/epoch_report.h"

#include "sync/crypto/hash_chain.h"

namespace perk::central {

/// The pump has checked that the batch goes on where the last one ended; that its events give its hash is
/// checked here.
void EpochReport::take_back(sync::Batch batch, OnAppended done) {
  Digest hash = batch.after_hash;
  for (const sync::Item& item : batch.items)
    hash = sync::shard_link(hash, Position(item.index.value()), item.event, item.bytes);
  if (hash != batch.through_hash) {
    return done(
        failed(sync::AppendFailure{sync::RefusalCode::Malformed, "past events give another hash"}));
  }
  returned_.push_back({std::move(batch), std::move(done)});
  if (returned_.size() == 1) store_next();
}

void EpochReport::store_next() {
  if (returned_.empty()) return;
  send_out(
      around_.places,
      [self = shared_from_this(), batch = returned_.front().batch, now = around_.clock.wall()] {
        return self->around_.handed_back.take_batch(self->visitor_.store, batch, now);
      },
      [self = shared_from_this()](const Stored<TakenBatch>& taken) { self->on_stored(taken); });
}

void EpochReport::on_stored(const Stored<TakenBatch>& taken) {
  const Returned back = std::move(returned_.front());
  returned_.pop_front();
  if (!taken) {
    const bool is_away = taken.error().failure != StorageFailure::GiveUp;
    return back.done(failed(
        sync::AppendFailure{is_away ? sync::RefusalCode::Busy : sync::RefusalCode::StorageFailed,
                            taken.error().detail}));
  }
  const TakenBack& counts = taken.value().counts;
  around_.log.info(to_string(visitor_) + " handed back " + std::to_string(back.batch.items.size()) +
                   " events of past epochs: " + std::to_string(counts.stored) +
                   " were lost here, " + std::to_string(counts.quarantined) + " are quarantined, " +
                   std::to_string(counts.passed_over) + " are of logs that are not registered");
  note_brought(taken.value().held);
  back.done(taken.value().held);
  store_next();
}

void EpochReport::note_brought(const sync::Durable& held) {
  if (held.feed().is_log()) log_brought_ = Seq(held.through().value());
  if (held.feed().is_past()) past_brought_ = held.through();
  report_if_done();
}

void EpochReport::report_if_done() {
  const bool has_all = log_brought_ >= duty_.log_end && past_brought_ >= duty_.past_end;
  if (!duty_.is_owed || !has_all) return;
  duty_.is_owed = false;
  send_out(
      around_.places,
      [self = shared_from_this()] { return self->around_.epochs.report(self->visitor_.log); },
      [self = shared_from_this()](const Stored<Done>& reported) {
        if (!reported) {
          self->duty_.is_owed = true;
          return;
        }
        self->around_.log.info(to_string(self->visitor_) + " has reported in epoch " +
                               std::to_string(self->around_.epochs.epoch().value()));
      });
}

}  // namespace perk::central
