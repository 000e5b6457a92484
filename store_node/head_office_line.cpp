#include "store_node/head_office_line.h"

#include <algorithm>

namespace perk::store_node {

void HeadOfficeLine::connected(Instant now) {
  is_connected_ = true;
  last_heard_ = now;
}

Millis HeadOfficeLine::cut_off_for(Instant now) const {
  if (is_connected_) return Millis(0);
  return std::max(now - last_heard_, Millis(1));
}

void Unsynced::sold(Seq seq, Amount value) {
  if (seq <= synced_through_) return;
  sales_.push_back({seq, value});
  value_ += value;
}

void Unsynced::head_office_holds(Seq seq) {
  synced_through_ = std::max(synced_through_, seq);
  while (!sales_.empty() && sales_.front().seq <= synced_through_) {
    value_ -= sales_.front().value;
    sales_.pop_front();
  }
}

}  // namespace perk::store_node
