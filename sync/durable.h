// The proof that something was made durable. An Ack cannot be written without one, and one is made
// only where a commit has been reported: that order is in the types, not in a comment.
#pragma once

#include "sync/feed.h"

namespace perk::sync {

class Durable {
 public:
  /// To be called by storage adapters after their commit was reported durable; by the codec for what a
  /// peer promises, and by the replicator to hand that promise on. tests/architecture/call_rules.cpp lists who may.
  [[nodiscard]] static Durable reported(FeedId feed, FeedIndex through, const Digest& hash) {
    return Durable(feed, through, hash);
  }
  [[nodiscard]] FeedId feed() const { return feed_; }
  [[nodiscard]] FeedIndex through() const { return through_; }
  [[nodiscard]] const Digest& hash() const { return hash_; }

 private:
  Durable(FeedId feed, FeedIndex through, const Digest& hash)
      : feed_(feed), through_(through), hash_(hash) {}
  FeedId feed_;
  FeedIndex through_;
  Digest hash_;
};

}  // namespace perk::sync
