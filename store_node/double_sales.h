// Purchases of this log whose request another incarnation of this store approved too, as far as is known
// here: by what head office sent of its former logs, and by what was brought of them wrapped. A terminal's
// number is unique in the chain, so that another log's event that names its request is of this store.
//
// Memory: about 110 bytes for each own purchase, and for each purchase that was brought wrapped. Derived
// from the journal; single-threaded.
#pragma once

#include <map>
#include <vector>

#include "ledger/double_answers.h"

namespace perk::store_node {

class DoubleSales {
 public:
  explicit DoubleSales(Origin own) : own_(own) {}

  /// Every event of the own log and of others. Of what is heard unwrapped the own answer is known before: a
  /// request that was heard of is not decided again.
  void note(const RecordedEvent& recorded);

  /// Own purchases that are not the first answer, by what is known of which logs are closed.
  [[nodiscard]] std::vector<DoubleAnswer> of_own(const Incarnations& known) const;

 private:
  Origin own_;
  std::map<RequestId, Answer> own_answers_;
  std::multimap<RequestId, Answer> brought_;
  std::vector<Answer> of_several_;  // Answers to requests that have more than one.
};

}  // namespace perk::store_node
