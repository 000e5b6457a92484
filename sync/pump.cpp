#include "sync/pump.h"

#include <utility>

namespace perk::sync {
namespace {

/// Whom an end asks in the handshake: a store its introducer, head office its doorkeeper.
struct Greeter {
  Introducer* introducer = nullptr;
  Doorkeeper* doorkeeper = nullptr;
};

}  // namespace

// Shared, so that it outlives a Pump that is destroyed from within one of its own calls; callbacks hold
// it weakly, so that a late one finds nobody.
class Pump::Impl : public std::enable_shared_from_this<Pump::Impl> {
 public:
  Impl(Role role, ReplicatorLimits limits, PumpPorts ports, Greeter greeter)
      : ports_(ports), greeter_(greeter), replicator_(role, limits, ports.clock.monotonic()) {}

  void challenge(const Nonce& nonce) {
    replicator_.challenge(nonce, now());
    run();
  }

  void receive(Message message) {
    if (!is_heeded()) return;
    const auto alive = shared_from_this();
    replicator_.receive(std::move(message), now());
    if (!replicator_.has_ended()) ports_.observer.on_heard();
    run();
  }

  void heard_bytes(std::size_t bytes) {
    if (is_heeded()) replicator_.heard_bytes(bytes, now());
  }

  void tick() {
    if (!is_heeded()) return;
    replicator_.tick(now());
    run();
  }

  void feed_grew(FeedId feed, FeedIndex end) {
    if (!is_heeded()) return;
    replicator_.feed_grew(feed, end, now());
    run();
  }

  void say(const Word& word) {
    if (!is_heeded()) return;
    replicator_.say(word, now());
    run();
  }

  void abandon(const Refusal& why) {
    if (!is_heeded()) return;
    has_ended_ = true;
    ports_.observer.on_ended(why);
  }

  /// Its Pump is destroyed: nobody and nothing of its surroundings is to be touched any more.
  void forget() { is_forgotten_ = true; }
  [[nodiscard]] const Replicator& replicator() const { return replicator_; }
  [[nodiscard]] bool is_streaming() const { return is_heeded() && replicator_.is_streaming(); }

 private:
  [[nodiscard]] Instant now() const { return ports_.clock.monotonic(); }
  [[nodiscard]] bool is_heeded() const { return !has_ended_ && !is_forgotten_; }

  /// Does the work asked for, and what that leads to, until none is left. Called again from within,
  /// it leaves the rest to the call that is running.
  void run() {
    if (is_running_) return;
    const auto alive = shared_from_this();
    is_running_ = true;
    while (is_heeded()) {
      auto work = replicator_.take_work();
      if (work.empty()) break;
      for (Work& piece : work) perform(piece);
    }
    is_running_ = false;
  }

  void perform(Work& piece) {
    if (!is_heeded()) return;
    std::visit([this](auto& asked) { do_work(asked); }, piece);
  }

  void do_work(const SendWork& work) { ports_.link.send(work.message); }
  void do_work(const StreamingWork&) { ports_.observer.on_streaming(); }
  void do_work(const PeerHoldsWork& work) { ports_.observer.on_peer_holds(work.held); }
  void do_work(const WordWork& work) { ports_.observer.on_word(work.word); }
  void do_work(const ReadWork& work);
  void do_work(AppendWork& work);
  void do_work(const IntroduceWork& work);
  void do_work(const AdmitWork& work);
  void do_work(const EndWork& work);

  /// A callback that does `answer` with this and the result, once, if anybody is still there.
  template <typename Answer>
  [[nodiscard]] auto when_done(Answer answer) {
    return [weak = weak_from_this(), answer](auto result) {
      const auto self = weak.lock();
      if (!self || !self->is_heeded()) return;
      answer(self->replicator_, std::move(result), self->now());
      self->run();
    };
  }

  PumpPorts ports_;
  Greeter greeter_;
  Replicator replicator_;
  bool is_running_ = false;
  bool has_ended_ = false;  ///< on_ended is being said, or was.
  bool is_forgotten_ = false;
};

void Pump::Impl::do_work(const ReadWork& work) {
  ports_.source.read(work.after, work.bytes_max,
                     when_done([feed = work.after.feed](Replicator& to, auto result, Instant at) {
                       to.read_done(feed, std::move(result), at);
                     }));
}

void Pump::Impl::do_work(AppendWork& work) {
  auto done = when_done([feed = work.batch.feed](Replicator& to, auto result, Instant at) {
    to.append_done(feed, std::move(result), at);
  });
  ports_.sink.append(std::move(work.batch), std::move(done));
}

void Pump::Impl::do_work(const IntroduceWork& work) {
  greeter_.introducer->introduce(work.challenge,
                                 when_done([](Replicator& to, auto result, Instant at) {
                                   to.introduced(std::move(result), at);
                                 }));
}

void Pump::Impl::do_work(const AdmitWork& work) {
  greeter_.doorkeeper->admit(work.challenge, work.hello,
                             when_done([](Replicator& to, auto result, Instant at) {
                               to.admitted(std::move(result), at);
                             }));
}

void Pump::Impl::do_work(const EndWork& work) {
  has_ended_ = true;
  ports_.link.close();
  if (!is_forgotten_) ports_.observer.on_ended(work.why);
}

Pump::Pump(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Pump::~Pump() { impl_->forget(); }

std::unique_ptr<Pump> Pump::opener(ReplicatorLimits limits, PumpPorts ports,
                                   Introducer& introducer) {
  const Greeter greeter{&introducer, nullptr};
  return std::unique_ptr<Pump>(
      new Pump(std::make_shared<Impl>(Role::Opener, limits, ports, greeter)));
}

std::unique_ptr<Pump> Pump::acceptor(ReplicatorLimits limits, PumpPorts ports,
                                     Doorkeeper& doorkeeper, const Nonce& nonce) {
  const Greeter greeter{nullptr, &doorkeeper};
  auto impl = std::make_shared<Impl>(Role::Acceptor, limits, ports, greeter);
  impl->challenge(nonce);
  return std::unique_ptr<Pump>(new Pump(std::move(impl)));
}

void Pump::receive(Message message) { impl_->receive(std::move(message)); }
void Pump::heard_bytes(std::size_t bytes) { impl_->heard_bytes(bytes); }
void Pump::tick() { impl_->tick(); }
void Pump::feed_grew(FeedId feed, FeedIndex end) { impl_->feed_grew(feed, end); }
void Pump::say(const Word& word) { impl_->say(word); }
void Pump::abandon(const Refusal& why) { impl_->abandon(why); }
bool Pump::is_streaming() const { return impl_->is_streaming(); }
std::uint64_t Pump::backlog() const { return impl_->replicator().backlog(); }
std::uint64_t Pump::peer_backlog() const { return impl_->replicator().peer_backlog(); }
std::size_t Pump::bytes_in_flight() const { return impl_->replicator().bytes_in_flight(); }
std::uint64_t Pump::unknown_messages() const { return impl_->replicator().unknown_messages(); }

}  // namespace perk::sync
