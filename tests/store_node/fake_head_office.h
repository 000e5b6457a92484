// Head office's end of one line, in memory: a real acceptor pump on a real socket. It checks the
// store's proof, chain and seals, and sends what the test puts in its shards. Lives on the test's
// thread: nothing moves but within until().
#pragma once

#include <functional>
#include <map>

#include <boost/asio/io_context.hpp>

#include "ledger/clock.h"
#include "ledger/log_keys.h"
#include "sync/net/listener.h"
#include "sync/net/message_link.h"
#include "sync/pump.h"
#include "tests/store_node/shard_order.h"

namespace perk::test {

class FakeHeadOffice final : private sync::FeedSource,
                             private sync::FeedSink,
                             private sync::Doorkeeper,
                             private sync::PumpObserver {
 public:
  /// On a free port; `key` is what the store enrolled with.
  FakeHeadOffice(const Clock& clock, PublicKey key);
  ~FakeHeadOffice() override;

  [[nodiscard]] sync::Address address() const { return listener_->address(); }
  /// Runs until `is_so`; false after 20 s.
  bool until(const std::function<bool()>& is_so);

  /// Ends the line at once, and refuses new ones until accept_again().
  void hang_up();
  void accept_again();
  void add(Shard shard, const RecordedEvent& event);
  /// From now on every shard batch claims a running hash that is not its own.
  void lie_about_hashes(bool lying) { is_lying_ = lying; }

  /// Logs that their node gave up, and why.
  [[nodiscard]] const std::map<Origin, ClosedWhy>& given_up() const { return given_up_; }
  /// It was restored to when no shard had anything: who comes from an earlier epoch is sent back, and hears
  /// nothing more of what was there. Logs are held as before.
  void begin_epoch(Epoch epoch);
  /// Logs that were spoken of, in order, but for those that were sent back.
  [[nodiscard]] const std::vector<Origin>& spoken_of() const { return spoken_of_; }
  /// Forgets what was given up, and what was spoken of.
  void forget_words() {
    given_up_.clear();
    spoken_of_.clear();
  }
  [[nodiscard]] Origin incarnation() const { return incarnation_; }

  /// From now on a Welcome says so.
  void know_event_types_through(std::uint32_t newest) { event_type_max_ = newest; }
  /// As the store's logs say it, of what was taken.
  [[nodiscard]] const LogKeys& keys() const { return keys_; }
  /// It was restored to when the store had enrolled with this key, and nothing more.
  void forget_log(const PublicKey& enrolled);

  /// From now on no batch of the store is taken.
  void refuse_batches() { is_refusing_ = true; }
  void take_batches_again() { is_refusing_ = false; }

  /// Says a word about rights now, if a store listens.
  void say(const sync::Word& word) {
    if (pump_) pump_->say(word);
  }
  /// From now on each request for rights is met by `then`; until then nobody answers.
  void when_asked(std::function<void(const sync::RightsRequest&)> then) {
    on_asked_ = std::move(then);
  }

  [[nodiscard]] std::uint64_t held() const { return log_.size(); }
  [[nodiscard]] std::uint64_t shard_held_by_store(Shard shard) const;
  [[nodiscard]] const std::vector<EventBytes>& log() const { return log_; }
  [[nodiscard]] bool is_connected() const { return pump_ && pump_->is_streaming(); }
  [[nodiscard]] const std::vector<sync::Refusal>& endings() const { return endings_; }
  [[nodiscard]] const std::vector<sync::RightsRequest>& requests() const { return requests_; }
  [[nodiscard]] std::uint64_t hellos() const { return hellos_; }

 private:
  void take(boost::asio::ip::tcp::socket socket);
  boost::asio::awaitable<void> converse(std::shared_ptr<sync::FrameStream> stream);

  void read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) override;
  void append(sync::Batch batch, OnAppended done) override;
  void admit(const sync::Challenge& challenge, const sync::Hello& hello, OnAdmitted done) override;
  void hear_of_keys(const RecordedEvent& recorded);
  [[nodiscard]] std::optional<sync::Refusal> from_earlier_epoch(const sync::Hello& hello) const;
  void on_streaming() override {}
  void on_peer_holds(const sync::Durable& held) override;
  void on_heard() override {}
  void on_word(const sync::Word& word) override {
    if (const auto* asked = std::get_if<sync::RightsRequest>(&word)) {
      requests_.push_back(*asked);
      if (on_asked_) on_asked_(*asked);
    }
  }
  void on_ended(const sync::Refusal& why) override { endings_.push_back(why); }

  const Clock& clock_;
  LogKeys keys_;
  std::uint32_t event_type_max_ = 0;
  boost::asio::io_context io_;
  std::unique_ptr<sync::Listener> listener_;
  std::shared_ptr<sync::FrameStream> stream_;
  std::unique_ptr<sync::MessageLink> link_;
  std::unique_ptr<sync::Pump> pump_;
  bool is_accepting_ = true;
  bool is_lying_ = false;
  bool is_refusing_ = false;

  StoreId store_;
  Origin incarnation_;
  Digest hash_;
  std::vector<EventBytes> log_;
  std::map<Shard, ShardOrder> shards_;
  std::map<Shard, std::uint64_t> confirmed_;
  std::vector<sync::Refusal> endings_;
  std::vector<sync::RightsRequest> requests_;
  std::function<void(const sync::RightsRequest&)> on_asked_;
  std::uint64_t hellos_ = 0;
  std::map<Origin, ClosedWhy> given_up_;
  Epoch epoch_{1};
  std::vector<Origin> spoken_of_;
};

}  // namespace perk::test
