#include "tests/store_node/fake_head_office.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "sync/crypto/log_key_proof.h"
#include "sync/giving_up.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/message_codec.h"

namespace perk::test {

FakeHeadOffice::FakeHeadOffice(const Clock& clock, PublicKey key) : clock_(clock), keys_(key) {
  auto listener = sync::Listener::open(io_, {"127.0.0.1", 0}, sync::Reach::LoopbackOnly);
  PERK_CHECK(listener.has_value(), "a free port is found");
  listener_ = std::move(listener).value();
  listener_->start([this](boost::asio::ip::tcp::socket socket) { take(std::move(socket)); });
}

FakeHeadOffice::~FakeHeadOffice() {
  listener_->stop();
  hang_up();
  io_.restart();
  io_.poll();
}

bool FakeHeadOffice::until(const std::function<bool()>& is_so) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!is_so()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    io_.restart();
    io_.run_one_for(std::chrono::milliseconds(20));
    if (pump_) pump_->tick();
  }
  return true;
}

void FakeHeadOffice::hang_up() {
  is_accepting_ = false;
  if (stream_) stream_->abort({sync::StreamEnd::ClosedHere, "cut by the test"});
}

void FakeHeadOffice::accept_again() { is_accepting_ = true; }

void FakeHeadOffice::begin_epoch(Epoch epoch) {
  epoch_ = epoch;
  shards_.clear();
  confirmed_.clear();
  forget_words();
  if (stream_) stream_->abort({sync::StreamEnd::ClosedHere, "restored by the test"});
}

void FakeHeadOffice::forget_log(const PublicKey& enrolled) {
  keys_ = LogKeys(enrolled);
  incarnation_ = Origin();
  log_.clear();
  if (stream_) stream_->abort({sync::StreamEnd::ClosedHere, "restored by the test"});
}

void FakeHeadOffice::add(Shard shard, const RecordedEvent& event) {
  ShardOrder& order = shards_.try_emplace(shard, shard).first->second;
  order.add(event);
  if (pump_) pump_->feed_grew(sync::FeedId::shard(shard), sync::FeedIndex(order.end()));
}

std::uint64_t FakeHeadOffice::shard_held_by_store(Shard shard) const {
  const auto found = confirmed_.find(shard);
  return found == confirmed_.end() ? 0 : found->second;
}

void FakeHeadOffice::take(boost::asio::ip::tcp::socket socket) {
  if (!is_accepting_) return;
  const auto stream = std::make_shared<sync::FrameStream>(std::move(socket), sync::StreamLimits(),
                                                          std::make_shared<sync::StreamCounters>());
  boost::asio::co_spawn(io_, converse(stream), boost::asio::detached);
}

boost::asio::awaitable<void> FakeHeadOffice::converse(std::shared_ptr<sync::FrameStream> stream) {
  pump_.reset();
  stream_ = stream;
  link_ = std::make_unique<sync::MessageLink>(stream);
  pump_ =
      sync::Pump::acceptor({}, {*this, *this, *link_, *this, clock_}, *this, sync::random_nonce());
  sync::MessageLink reading(stream);
  for (;;) {
    auto message = co_await reading.read_message();
    if (stream != stream_) co_return;
    if (!message) break;
    pump_->receive(std::move(message).value());
  }
  pump_->abandon({sync::RefusalCode::Unspecified, "the line is gone", Millis(0)});
}

void FakeHeadOffice::read(const sync::Cursor& after, std::size_t, OnRead done) {
  ShardOrder& order =
      shards_.try_emplace(after.feed.as_shard(), after.feed.as_shard()).first->second;
  sync::Batch batch = order.batch(after.index.value(), order.end(), incarnation_);
  batch.epoch = epoch_;
  batch.after_hash = after.hash;
  if (batch.items.empty()) batch.through_hash = after.hash;
  if (is_lying_ && !batch.items.empty()) batch.through_hash = Digest{{0xbb}};
  done(std::move(batch));
}

