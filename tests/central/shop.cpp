#include "tests/central/shop.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <gtest/gtest.h>

#include "sync/crypto/hash_chain.h"
#include "sync/net/dialer.h"
#include "sync/wire/message_codec.h"

namespace perk::test {

Shop::Shop(boost::asio::io_context& io, const Clock& clock, std::uint64_t number)
    : log(number), io_(io), clock_(clock) {
  for (std::uint16_t i = 0; i < euro_chain().shard_count; ++i) {
    const Shard shard(i);
    held[shard] = {sync::FeedId::shard(shard), Epoch(1), sync::FeedIndex(),
                   sync::shard_genesis(Epoch(1), shard)};
  }
}

void Shop::connect(const sync::Address& head_office) {
  ended.reset();
  is_streaming = false;
  boost::asio::co_spawn(io_, live(head_office), boost::asio::detached);
}

boost::asio::awaitable<void> Shop::live(sync::Address head_office) {
  auto socket = co_await sync::dial(head_office, Millis(5'000));
  if (!socket) {
    ADD_FAILURE() << socket.error();
    co_return;
  }
  stream_ = std::make_shared<sync::FrameStream>(std::move(socket).value(), sync::StreamLimits(),
                                                std::make_shared<sync::StreamCounters>());
  link_ = std::make_shared<sync::MessageLink>(stream_);
  pump_ = sync::Pump::opener({}, {*this, *this, *link_, *this, clock_}, *this);
  ticker_ =
      std::make_unique<sync::Ticker>(io_.get_executor(), Millis(50), [this] { pump_->tick(); });
  const auto link = link_;
  for (;;) {
    auto message = co_await link->read_message();
    if (link != link_) co_return;
    if (!message) {
      pump_->abandon({sync::RefusalCode::Unspecified, message.error().sentence, {}});
      co_return;
    }
    pump_->receive(std::move(message).value());
  }
}

void Shop::cut() { stream_->abort({sync::StreamEnd::ConnectionLost, "cut"}); }

void Shop::sell(const EventBuilder& event) {
  log.append(event);
  if (pump_) pump_->feed_grew(sync::FeedId::log(log.origin()), sync::FeedIndex(log.end().value()));
}

void Shop::read(const sync::Cursor& after, std::size_t, OnRead done) {
  EXPECT_EQ(after.hash, log.hash_at(after.index.value()));
  done(log.batch(after.index.value(), log.end().value()));
}

Digest Shop::hash_after(const sync::Batch& batch) {
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

void Shop::append(sync::Batch batch, OnAppended done) {
  EXPECT_EQ(hash_after(batch), batch.through_hash) << "the shard's running hash does not add up";
  held[batch.feed.as_shard()] = {batch.feed, batch.epoch, batch.through, batch.through_hash};
  done(sync::Durable::reported(batch.feed, batch.through, batch.through_hash));
}

void Shop::introduce(const sync::Challenge& challenge, OnHello done) {
  sync::Hello hello = log.hello(challenge);
  for (const auto& [shard, cursor] : held) hello.cursors.push_back(cursor);
  hello.proof = log.key().sign(sync::hello_proof_bytes(challenge, hello));
  done(hello);
}

void Shop::on_peer_holds(const sync::Durable& durable) {
  if (durable.feed().is_log()) acknowledged = Seq(durable.through().value());
}

void Shop::on_ended(const sync::Refusal& why) {
  is_streaming = false;
  ended = why;
}

}  // namespace perk::test
