// Finds requests that several incarnations of one store approved, and takes the second purchase back, once,
// as soon as the right to do so is head office's (ledger/double_answers.h). Looked at are the logs of stores
// of which a log is closed: no other store has such requests.
//
// Memory: about 100 bytes for each purchase of those stores. Built from their logs after each start, at most
// kEventsAtOnce events a look; nothing is stored but what is taken back. Blocking; single-threaded.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "central/rights/office_pen.h"
#include "central/rights/risk_book.h"
#include "ledger/double_answers.h"

namespace perk::central {

class DoubleDesk {
 public:
  static constexpr std::size_t kEventsAtOnce = 10'000;

  /// All references outlive it.
  DoubleDesk(EventStore& events, OfficePen& pen, RiskBook& book)
      : events_(events), pen_(pen), book_(book) {}

  /// One look at what is held. What is not yet head office's to take back is looked at again the next time.
  [[nodiscard]] Stored<Done> look();

 private:
  struct Log {
    Origin origin;
    StoreId store;
  };
  struct ByRequest {
    bool operator()(const Answer& left, const Answer& right) const {
      return std::tie(left.store, left.request) < std::tie(right.store, right.request);
    }
  };
  [[nodiscard]] Stored<Done> find_stores();
  /// Of the stores that were found: those that grew since they were read.
  [[nodiscard]] std::vector<Log> logs_to_read() const;
  [[nodiscard]] Stored<Done> read(const Log& log, std::size_t& left);
  void note(const Answer& answer);
  [[nodiscard]] std::vector<DoubleAnswer> to_take_back() const;
  [[nodiscard]] Stored<Done> take_back(const DoubleAnswer& twice);

  EventStore& events_;
  OfficePen& pen_;
  RiskBook& book_;
  std::map<Origin, StoreId> closed_;  // Logs that are known to be closed, and their stores.
  std::map<Origin, Seq> read_;
  std::set<Answer, ByRequest> answers_;  // The first that was read of each request.
  std::vector<Answer> of_several_;       // All answers to requests that have more than one.
};

}  // namespace perk::central
