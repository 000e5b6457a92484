// One till in the drill's own hands, beside those of perk-sim: for shops that perk-sim does not know, and for who must
// sell at one moment and no other. A real till: its own papers, its requests written down before they are sent, in the
// record that the ledger is held against. A thief writes nothing down. Waits on the calling thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

#include "ops/demo_run/stage.h"
#include "ops/simulate/record.h"
#include "ops/simulate/store_line.h"

namespace perk::ops {

/// What a till keeps of what it asks.
enum class Keeping { Record, Nothing };

class HandTill {
 public:
  using Outcome = Result<Done, std::string>;

  /// `terminal` is no other till's. The error: it cannot have papers.
  [[nodiscard]] static Result<std::unique_ptr<HandTill>, std::string> at(const Stage& stage,
                                                                         const Shop& shop,
                                                                         TerminalId terminal,
                                                                         Keeping keeping);
  /// Issues a card of the deck and loads it. The error: the shop does not.
  [[nodiscard]] Outcome sell_card(std::size_t card, Amount load);
  /// A purchase of `each` with every card from `first` to before `end`, `rounds` times; refusals are answers, too.
  /// The error: no final answer came within 10 s.
  [[nodiscard]] Outcome sell(std::size_t first, std::size_t end, Amount each,
                             std::size_t rounds = 1);
  [[nodiscard]] std::uint64_t purchases() const { return purchases_; }  ///< Approved.
  /// What it asked and was answered, whatever it keeps.
  [[nodiscard]] const Record& record() const { return own_; }

 private:
  HandTill(StoreLine line, TerminalId terminal, Deck deck, Currency currency, std::string place,
           std::filesystem::path record)
      : line_(std::move(line)),
        terminal_(terminal),
        currency_(currency),
        place_(std::move(place)),
        file_(std::move(record)),
        own_{std::move(deck), {}, {}} {}
  /// Under one id, until the answer is final.
  [[nodiscard]] Result<store_node::SaleAnswer, std::string> ask(store_node::RequestKind kind,
                                                                std::size_t card, Amount amount);
  [[nodiscard]] Result<store_node::SaleAnswer, std::string> ask_once(
      const store_node::SaleRequest& request);
  [[nodiscard]] Outcome keep(const std::string& line) const;

  boost::asio::io_context io_;
  StoreLine line_;
  TerminalId terminal_;
  Currency currency_;
  std::string place_;
  std::filesystem::path file_;  ///< Empty: it keeps nothing.
  RequestCounter counter_;
  std::uint64_t purchases_ = 0;
  Record own_;
};

/// Whether the ledger has every approval that this till was given.
[[nodiscard]] bool is_in_ledger(const HandTill& till, const AskHeadOffice& ask);

}  // namespace perk::ops
