// Where connected stores ask head office for spending rights, and where they are asked to give some back.
// A request is met from the reserve; when that is not enough, other connected holders are recalled and the
// request waits for what they release, as long as its customer has patience. Each is answered once.
//
// Lives at home, but for connected(), recall() and shard_grew(); the desk is asked on the workers. What it answers for a connection that is gone meanwhile is dropped: a grant is in the feed anyway.
#pragma once

#include <map>
#include <mutex>

#include "central/errand.h"
#include "central/rights/rights_desk.h"
#include "central/rights/steward.h"
#include "ledger/clock.h"
#include "sync/limits.h"
#include "sync/messages.h"

namespace perk::central {

/// A connection of a store that was let in.
class RightsPeer {
 public:
  virtual ~RightsPeer() = default;
  virtual void say(const sync::Word& word) = 0;
};

/// However patient a store says that its customer is.
inline constexpr Millis kPatienceMax{2'000};

class RightsCounter final : public StoreLines {
 public:
  /// The desk and the clock outlive it, and it outlives what it sends out.
  RightsCounter(WorkPlaces places, RightsDesk& desk, const Clock& clock, std::uint16_t shard_count)
      : places_(std::move(places)), desk_(desk), clock_(clock), shard_count_(shard_count) {}

  /// The newest connection of an incarnation takes its place.
  void came(const ConnectedStore& store, RightsPeer& peer);
  /// Does nothing if another connection has taken its place.
  void left(Origin incarnation, const RightsPeer& peer);
  void hear(Origin incarnation, const sync::RightsRequest& request);
  /// Gives up what waited too long.
  void tick();

  // Any thread.
  void shard_grew(Shard shard);
  [[nodiscard]] std::vector<ConnectedStore> connected() const override;
  void recall(Origin holder, const CardId& card, Amount wanted) override;

 private:
  using Serial = std::uint64_t;  // Of a connection: the next one's answers are not this one's.
  struct Peer {
    ConnectedStore store;
    RightsPeer* line = nullptr;
    Serial serial = 0;
  };
  struct Ask {
    Origin by;
    Serial serial = 0;
    sync::RightsRequest request;
    Instant until;
    Amount granted{};
    bool is_at_desk = false;    ///< A worker is about it now.
    bool was_recalled = false;  ///< Holders were asked to give some back.
    bool has_news = false;      ///< The shard grew while a worker was about it.
  };
  using Asks = std::map<std::pair<Serial, std::uint64_t>, Ask>;

  void take_to_desk(Ask& ask);
  void on_desk(Serial serial, std::uint64_t number, const Stored<RightsGiven>& given);
  [[nodiscard]] bool call_back(const Ask& ask, const std::vector<RightsWish>& holders);
  void look_at(Shard shard);
  void answer(const Ask& ask, sync::RightsOutcome outcome);
  void finish(Asks::iterator at, sync::RightsOutcome when_nothing);
  [[nodiscard]] Peer* find(Origin incarnation);

  const WorkPlaces places_;
  RightsDesk& desk_;
  const Clock& clock_;
  const std::uint16_t shard_count_;
  Asks asks_;
  Serial last_serial_ = 0;

  mutable std::mutex mutex_;
  std::map<Origin, Peer> peers_;  // Guarded, and changed at home only.
};

}  // namespace perk::central
