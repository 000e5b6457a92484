// One end of the replication protocol as a state machine without input or output: messages, results
// and ticks go in; a bag of work comes out (send, read, append, greet, end). The same class at both
// ends: an Outgoing half and an Incoming half for each feed, joined here. PROTOCOL.md is the law.
//
// Single-threaded; owns no thread, no clock, no socket. It never stores events: memory is bounded by
// the credits given (received batches not yet durable) and the reads in flight.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "ledger/result.h"
#include "sync/incoming.h"
#include "sync/messages.h"
#include "sync/outgoing.h"
#include "sync/ports.h"

namespace perk::sync {

/// Who opened the connection. The opener (a store) is challenged; the acceptor (head office) admits.
enum class Role { Opener, Acceptor };

struct ReplicatorLimits {
  std::uint32_t credits = 8;               ///< Batches the peer may have under way to us.
  std::size_t batch_bytes_max = 1'000'000; ///< Of events, before framing and compression.
  Millis heartbeat{2'000};                 ///< A ping when nothing was sent for so long.
  Millis silence_max{10'000};              ///< Nothing heard for so long: the link is dead.
  Millis progress_max{15'000};             ///< Connected, a backlog, and no Ack for so long: shake hands again.
  Millis handshake_max{10'000};            ///< From connect to streaming.
};

// The work a replicator asks for. Each Read, Append, Introduce and Admit is answered exactly once.
struct SendWork { Message message; };
struct ReadWork { Cursor after; std::size_t bytes_max; };
struct AppendWork { Batch batch; };
struct IntroduceWork { Challenge challenge; };
struct AdmitWork { Challenge challenge; Hello hello; };
struct StreamingWork {};                 ///< The handshake is done.
struct PeerHoldsWork { Durable held; };
struct EndWork { Refusal why; };         ///< Close the link after what was sent; nothing follows.
using Work = std::variant<SendWork, ReadWork, AppendWork, IntroduceWork, AdmitWork, StreamingWork,
                          PeerHoldsWork, EndWork>;

class Replicator {
 public:
  Replicator(Role role, ReplicatorLimits limits, Instant now);

  /// Acceptor only, once, first: challenges the peer. The nonce is drawn by the caller.
  void challenge(const Nonce& nonce, Instant now);
  void receive(const Message& message, Instant now);
  void tick(Instant now);

  void introduced(Result<Hello, StorageError> hello, Instant now);
  void admitted(Result<Admission, Refusal> admission, Instant now);
  void read_done(FeedId feed, Result<Batch, StorageError> batch, Instant now);
  void append_done(FeedId feed, Result<Durable, AppendFailure> appended, Instant now);
  /// A local feed now durably reaches `end`: there may be something to send.
  void feed_grew(FeedId feed, FeedIndex end, Instant now);

  [[nodiscard]] std::vector<Work> take_work();
  [[nodiscard]] bool is_streaming() const;
  [[nodiscard]] bool has_ended() const;
  /// Events of local feeds that the peer has not acknowledged.
  [[nodiscard]] std::uint64_t backlog() const;
};

}  // namespace perk::sync
