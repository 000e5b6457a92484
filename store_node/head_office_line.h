// What a store knows of its line to head office, and what head office has said that it holds.
// Single-threaded values; time is an argument.
#pragma once

#include <deque>

#include "ledger/ids.h"
#include "ledger/money.h"
#include "ledger/time.h"

namespace perk::store_node {

/// Connected, or cut off for how long.
class HeadOfficeLine {
 public:
  explicit HeadOfficeLine(Instant now) : last_heard_(now) {}

  void connected(Instant now);
  void heard(Instant now) { last_heard_ = now; }
  void lost() { is_connected_ = false; }
  [[nodiscard]] bool is_connected() const { return is_connected_; }
  /// 0 while connected, else at least 1 ms: since head office was last heard, or since this process
  /// began if it never was.
  [[nodiscard]] Millis cut_off_for(Instant now) const;

 private:
  bool is_connected_ = false;
  Instant last_heard_;
};

/// The own purchases that head office does not hold yet: the value at risk if this disk is lost.
class Unsynced {
 public:
  void sold(Seq seq, Amount value);
  void head_office_holds(Seq seq);
  [[nodiscard]] Seq synced_through() const { return synced_through_; }
  [[nodiscard]] Amount value() const { return value_; }

 private:
  struct Sale {
    Seq seq;
    Amount value;
  };
  Seq synced_through_;
  std::deque<Sale> sales_;
  Amount value_;
};

}  // namespace perk::store_node
