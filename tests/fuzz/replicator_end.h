// One end of the protocol with the simplest ports there are, and the oracles that watch it: an Ack is said
// only of what is durable, memory and credits stay within what was agreed on, nothing follows the end.
// Work is queued; steps (replicator.cpp) say when each piece is answered, and how well. Single-threaded.
#pragma once

#include <deque>
#include <map>

#include "sync/replicator.h"
#include "tests/fuzz/law.h"

namespace perk::fuzz {

/// When the sink says that a batch is durable. The second is a planted bug, for the oracle to catch.
enum class SinkHonesty { SaysWhatIsDurable, SaysWhatIsNot };

/// Of the store that is at one end, whichever end is looked at.
inline const Origin kStoreOrigin = *Origin::from_value(0x9c00'0000'0000'0001ULL);
inline const sync::FeedId kLog = sync::FeedId::log(kStoreOrigin);

/// What this end's own feeds have as hash at an index.
[[nodiscard]] Digest own_hash(sync::FeedId feed, sync::FeedIndex index);

class ReplicatorEnd {
 public:
  ReplicatorEnd(sync::Role role, SinkHonesty honesty);

  [[nodiscard]] sync::Role role() const { return role_; }
  void receive(sync::Message message);
  void pass(Millis time);
  void heard_bytes(std::size_t bytes);
  void grow(sync::FeedId feed, std::uint64_t events);
  void say(const sync::Word& word);

  // Answers to the oldest work of a kind; nothing if there is none.
  enum class Answer { Well, Badly, Strangely };
  void answer_read(Answer how, std::size_t events);
  void answer_append(Answer how);
  void answer_greeting(Answer how);
  /// Answers what nobody asked for.
  void answer_unasked();

  /// What is on its way to the peer, oldest first.
  [[nodiscard]] const std::deque<sync::Batch>& under_way() const { return under_way_; }

 private:
  void take_work();
  void watch(const sync::SendWork& work);
  void watch(const sync::ReadWork& work);
  void watch(const sync::AppendWork& work);
  void watch(const sync::IntroduceWork& work);
  void watch(const sync::AdmitWork& work);
  void watch(const sync::StreamingWork&) {}
  void watch(const sync::PeerHoldsWork& work);
  void watch(const sync::WordWork& work);
  void watch(const sync::EndWork&) { has_ended_ = true; }
  void sent(const sync::Ack& ack);
  void sent(const sync::Batch& batch);
  void sent(const sync::Hello& hello);
  void sent(const sync::Welcome& welcome);
  void sent(const sync::Credit& credit) { credits_given_ += credit.batches; }
  void sent(const sync::RightsAnswer&);
  template <typename Other>
  void sent(const Other&) {}
  void check_bounds() const;
  [[nodiscard]] sync::Batch read(const sync::ReadWork& work, std::size_t events);
  [[nodiscard]] sync::Hello introduction() const;

  sync::Role role_;
  SinkHonesty honesty_;
  sync::ReplicatorLimits limits_;
  Instant now_{1'000};
  sync::Replicator replicator_;
  bool has_ended_ = false;

  std::deque<sync::ReadWork> reads_;
  std::deque<sync::Batch> appends_;
  std::deque<sync::AdmitWork> admissions_;
  std::size_t introductions_ = 0;
  std::deque<sync::Batch> under_way_;
  std::map<sync::FeedId, std::uint64_t> ends_;  ///< Of this end's own feeds.
  std::map<std::pair<sync::FeedId, sync::FeedIndex>, Digest> durable_;
  std::uint64_t credits_heard_ = 0;  ///< Given by the peer.
  std::uint64_t credits_given_ = 0;
  std::uint64_t batches_sent_ = 0, batches_taken_ = 0;
  std::uint64_t requests_open_ = 0;
  bool has_greeted_ = false;
};

}  // namespace perk::fuzz
