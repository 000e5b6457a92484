// What every answer about risk rests on: the book brought up to all that is durable, and who the stores
// are. Blocking; safe from any thread.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "central/desk/admin_answer.h"

namespace perk::central {

/// Head office reads its whole log after a start: who only wants to know is told that it is unknown yet.
enum class Patience { AMoment, AsLongAsItTakes };

class RiskView {
 public:
  /// Brings the book up first: all that was durable when this was called is in what it says, unless
  /// why_unknown() says otherwise.
  [[nodiscard]] static DeskAnswer<RiskView> look(const DeskSurroundings& around, Patience patience);

  [[nodiscard]] const std::vector<StoreRecord>& stores() const { return stores_; }
  /// Null: no store has this name.
  [[nodiscard]] const StoreRecord* find(const std::string& name) const;
  /// Of head office for 0; else its name, or "store 7" for one that is not enrolled.
  [[nodiscard]] std::string name_of(StoreId store) const;
  /// All that ever registered, also those that wrote nothing yet.
  [[nodiscard]] const std::vector<Origin>& incarnations_of(StoreId store) const;
  /// 0: head office, or nobody's.
  [[nodiscard]] StoreId store_of(Origin origin) const;
  [[nodiscard]] bool is_connected(StoreId store) const;
  [[nodiscard]] std::optional<WallTime> last_heard(const StoreRecord& store) const;

  /// Whether nothing bounds what this store may be approving. Of any store, without an argument.
  [[nodiscard]] bool may_be_unbounded(const ChainRisk& risk, StoreId store) const;
  [[nodiscard]] bool may_be_unbounded(const ChainRisk& risk) const;
  /// An exposure as it may be shown.
  [[nodiscard]] ShownExposure shown(const ExposureParts& parts, bool is_unbounded) const;
  /// One clause; empty if it is known.
  [[nodiscard]] const std::string& why_unknown() const { return why_unknown_; }

 private:
  std::vector<StoreRecord> stores_;
  std::map<StoreId, std::vector<Origin>> incarnations_;
  std::map<Origin, StoreId> store_of_;
  std::map<StoreId, StoreLine> lines_;
  std::string why_unknown_;
};

}  // namespace perk::central
