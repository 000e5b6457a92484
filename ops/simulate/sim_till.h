// A simulated till and the person behind it: a real client of a real store node. Writes down every request
// before sending it, asks again with the same request id until the answer is final, keeps its receipts.
// Single-threaded, with all the tills of a Floor.
#pragma once

#include <chrono>

#include <boost/asio/awaitable.hpp>

#include "ops/simulate/errand.h"
#include "ops/simulate/receipt_book.h"
#include "ops/simulate/record.h"
#include "ops/simulate/store_line.h"
#include "ops/simulate/tally.h"
#include "ops/simulate/till_proofs.h"

namespace perk::ops {

/// What all tills of a run share.
struct Floor {
  using Clock = std::chrono::steady_clock;
  Deck deck;
  Currency currency;
  Customers& customers;
  RecordFile& record;
  Tally& tally;
  std::uint64_t lost_answers_per_mille = 0;
  Millis answer_max{5'000};   ///< Then the till hangs up and asks again.
  Clock::time_point closing;  ///< No new customers after it.
  Clock::time_point give_up;  ///< What is not answered by then stays open in the record.
  Millis pause_max{400};      ///< Before a till asks again.
};

class SimTill {
 public:
  using Clock = Floor::Clock;
  template <typename T>
  using Awaitable = boost::asio::awaitable<T>;
  struct Place {
    std::size_t store = 0;
    sync::Address address;
    TerminalId terminal;
    TillLine line{};
  };
  SimTill(Place place, Floor& floor, std::uint64_t seed);

  /// What an earlier run wrote down for this till.
  void remember(const Asked& asked);
  void remember(const Answered& answered);

  /// Issues a card and loads it.
  Awaitable<void> open_card(std::size_t card, Amount first_load);
  Awaitable<void> serve(const Errand& errand);
  /// Gives the node all receipts that are not covered. Returns how many it had or kept.
  Awaitable<std::size_t> hand_back_all();
  [[nodiscard]] std::size_t receipts_held() const { return receipts_.receipts().size(); }
  [[nodiscard]] TerminalId terminal() const { return place_.terminal; }
  [[nodiscard]] std::size_t store() const { return place_.store; }
  /// A line of the same till to the same store, besides the one that it sells on.
  [[nodiscard]] StoreLine another_line() const;
  Random& chance() { return chance_; }

 private:
  using Answer = std::optional<store_node::SaleAnswer>;
  struct Wish {
    store_node::RequestKind kind;
    std::size_t card;
    Amount amount;
    PartialApproval partial = PartialApproval::Refused;
    std::optional<EventId> original = {};
    ReversalReason reason = ReversalReason::Unspecified;
  };
  /// None: given up without a final answer.
  Awaitable<Answer> perform(Wish wish);
  /// Final, or the last that was heard before giving up; none if nothing was.
  Awaitable<Answer> ask_until_answered(const store_node::SaleRequest& request,
                                       Clock::time_point& asked_at);
  Awaitable<bool> be_connected();
  Awaitable<bool> say_hello();
  Awaitable<std::size_t> hand_back();
  Awaitable<void> inquire(std::size_t card);
  Awaitable<void> pause();
  [[nodiscard]] store_node::SaleRequest request_for(const Wish& wish, RequestId id) const;
  void write_down(const store_node::SaleAnswer& answer, WallTime at);
  void take_answer(const Wish& wish, const store_node::SaleAnswer& answer,
                   Clock::time_point asked_at);

  Place place_;
  Floor& floor_;
  Random chance_;
  StoreLine line_;
  ReceiptBook receipts_;
  Origin incarnation_;
  RequestCounter counter_;
  std::uint64_t inquiries_ = 0;
  Clock::time_point hand_back_at_;  ///< Not before, what is not covered yet.
};

/// The machine's wall clock.
[[nodiscard]] WallTime wall_now();

}  // namespace perk::ops
