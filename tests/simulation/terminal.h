// One till of a shop, and the customers in front of it. It keeps each request under its own id, asks again when no
// answer comes, gives up when its customer has gone, keeps receipts until head office holds what they prove,
// and tells a node what it knows of its log before it asks anything.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "ops/simulate/receipt_book.h"
#include "tests/simulation/shop.h"

namespace perk::simulation {

/// The chain's cards: who may use which.
struct SimCard {
  std::string digits;
  bool is_open = false;                ///< Issued and loaded, as its customer knows.
  bool is_taken = false;               ///< Somebody is about it now.
  std::optional<EventId> last_load{};  ///< That a till was told of.
};

/// A purchase that can be taken back.
struct Bought {
  EventId event;
  std::size_t card = 0;
  Amount amount;
};

/// Told of what customers saw: for the judge.
class CustomerWatcher {
 public:
  virtual ~CustomerWatcher() = default;
  virtual void on_asked(std::size_t shop, const store_node::SaleRequest& request,
                        std::size_t card) = 0;
  /// A final answer, once for each request.
  virtual void on_answered(std::size_t shop, const store_node::SaleRequest& request,
                           std::size_t card, const store_node::SaleAnswer& answer) = 0;
  /// Head office said that it has done what an operator asked.
  virtual void on_ordered(const RequestId& request) = 0;
};

struct TerminalSetup {
  std::size_t shop = 0;
  TerminalId id;
  std::uint64_t seed = 0;
  std::uint64_t customers_per_day = 40;
  Currency currency;
  bool uses_holds = true;  ///< Sets value aside now and then, and takes loads back.
};

class Terminal {
 public:
  Terminal(Agenda& agenda, ShopMachine*& machine, CustomerWatcher& watcher,
           std::vector<SimCard>& cards, const TerminalSetup& setup);

  void open();
  /// Serves nobody new; what is under way goes on.
  void close_shop() { is_closed_ = true; }
  /// Nothing under way, and no receipt that is not covered.
  [[nodiscard]] bool is_done() const { return !current_ && receipts_.receipts().empty(); }
  [[nodiscard]] bool is_idle() const { return !current_; }
  /// Says hello again, to hear how far its receipts are covered.
  void ask_after_receipts();
  [[nodiscard]] std::size_t receipts() const { return receipts_.receipts().size(); }

 private:
  struct Errand {
    std::deque<store_node::SaleRequest>
        requests;  ///< One after the other, while they are approved.
    std::size_t card = 0;
    int tries = 0;
    std::uint64_t attempt = 0;
  };

  void schedule_customer();
  void serve_customer();
  [[nodiscard]] std::optional<Errand> draw_errand();
  [[nodiscard]] store_node::SaleRequest request(store_node::RequestKind kind, std::size_t card,
                                                Amount amount);
  void ask();
  void send(const store_node::SaleRequest& request);
  void take(const store_node::SaleAnswer& answer);
  /// What the customer wants after this was approved.
  void go_on_after(const store_node::SaleRequest& asked, const store_node::SaleAnswer& answer);
  void again_later();
  /// The customer has gone; what became of a request that is open, only the ledger knows.
  void leave();
  /// Whether this life of the node knows us; if not, says hello.
  [[nodiscard]] bool is_greeted();
  void welcome(const store_node::TerminalWelcome& welcome);
  void hand_back();

  Agenda& agenda_;
  ShopMachine*& machine_;
  CustomerWatcher& watcher_;
  std::vector<SimCard>& cards_;
  const TerminalSetup setup_;
  test::Random random_;
  ops::ReceiptBook receipts_;
  std::optional<Errand> current_;
  std::vector<Bought> bought_;
  RequestCounter counter_;
  std::uint64_t attempts_ = 0;
  std::pair<const ShopMachine*, std::uint64_t> greeted_{nullptr, 0};
  bool is_closed_ = false;
};

}  // namespace perk::simulation
