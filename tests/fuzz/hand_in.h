// Files of logs that were handed in, made of events' bytes. For the target hand_in and its seeds.
#pragma once

#include <string>
#include <vector>

#include "sync/crypto/hash_chain.h"
#include "sync/wire/hand_in_file.h"

namespace perk::fuzz {

inline std::vector<std::uint8_t> file_of(const sync::HandInHead& head,
                                         const std::vector<sync::Batch>& batches) {
  const std::string line = sync::first_line(head);
  std::vector<std::uint8_t> file(line.begin(), line.end());
  for (const sync::Batch& batch : batches) {
    const auto frame = sync::framed(batch);
    file.insert(file.end(), frame.begin(), frame.end());
  }
  return file;
}

/// Of store 3, from its log's beginning. The seals are not its key's, which only head office looks at.
class HandInMaker {
 public:
  HandInMaker() { begin(); }
  HandInMaker& add(std::vector<std::uint8_t> bytes) {
    if (bytes.empty()) return *this;
    now_.through = now_.through.next();
    now_.through_hash = sync::log_link(now_.through_hash, Seq(now_.through.value()), bytes);
    now_.items.push_back({now_.through, {kLog, Seq(now_.through.value())}, std::move(bytes)});
    return *this;
  }
  HandInMaker& end_batch() {
    if (now_.items.empty()) return *this;
    now_.seal.bytes.fill(7);
    done_.push_back(now_);
    begin();
    return *this;
  }

  [[nodiscard]] sync::HandInHead head() const {
    return {StoreId(3), kLog, Seq(), Seq(now_.through.value()), now_.through_hash};
  }
  [[nodiscard]] const std::vector<sync::Batch>& batches() { return end_batch().done_; }
  /// An empty log has no file: its head is refused.
  [[nodiscard]] std::vector<std::uint8_t> file() { return file_of(head(), batches()); }

  static inline const Origin kLog = *Origin::incarnation(0xfeedf00dcafe0003);

 private:
  void begin() {
    sync::Batch next;
    next.feed = sync::FeedId::log(kLog);
    next.after = now_.through;
    next.after_hash = done_.empty() ? sync::log_genesis(StoreId(3), kLog) : now_.through_hash;
    next.through = next.after;
    next.through_hash = next.after_hash;
    now_ = std::move(next);
  }

  std::vector<sync::Batch> done_;
  sync::Batch now_;
};

}  // namespace perk::fuzz
