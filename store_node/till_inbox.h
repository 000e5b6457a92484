// Where whoever talks with head office leaves what it has for the till. A call returns at once; what was
// left is dealt with on the till's own thread (the writer's, or the simulator's loop), in order.
#pragma once

#include <functional>

#include "store_node/till.h"
#include "sync/ports.h"

namespace perk::store_node {

class TillInbox {
 public:
  using OnAppended = std::function<void(Result<sync::Durable, sync::AppendFailure>)>;
  using Question = std::function<void(Till&)>;

  virtual ~TillInbox() = default;
  /// `done` is called on the till's thread, unless the till stops first. Bounded by the credits that head
  /// office was given, so never refused.
  virtual void append(sync::Batch batch, OnAppended done) = 0;
  /// What was learnt of the line; never refused.
  virtual void tell(Question news) = 0;
};

}  // namespace perk::store_node
