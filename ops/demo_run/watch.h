// Looks at the shops again and again, as their own status screens would: how much each has sold that head
// office does not have yet. Waits on the calling thread, a second at most for a shop that does not answer.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <boost/asio/io_context.hpp>

#include "ops/demo_run/stage.h"
#include "ops/simulate/store_line.h"

namespace perk::ops {

class Watch {
 public:
  /// `shops` outlive it.
  explicit Watch(const std::vector<Shop>& shops);

  /// The newest status of each shop; none for one that does not answer.
  const std::vector<std::optional<store_node::StatusAnswer>>& look();
  /// What the shop shows of a card, or a sentence.
  [[nodiscard]] Result<store_node::BalanceInquiryAnswer, std::string> card_at(
      std::size_t shop, const std::string& number);

 private:
  /// The line to a shop, greeted; none if there is none to be had.
  boost::asio::awaitable<StoreLine*> line_of(std::size_t shop);
  boost::asio::awaitable<void> look_at(std::size_t shop);
  boost::asio::awaitable<void> inquire(
      std::size_t shop, store_node::BalanceInquiry inquiry,
      std::optional<Result<store_node::BalanceInquiryAnswer, std::string>>& answer);
  const std::vector<Shop>& shops_;
  boost::asio::io_context io_;
  std::vector<std::unique_ptr<StoreLine>> lines_;
  std::vector<std::optional<store_node::StatusAnswer>> seen_;
  std::uint64_t asked_ = 0;
};

/// Events that head office does not have yet.
[[nodiscard]] std::uint64_t backlog_of(const store_node::StatusAnswer& status);

}  // namespace perk::ops
