// What waits for the till, each with whom to answer: terminals' requests, head office's batches, questions.
// Not locked: its owner sees to that.
#pragma once

#include <deque>
#include <utility>

#include "store_node/till_inbox.h"

namespace perk::store_node {

using OnSale = std::function<void(SaleAnswer)>;
using OnHandBack = std::function<void(HandBackAnswer)>;
using Question = TillInbox::Question;

struct WaitingWork {
  std::deque<Question> hellos;  ///< What a till knows of the log: judged before any sale.
  std::deque<std::pair<SaleRequest, OnSale>> sales;
  std::deque<std::pair<sync::Batch, TillInbox::OnAppended>> batches;
  std::deque<std::pair<HandBack, OnHandBack>> hand_backs;
  std::deque<Question> questions;

  [[nodiscard]] bool is_empty() const {
    return hellos.empty() && sales.empty() && batches.empty() && hand_backs.empty() &&
           questions.empty();
  }
  /// Takes what makes one group: at most kGroupRequestsMax sales, and of hand-backs one, for each costs a
  /// signature check for each receipt; all of the rest.
  [[nodiscard]] WaitingWork take_group();
};

}  // namespace perk::store_node
