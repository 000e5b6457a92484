// Which card numbers the chain takes, by which keys, and new numbers for cards to be printed. Blocking; safe from
// any thread. A number that was made is told once and kept nowhere.
#pragma once

#include "central/desk/admin_answer.h"
#include "central/rights/number_book.h"

namespace perk::central {

class NumberDesk {
 public:
  explicit NumberDesk(const DeskSurroundings& around)
      : around_(around), book_(around.events, around.risk, around.chain.shard_count) {}

  [[nodiscard]] DeskAnswer<NumberRangesReply> ranges();
  /// With the newest key. Durable on return; the same range again is the same. Shops that speak TLS hear of it
  /// within the hour. Faults: malformed, number_range_overlaps.
  [[nodiscard]] DeskAnswer<AddRangeReply> add(const AddRangeRequest& request);
  /// Makes the next key of a self-proving range: durable before anybody hears of it, and numbers are made with it
  /// from the return of this call on. The same request again makes no other. Faults: number_range_unknown,
  /// rejected (reason_missing; request_id_reused: it was another request's), malformed, what fault_in_epoch() says.
  [[nodiscard]] DeskAnswer<RotateKeyReply> rotate(const RotateKeyRequest& request);
  /// New numbers of a self-proving range, in the order of their serials, which are durably taken before
  /// anybody sees a number. Faults: malformed (count), number_range_unknown, number_range_ambiguous (no
  /// prefix was given and there are several), number_range_used_up.
  [[nodiscard]] DeskAnswer<MakeNumbersReply> make(const MakeNumbersRequest& request);

 private:
  [[nodiscard]] DeskAnswer<CardNumbers> look() const;
  /// What came of the request before; none: nothing yet.
  [[nodiscard]] DeskAnswer<std::optional<RotateKeyReply>> made_before(
      const RotateKeyRequest& request) const;
  [[nodiscard]] Stored<StoredNumberKey> draw_key();
  [[nodiscard]] Stored<Done> say_made(const RotateKeyRequest& request, const StoredNumberKey& key);

  const DeskSurroundings& around_;
  const NumberBook book_;
};

}  // namespace perk::central
