// Sales whose customers wait, for one deadline at the most, until head office has said whether this shop
// gets the spending rights it lacks (sync/asking.h, PROTOCOL.md "Rights"). Who waits, for what, in which
// order, and what to say to head office; it never decides a sale. Sales of one card wait in line; a
// repeat waits behind the sale it repeats. Nothing of it is durable: a sale that waits has not happened.
//
// Single-threaded; time is an argument. A card number is kept for as long as its sale waits.
#pragma once

#include <list>
#include <optional>
#include <vector>

#include "store_node/terminal/messages.h"
#include "sync/asking.h"
#include "sync/messages.h"

namespace perk::store_node {

/// Names a sale that waits, for whoever will answer its till. Never used twice in a process's life.
using WaitingNumber = Ordinal<struct WaitingNumberTag>;

inline constexpr std::size_t kSalesWaitingMax =
    64;  ///< As many as head office hears (PROTOCOL.md).

/// What a sale waits for. Amounts are not negative.
struct WaitFor {
  Amount rights;  ///< To ask head office for; 0: nothing, it waits for its place in line.
  Amount needs;   ///< What it would spend of this shop's rights: kept for it meanwhile.
  /// All that head office granted this shop of the card so far, and is to grant to those before it.
  Amount granted_before;
};

struct WaitingSale {
  WaitingNumber number;
  SaleRequest request;
  CardId card;  ///< In whose line it stands.
  WaitFor what;
  std::uint64_t asked = 0;  ///< The RightsRequest; 0: none was sent for it.
  Instant deadline;         ///< The customer's patience.
  Amount granted{};         ///< What head office said it granted; it comes in the feed.
  bool is_over = false;     ///< Nothing more is to come: decide with what there is.
};

class WaitingSales {
 public:
  explicit WaitingSales(sync::AskingLimits limits) : limits_(limits), asking_(limits) {}

  // The line. Once it is lost, whoever waited is over.
  void connected();
  void lost();
  void hear(const sync::RightsAnswer& answer, Instant now);
  /// Gives up what is over its deadline.
  void tick(Instant now);
  /// When tick() has something to do, or a sale is over: at once then. None: nothing waits.
  [[nodiscard]] std::optional<Instant> wakes_at() const;
  [[nodiscard]] bool is_slow() const { return asking_.is_slow(); }

  /// How head office can be asked now; not with a customer while too many wait already.
  [[nodiscard]] sync::AskingMode mode(Instant now) const;
  /// Has head office asked, with no customer waiting for it.
  void ask(const CardId& card, Amount wanted, Instant now);
  /// The sale waits, and head office is asked if there is something to ask for (not when NotNow). None:
  /// too many wait.
  [[nodiscard]] std::optional<WaitingNumber> wait(const SaleRequest& request, const CardId& card,
                                                  const WaitFor& what, Instant now);

  /// In the order in which they came.
  [[nodiscard]] const std::list<WaitingSale>& all() const { return sales_; }
  [[nodiscard]] WaitingSale take(WaitingNumber number);
  /// Null if no sale of this request waits.
  [[nodiscard]] const WaitingSale* find(const RequestId& request) const;
  [[nodiscard]] bool is_line(const CardId& card) const;
  /// What the sales in the card's line need of this shop's rights.
  [[nodiscard]] Amount needed_of(const CardId& card) const;

  /// What is to be said to head office on the present line, each once.
  [[nodiscard]] std::vector<sync::RightsRequest> take_words();
  /// How many times the line was connected.
  [[nodiscard]] std::uint64_t line() const { return line_; }

 private:
  std::uint64_t say(const CardId& card, Amount wanted, Instant now);

  sync::AskingLimits limits_;
  sync::Asking asking_;
  std::list<WaitingSale> sales_;
  std::vector<sync::RightsRequest> words_;
  WaitingNumber last_;
  std::uint64_t line_ = 0;
};

}  // namespace perk::store_node
