// One end of the replication protocol as a state machine without input or output: messages, results
// and ticks go in; a bag of work comes out (send, read, append, greet, end). The same class at both
// ends: the feeds we send (Sending) and the feeds we receive (Receiving), joined by a handshake and a
// watchdog (Liveness). PROTOCOL.md is the law.
//
// Single-threaded; owns no thread, no clock, no socket. It never stores events: memory is bounded by
// the credits given (received batches not yet durable) and the reads in flight.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/result.h"
#include "sync/limits.h"
#include "sync/liveness.h"
#include "sync/messages.h"
#include "sync/ports.h"
#include "sync/receiving.h"
#include "sync/sending.h"

namespace perk::sync {

/// Who opened the connection. The opener (a store) is challenged; the acceptor (head office) admits.
enum class Role { Opener, Acceptor };

enum class ReplicatorState {
  AwaitingChallenge,  ///< Opener: connected.
  Introducing,        ///< Opener: its Hello is being signed.
  AwaitingWelcome,    ///< Opener: its Hello was sent.
  AwaitingHello,      ///< Acceptor: to challenge, or challenged.
  Admitting,          ///< Acceptor: the Hello is being checked.
  Streaming,
  Ended,
};
[[nodiscard]] std::string to_string(ReplicatorState state);

// The work a replicator asks for. Each Read, Append, Introduce and Admit is answered exactly once.
struct SendWork {
  Message message;
};
struct ReadWork {
  Cursor after;
  std::size_t bytes_max;
};
struct AppendWork {
  Batch batch;
};
struct IntroduceWork {
  Challenge challenge;
};
struct AdmitWork {
  Challenge challenge;
  Hello hello;
};
struct StreamingWork {};  ///< The handshake is done.
struct PeerHoldsWork {
  Durable held;
};
struct WordWork {
  Word word;
};  ///< Heard from the peer.
struct EndWork {
  Refusal why;
};  ///< Close the link after what was sent; nothing follows.
using Work = std::variant<SendWork, ReadWork, AppendWork, IntroduceWork, AdmitWork, StreamingWork,
                          PeerHoldsWork, WordWork, EndWork>;

class Replicator {
 public:
  Replicator(Role role, ReplicatorLimits limits, Instant now);

  /// Acceptor only, once, first: challenges the peer. The nonce is drawn by the caller.
  void challenge(const Nonce& nonce, Instant now);
  void receive(Message message, Instant now);
  /// Bytes came from the peer, whether or not they make a message yet.
  void heard_bytes(std::size_t bytes, Instant now);
  void tick(Instant now);

  // Answers to the work asked for. After the end they are ignored; a failure, or an answer that was
  // not asked for, ends the connection.
  void introduced(Result<Hello, StorageError> hello, Instant now);
  void admitted(Result<Admission, Refusal> admission, Instant now);
  void read_done(FeedId feed, Result<Batch, StorageError> batch, Instant now);
  void append_done(FeedId feed, Result<Durable, AppendFailure> appended, Instant now);
  /// A local feed now durably reaches `end`: there may be something to send.
  void feed_grew(FeedId feed, FeedIndex end, Instant now);
  /// Says a word. Dropped unless streaming: it promises nothing, so nothing is lost.
  void say(Word word, Instant now);

  [[nodiscard]] std::vector<Work> take_work();

  [[nodiscard]] ReplicatorState state() const { return state_; }
  [[nodiscard]] bool is_streaming() const { return state_ == ReplicatorState::Streaming; }
  [[nodiscard]] bool has_ended() const { return state_ == ReplicatorState::Ended; }
  /// Events of local feeds (of shard feeds: positions) that the peer has not acknowledged.
  [[nodiscard]] std::uint64_t backlog() const { return sending_.backlog(); }
  /// What the peer's last Ping said of its own backlog for us.
  [[nodiscard]] std::uint64_t peer_backlog() const { return peer_backlog_; }
  /// Bytes of events it is answerable for: batches being appended, and reads under way.
  [[nodiscard]] std::size_t bytes_in_flight() const;
  [[nodiscard]] std::uint64_t unknown_messages() const { return unknown_messages_; }

 private:
  // What each message means: the handshake's in replicator_handshake.cpp.
  void hear(Challenge challenge);
  void hear(Hello hello);
  void hear(Welcome welcome);
  void hear(Refusal refusal);
  void hear(Batch batch);
  void hear(const Ack& ack);
  void hear(Credit credit);
  void hear(Ping ping);
  void hear(Pong pong);
  void hear(const RightsRequest& request);
  void hear(const RightsAnswer& answer);
  void hear(const RightsRecall& recall);
  void hear(const WrongNumbers& wrong);
  void hear(const Caution& caution);
  void hear(const UnknownMessage& unknown);

  [[nodiscard]] bool is_answer_to_hello(const Welcome& welcome);
  [[nodiscard]] bool asks_for_nothing_strange(const Welcome& welcome) const;
  void start_streaming(Millis heartbeat);
  void read_ahead();
  void acknowledge(const Durable& durable);

  /// Notes the time; false if nothing is to happen any more.
  [[nodiscard]] bool goes_on(Instant now);
  /// Says the message comes out of turn, and ends, unless it comes while streaming.
  [[nodiscard]] bool is_timely(const char* name);
  /// The same, and that it comes from the end whose word it is.
  [[nodiscard]] bool is_timely_from(Role speaker, const char* name);
  void send(Message message);
  void ask(Work work) { work_.push_back(std::move(work)); }
  void refuse(Refusal why);
  void refuse(RefusalCode code, std::string sentence) { refuse({code, std::move(sentence), {}}); }
  void end(Refusal why);

  Role role_;
  ReplicatorLimits limits_;
  ReplicatorState state_;
  Instant now_;
  Liveness liveness_;
  Sending sending_;
  Receiving receiving_;
  std::vector<Work> work_;
  std::optional<Challenge> challenge_;  ///< The one being answered.
  std::optional<Hello> hello_;  ///< Opener: what it said of itself. Acceptor: what it heard.
  std::uint32_t version_ = 0;   ///< Spoken on this connection; 0 until agreed.
  std::uint32_t rights_requests_open_ = 0;  ///< Acceptor: heard, and not answered.
  std::uint64_t pings_sent_ = 0;
  std::uint64_t peer_backlog_ = 0;
  std::uint64_t unknown_messages_ = 0;
};

}  // namespace perk::sync