void FakeHeadOffice::append(sync::Batch batch, OnAppended done) {
  if (is_refusing_)
    return done(failed(sync::AppendFailure{sync::RefusalCode::BadSignature, "not today"}));
  Digest hash = hash_;
  for (const sync::Item& item : batch.items) {
    if (item.index.value() != log_.size() + 1) std::abort();
    hash = sync::log_link(hash, Seq(item.index.value()), item.bytes);
    log_.push_back(item.bytes);
    hear_of_keys({item.event, sync::decode_event(item.bytes).value()});
  }
  const Seq end(batch.through.value());
  const bool is_sealed = sync::is_signed_head(keys_, store_, incarnation_, end, hash, batch.seal);
  if (hash != batch.through_hash || !is_sealed)
    return done(failed(sync::AppendFailure{sync::RefusalCode::BadSignature, "a broken seal"}));
  hash_ = hash;
  done(sync::Durable::reported(batch.feed, batch.through, hash));
}

void FakeHeadOffice::admit(const sync::Challenge& challenge, const sync::Hello& hello,
                           OnAdmitted done) {
  ++hellos_;
  const auto proven = sync::hello_proof_bytes(challenge, hello);
  const bool is_theirs =
      sync::verify(keys_.present(), proven, hello.proof) ||
      (hello.former_proof && sync::verify(keys_.present(), proven, *hello.former_proof));
  if (!is_theirs)
    return done(failed(sync::Refusal{sync::RefusalCode::NotEnrolled, "a wrong proof", Millis(0)}));
  const auto forked = [&](const char* why) {
    done(failed(sync::Refusal{sync::RefusalCode::Forked, why, Millis(0)}));
  };
  if (auto parted = from_earlier_epoch(hello)) return done(failed(std::move(*parted)));
  spoken_of_.push_back(hello.incarnation);
  if (const auto why = sync::given_up_for(hello)) {
    given_up_[hello.incarnation] = *why;
    return forked("it is given up");
  }
  if (incarnation_ == hello.incarnation && hello.log_end.value() < log_.size())
    return forked("it ends before what is held");
  if (incarnation_ != hello.incarnation) {
    store_ = hello.store;
    incarnation_ = hello.incarnation;
    hash_ = sync::log_genesis(store_, incarnation_);
    log_.clear();
  }
  sync::Welcome welcome;
  welcome.epoch = epoch_;
  welcome.shard_count = 16;
  welcome.event_type_max = event_type_max_;
  welcome.cursors = {
      {sync::FeedId::log(incarnation_), Epoch(), sync::FeedIndex(log_.size()), hash_}};
  done(sync::Admission{welcome, hello.cursors});
}

void FakeHeadOffice::hear_of_keys(const RecordedEvent& recorded) {
  const auto change = key_change_of(recorded);
  if (!change || keys_.has(*change)) return;
  const auto& rotated = std::get<LogKeyRotated>(recorded.event.body);
  if (sync::is_genuine(rotated, store_, recorded.id) && keys_.follows(*change)) keys_.add(*change);
}

std::optional<sync::Refusal> FakeHeadOffice::from_earlier_epoch(const sync::Hello& hello) const {
  sync::Refusal parted{sync::RefusalCode::EpochBegun, "a new epoch began", Millis(0)};
  for (const sync::Cursor& cursor : hello.cursors) {
    if (!cursor.feed.is_shard() || cursor.epoch >= epoch_) continue;
    parted.partings.push_back({cursor.feed, epoch_, sync::FeedIndex(),
                               sync::shard_genesis(Epoch(1), cursor.feed.as_shard())});
  }
  if (parted.partings.empty()) return std::nullopt;
  return parted;
}

void FakeHeadOffice::on_peer_holds(const sync::Durable& held) {
  if (!held.feed().is_log()) confirmed_[held.feed().as_shard()] = held.through().value();
}

}  // namespace perk::test
