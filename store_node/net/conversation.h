// One connection to head office, whoever carries its messages: runs the pump, and tells the till what the
// line teaches. On one thread, the uplink's or the simulator's; owns no socket and no timer: its owner calls
// tick() every few hundred milliseconds, and lost() once, when the connection is over.
#pragma once

#include <memory>
#include <vector>

#include "store_node/journal.h"
#include "store_node/till_inbox.h"
#include "sync/pump.h"

namespace perk::store_node {

/// What an uplink hears of its connection, on the conversation's thread.
class ConversationWatcher {
 public:
  virtual ~ConversationWatcher() = default;
  /// Head office let this store in. Returns which of the connections that came so far this is, from 1.
  [[nodiscard]] virtual std::uint64_t on_connected() = 0;
  /// Head office took something, or nothing had to be sent for long enough.
  virtual void on_proven_good() = 0;
  virtual void on_parted(const sync::Refusal& why) = 0;
  virtual void on_ended(const sync::Refusal& why) = 0;
};

struct ConversationSettings {
  sync::ReplicatorLimits replicator;
  Millis calm_proves_good{10'000};  ///< So long connected with nothing to send.
};

/// All of it outlives the conversation.
struct ConversationPorts {
  TillInbox& till;
  sync::FeedSource& source;
  sync::FeedSink& sink;
  sync::Introducer& introducer;
  sync::Link& link;
  const Clock& clock;
  ConversationWatcher& watcher;
};

class Conversation final : private sync::PumpObserver {
 public:
  Conversation(ConversationPorts ports, LogIdentity log, ConversationSettings settings);

  void receive(sync::Message message);
  void tick();
  /// The log durably reaches `end`.
  void log_grew(Seq end);
  /// Says it on the connection of this number, or not at all.
  void say(std::uint64_t line, const std::vector<sync::Word>& words);
  /// The connection is over.
  void lost(const std::string& sentence);
  [[nodiscard]] sync::Pump& pump() { return *pump_; }

 private:
  void note_refusal(const sync::Message& message);
  void note_parting(const sync::Message& message);
  void note_welcome(const sync::Message& message);
  void note_heard();
  void note_nothing_to_send();

  void on_streaming() override;
  void on_peer_holds(const sync::Durable& held) override;
  void on_heard() override { was_heard_ = true; }
  void on_word(const sync::Word& word) override;
  void on_ended(const sync::Refusal& why) override;

  const ConversationPorts ports_;
  const LogIdentity log_;
  const ConversationSettings settings_;
  std::uint64_t line_ = 0;  // 0: not let in yet.
  Instant calm_since_;      // Connected, and nothing waits to be sent.
  bool was_heard_ = false;
  std::unique_ptr<sync::Pump> pump_;
};

}  // namespace perk::store_node
