// What a pump needs of its surroundings. The shop gives it SQLite and a socket, head office PostgreSQL
// and a socket, the simulator memory. Every call returns at once; the answer comes through the
// callback, on the pump's own thread of execution, exactly once, possibly before the call returns.
#pragma once

#include <functional>
#include <vector>

#include "ledger/result.h"
#include "ledger/storage_error.h"
#include "sync/messages.h"

namespace perk::sync {

/// Where batches to send come from.
class FeedSource {
 public:
  virtual ~FeedSource() = default;
  using OnRead = std::function<void(Result<Batch, StorageError>)>;
  /// Reads what comes after `after` in a feed, at most about `bytes_max` bytes of events but at least
  /// one event if there is one. An empty batch (through == after) means there is nothing more yet.
  /// Only what is durable may be read: what a batch holds must survive any crash of this end.
  virtual void read(const Cursor& after, std::size_t bytes_max, OnRead done) = 0;
};

/// Why an append was not made.
struct AppendFailure {
  RefusalCode code = RefusalCode::StorageFailed;
  std::string sentence;
};

/// Where received batches go.
class FeedSink {
 public:
  virtual ~FeedSink() = default;
  using OnAppended = std::function<void(Result<Durable, AppendFailure>)>;
  /// Makes a batch durable. `done` gets a Durable only once it is; a failure ends the connection (the
  /// batch will come again). Appending again what is held already is a success: it changes nothing.
  virtual void append(Batch batch, OnAppended done) = 0;
};

/// The store's side of the handshake.
class Introducer {
 public:
  virtual ~Introducer() = default;
  using OnHello = std::function<void(Result<Hello, StorageError>)>;
  /// Signs this store's present durable state for a challenge. The pump sends it as it was signed;
  /// `credits` may stay 0 (messages.h).
  virtual void introduce(const Challenge& challenge, OnHello done) = 0;
};

/// What head office knows of a store once it has been let in.
struct Admission {
  Welcome welcome;  ///< `version` and `credits` are filled in by the pump, `heartbeat` if it is 0.
  std::vector<Cursor> feed_starts;  ///< The shard feeds to send, from the store's cursors.
};

/// Head office's side of the handshake.
class Doorkeeper {
 public:
  virtual ~Doorkeeper() = default;
  using OnAdmitted = std::function<void(Result<Admission, Refusal>)>;
  /// Checks who it is, that it answered this very challenge, and that its history and head office's
  /// agree; makes the present progress durable before it is told to anybody (PROTOCOL.md "Barrier").
  virtual void admit(const Challenge& challenge, const Hello& hello, OnAdmitted done) = 0;
};

/// The connection, as a pump sees it. Messages are sent in the order given.
class Link {
 public:
  virtual ~Link() = default;
  /// Queues a message. Never blocks; a broken link reports through its owner, not here.
  virtual void send(const Message& message) = 0;
  /// Sends what is queued, then closes. The pump says no more.
  virtual void close() = 0;
};

/// What a pump tells its owner.
class PumpObserver {
 public:
  virtual ~PumpObserver() = default;
  virtual void on_streaming() = 0;                      ///< The handshake is done.
  virtual void on_peer_holds(const Durable& held) = 0;  ///< The peer acknowledged a feed so far.
  virtual void on_heard() = 0;                          ///< Anything valid came from the peer.
  /// The peer speaks of spending rights, or of wrong card numbers. An end that deals in neither lets it pass;
  /// each RightsRequest that is heard must be answered once (Pump::say).
  virtual void on_word(const Word& /*word*/) {}
  virtual void on_ended(const Refusal& why) = 0;  ///< Said once; why.code tells who is to blame.
};

}  // namespace perk::sync
