// Which card numbers the chain takes, and new numbers for cards to be printed. Blocking; safe from any
// thread. A number that was made is told once and kept nowhere.
#pragma once

#include "central/desk/admin_answer.h"

namespace perk::central {

class NumberDesk {
 public:
  explicit NumberDesk(const DeskSurroundings& around) : around_(around) {}

  [[nodiscard]] DeskAnswer<NumberRangesReply> ranges();
  /// With the newest key. Durable on return; the same range again is the same. Shops learn of it when
  /// they fetch their enrolment again. Faults: malformed, number_range_overlaps.
  [[nodiscard]] DeskAnswer<AddRangeReply> add(const AddRangeRequest& request);
  /// New numbers of a self-proving range, in the order of their serials, which are durably taken before
  /// anybody sees a number. Faults: malformed (count), number_range_unknown, number_range_ambiguous (no
  /// prefix was given and there are several), number_range_used_up.
  [[nodiscard]] DeskAnswer<MakeNumbersReply> make(const MakeNumbersRequest& request);

 private:
  [[nodiscard]] DeskAnswer<NumberRange> self_proving_range(const std::string& prefix);
  [[nodiscard]] DeskAnswer<StoredNumberKey> newest_key();
  [[nodiscard]] DeskAnswer<StoredNumberKey> key_of(const NumberRange& range);

  const DeskSurroundings& around_;
};

}  // namespace perk::central
