#include "tests/central/shop_end.h"

#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "sync/wire/message_codec.h"

namespace perk::test {

ShopEnd::ShopEnd(const Clock& clock, std::uint64_t number) : log(number), clock_(clock) {
  for (std::uint16_t i = 0; i < euro_chain().shard_count; ++i) {
    const Shard shard(i);
    held[shard] = {sync::FeedId::shard(shard), Epoch(1), sync::FeedIndex(),
                   sync::shard_genesis(Epoch(1), shard)};
  }
}

void ShopEnd::open(sync::Link& link) {
  ended.reset();
  is_streaming = false;
  pump_ = sync::Pump::opener({}, {*this, *this, link, *this, clock_}, *this);
}

void ShopEnd::lost(const std::string& sentence) {
  pump_->abandon({sync::RefusalCode::Unspecified, sentence, {}});
}

void ShopEnd::sell(const EventBuilder& event) {
  log.append(event);
  if (pump_) pump_->feed_grew(sync::FeedId::log(log.origin()), sync::FeedIndex(log.end().value()));
}

void ShopEnd::read(const sync::Cursor& after, std::size_t, OnRead done) {
  EXPECT_EQ(after.hash, log.hash_at(after.index.value()));
  done(log.batch(after.index.value(), log.end().value()));
}

Digest ShopEnd::hash_after(const sync::Batch& batch) {
  Digest hash = batch.after_hash;
  for (const sync::Item& item : batch.items) {
    const bool is_own = item.event.origin == log.origin();
    EXPECT_EQ(is_own, item.bytes.empty());
    const EventBytes& bytes = is_own ? log.bytes_at(item.event.seq.value()) : item.bytes;
    hash = sync::shard_link(hash, Position(item.index.value()), item.event, bytes);
    if (is_own) ++own_seen;
    if (!is_own) from_others[item.event] = item.bytes;
  }
  return hash;
}

void ShopEnd::append(sync::Batch batch, OnAppended done) {
  EXPECT_EQ(hash_after(batch), batch.through_hash) << "the shard's running hash does not add up";
  held[batch.feed.as_shard()] = {batch.feed, batch.epoch, batch.through, batch.through_hash};
  done(sync::Durable::reported(batch.feed, batch.through, batch.through_hash));
}

void ShopEnd::introduce(const sync::Challenge& challenge, OnHello done) {
  sync::Hello hello = log.hello(challenge);
  for (const auto& [shard, cursor] : held) hello.cursors.push_back(cursor);
  hello.proof = log.key().sign(sync::hello_proof_bytes(challenge, hello));
  done(hello);
}

void ShopEnd::on_peer_holds(const sync::Durable& durable) {
  if (durable.feed().is_log()) acknowledged = Seq(durable.through().value());
}

void ShopEnd::on_ended(const sync::Refusal& why) {
  is_streaming = false;
  ended = why;
}

}  // namespace perk::test
