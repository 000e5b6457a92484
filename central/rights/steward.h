// Head office's steward of risk: sees to it that every connected store has its stand-in allowances, gives
// back what was heard to be spent of them, puts overdrafts on the record and has them paid, takes back what
// was answered twice, and calls rights home that should come home. Runs on a thread of its own; whatever it fails to do it does at the next look.
//
// Every fact it writes is decided again under the shard's lock. Replenishing, which would be wrong to do
// twice, is written only while the book has missed none of head office's own events of that shard.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include "central/rights/double_desk.h"
#include "central/rights/rights_desk.h"
#include "central/rights/risk_book.h"
#include "ledger/stand_in_desk.h"
#include "sync/crypto/keys.h"

namespace perk::central {

/// What each incarnation may approve beyond its rights. An amount of zero: no such allowance is given.
struct AllowanceTerms {
  Amount amount, per_card_cap, per_purchase_cap;
};

struct StewardSettings {
  // In minor units. By default what was measured to suit a chain whose typical purchase is 4.00
  // (ops/compare/README.md): 50 of them at a store, 5 of a card, 4 of a purchase.
  AllowanceTerms till{Amount(20'000), Amount(2'000), Amount(1'600)};
  AllowanceTerms manager{Amount(5'000), Amount(2'500), Amount(2'500)};
  Millis valid_for{7LL * 24 * 3'600'000};  ///< By the store's hybrid clock.
  DebtRule debts = DebtRule::Recover;
  Millis look_every{500};      ///< When nothing grows.
  Millis recall_again{2'000};  ///< A recall obliges nobody: it is said again.
  Amount replenish_from{100};  ///< Less waits for more.
  /// Where the ids of allowances come from: each is given once. On the steward's thread.
  std::function<std::uint64_t()> random_bits = sync::random_bits;
};

/// A store that is connected now.
struct ConnectedStore {
  StoreId store;
  Origin incarnation;
  friend auto operator<=>(const ConnectedStore&, const ConnectedStore&) = default;
};

/// How the steward reaches stores; returns at once, from any thread.
class StoreLines {
 public:
  virtual ~StoreLines() = default;
  [[nodiscard]] virtual std::vector<ConnectedStore> connected() const = 0;
  /// Asks a holder to give rights back; lost if it is not connected.
  virtual void recall(Origin holder, const CardId& card, Amount wanted) = 0;
};

class Steward {
 public:
  using Say = std::function<void(const std::string&)>;
  /// All references outlive it.
  Steward(OfficePen& pen, RightsDesk& desk, DoubleDesk& doubles, RiskBook& book, StoreLines& lines,
          const Clock& clock, Currency currency, StewardSettings settings, Say say);
  ~Steward();
  Steward(const Steward&) = delete;
  Steward& operator=(const Steward&) = delete;

  void start();
  void stop();
  /// A shard grew. Any thread; returns at once.
  void wake(Shard grown);

  /// One look at everything, on the caller's thread: for tests, and what the thread does.
  [[nodiscard]] Stored<Done> look();

 private:
  void run();
  [[nodiscard]] Stored<Done> look_after(const std::set<Shard>& grown);
  [[nodiscard]] Stored<Done> do_chores();
  [[nodiscard]] Stored<Done> give_allowances();
  [[nodiscard]] Stored<Done> give(const ConnectedStore& to, StandInKind kind,
                                  const AllowanceTerms& terms);
  [[nodiscard]] Stored<Done> replenish();
  [[nodiscard]] Stored<Done> replenish(Origin incarnation, AllowanceId id);
  [[nodiscard]] Stored<Done> restore_caps(const CardId& card);
  [[nodiscard]] Stored<Done> settle(const CardId& card);
  void recall_home();
  /// Whether head office's log in a page's shard holds nothing that the book has not folded.
  [[nodiscard]] bool has_missed_nothing(const OfficeDesk& desk) const;

  OfficePen& pen_;
  RightsDesk& desk_;
  DoubleDesk& doubles_;
  RiskBook& book_;
  StoreLines& lines_;
  const Clock& clock_;
  const Currency currency_;
  const StewardSettings settings_;
  const Say say_;
  std::set<CardId> to_look_at_;  // Changed, and not dealt with yet.
  std::map<CardId, Instant> recalled_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::set<Shard> grown_;  // Since the last look.
  bool is_stopping_ = false;
  std::thread thread_;
};

}  // namespace perk::central
