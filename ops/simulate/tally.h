// What happened at the tills, added up for the report: per store sold online and offline, refusals with
// reasons, waits, and approvals over time. Single-threaded; told as JSON by to_json.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/money.h"
#include "ledger/time.h"
#include "store_node/terminal/messages.h"

namespace perk::ops {

struct Sold {
  std::uint64_t count = 0;
  Amount value;
  friend bool operator==(const Sold&, const Sold&) = default;
};

struct StoreTally {
  std::string address, name;
  Sold online, offline;  ///< Purchases approved while the store was, and was not, connected.
  Sold loaded, reversed;
  std::uint64_t partial = 0;  ///< Of the purchases: approved in part.
  std::map<std::string, Sold>
      by_basis;             ///< The purchases: "rights", "stand_in", "cached", "central".
  Sold stolen;              ///< Purchases with a cloned card.
  bool is_cut_off = false;  ///< As the last answer said.
  std::uint64_t inquiries = 0;
  std::uint64_t repeated = 0;  ///< Requests sent again because no final answer came.
  std::uint64_t lost_on_purpose = 0;
  std::uint64_t unanswered = 0;                   ///< Given up without a final answer.
  std::map<std::string, std::uint64_t> declined;  ///< By reason.
  std::vector<std::int64_t> waits_us;  ///< Of each answer: how long the customer stood there.
  std::vector<std::uint64_t> approved_per_slot;  ///< Purchases, by time since selling began.
};

/// The length of a slot of approved_per_slot.
inline constexpr Millis kSlot{250};

class Tally {
 public:
  explicit Tally(std::vector<std::string> addresses);
  [[nodiscard]] StoreTally& at(std::size_t store) { return stores_[store]; }
  [[nodiscard]] const std::vector<StoreTally>& stores() const { return stores_; }
  void began(WallTime at) { began_ = at; }
  void ended(WallTime at) { ended_ = at; }
  /// Requires a final answer.
  void answered(std::size_t store, store_node::RequestKind kind,
                const store_node::SaleAnswer& answer, WallTime at, std::int64_t wait_us);
  /// The purchase that was just answered was made with a copy of somebody's card.
  void was_theft(std::size_t store, Amount approved);
  [[nodiscard]] std::uint64_t approved() const;
  [[nodiscard]] std::uint64_t declined() const;
  /// Over all stores.
  [[nodiscard]] std::map<std::string, std::uint64_t> declined_by_reason() const;
  /// {"began_ms":..,"ended_ms":..,"slot_ms":..,"currency":..,"stores":[{"name","address","online":{"count","value"},
  /// "offline","loaded","reversed","by_basis":{},"stolen","partial","inquiries","repeated","lost_on_purpose","unanswered","declined":{},
  /// "wait_us":{"p50","p99","max"},"approved_per_slot":[..]}]}
  [[nodiscard]] std::string to_json(const std::string& currency) const;

 private:
  void count_purchase(StoreTally& store, const store_node::SaleAnswer& answer, WallTime at) const;
  WallTime began_, ended_;
  std::vector<StoreTally> stores_;
};

}  // namespace perk::ops
