#include "store_node/waiting_sales.h"

#include <algorithm>
#include <set>

#include "ledger/check.h"

namespace perk::store_node {

void WaitingSales::connected() {
  lost();
  asking_.connected();
  ++line_;
}

void WaitingSales::lost() {
  static_cast<void>(asking_.disconnected());
  words_.clear();
  for (WaitingSale& sale : sales_) sale.is_over = true;
}

void WaitingSales::hear(const sync::RightsAnswer& answer, Instant now) {
  if (!asking_.answered(answer.number, now)) return;
  for (WaitingSale& sale : sales_) {
    if (sale.asked != answer.number || sale.is_over) continue;
    sale.granted = answer.granted;
    sale.is_over = !answer.granted.is_positive();
  }
}

void WaitingSales::tick(Instant now) {
  static_cast<void>(asking_.tick(now));  // It counts them; their deadline is the sales' own too.
  for (WaitingSale& sale : sales_)
    if (sale.deadline <= now) sale.is_over = true;
}

std::optional<Instant> WaitingSales::wakes_at() const {
  std::optional<Instant> first = asking_.next_deadline();
  std::set<CardId> lines;
  for (const WaitingSale& sale : sales_) {
    if (!lines.insert(sale.card).second) continue;  // Whoever stands before it is sooner over.
    const Instant then = sale.is_over ? Instant() : sale.deadline;
    if (!first || then < *first) first = then;
  }
  return first;
}

sync::AskingMode WaitingSales::mode(Instant now) const {
  const sync::AskingMode mode = asking_.mode(now);
  const bool is_full = sales_.size() >= kSalesWaitingMax;
  return mode == sync::AskingMode::WithCustomer && is_full ? sync::AskingMode::NotNow : mode;
}

void WaitingSales::ask(const CardId& card, Amount wanted, Instant now) {
  static_cast<void>(say(card, wanted, now));
}

std::uint64_t WaitingSales::say(const CardId& card, Amount wanted, Instant now) {
  const std::uint64_t number = asking_.asked(now);
  words_.push_back({number, card, wanted, limits_.deadline});
  return number;
}

std::optional<WaitingNumber> WaitingSales::wait(const SaleRequest& request, const CardId& card,
                                                const WaitFor& what, Instant now) {
  if (sales_.size() >= kSalesWaitingMax) return std::nullopt;
  const std::uint64_t asked = what.rights.is_positive() ? say(card, what.rights, now) : 0;
  last_ = last_.next();
  sales_.push_back({last_, request, card, what, asked, now + limits_.deadline});
  return last_;
}

WaitingSale WaitingSales::take(WaitingNumber number) {
  const auto found = std::find_if(sales_.begin(), sales_.end(),
                                  [&](const WaitingSale& sale) { return sale.number == number; });
  PERK_CHECK(found != sales_.end(), "a sale that waits is taken once");
  WaitingSale sale = std::move(*found);
  sales_.erase(found);
  const bool was_granted = !sale.is_over && sale.asked != 0;
  const Amount its_own = sale.granted.is_positive() ? sale.granted : sale.what.rights;
  // Those behind it asked before its grant came, and must not take it for theirs.
  for (WaitingSale& behind : sales_)
    if (was_granted && behind.card == sale.card) behind.what.granted_before += its_own;
  return sale;
}

const WaitingSale* WaitingSales::find(const RequestId& request) const {
  const auto found = std::find_if(sales_.begin(), sales_.end(), [&](const WaitingSale& sale) {
    return sale.request.id == request;
  });
  return found == sales_.end() ? nullptr : &*found;
}

bool WaitingSales::is_line(const CardId& card) const {
  return std::any_of(sales_.begin(), sales_.end(),
                     [&](const WaitingSale& sale) { return sale.card == card; });
}

Amount WaitingSales::needed_of(const CardId& card) const {
  Amount sum;
  for (const WaitingSale& sale : sales_)
    if (sale.card == card) sum += sale.what.needs;
  return sum;
}

std::vector<sync::RightsRequest> WaitingSales::take_words() { return std::exchange(words_, {}); }

}  // namespace perk::store_node
