// Double entry: what each event posts to which account. Postings of one event sum to zero; so do those
// of any set of events. A positive posting is a debit, a negative one a credit.
#pragma once

#include <compare>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ledger/event.h"

namespace perk {

enum class AccountKind : std::uint8_t {
  Tender,               ///< Per origin: what a store took in for loads, less what was taken back.
  Liability,            ///< Per card: what the chain owes its holder.
  Revenue,              ///< Per origin: what a store sold.
  OverdraftReceivable,  ///< Per card: what its holder owes the chain for overdrafts opened.
  WriteOffExpense,      ///< Per origin (head office): overdrafts that the chain bears.
  TipsPayable,          ///< Per origin: the part of what a store sold that is its staff's.
  Adjustments,          ///< Per origin (head office): balances changed by hand.
  Suspense,  ///< Effects of event types this version does not know yet; explained once it does.
};

struct Account {
  AccountKind kind;
  std::variant<Origin, CardId> owner;
  friend auto operator<=>(const Account&, const Account&) = default;
};

struct Posting {
  Account account;
  Amount amount;
  friend bool operator==(const Posting&, const Posting&) = default;
};

/// The postings of an event: empty if it moves no money (rights and allowances are no money); otherwise
/// they sum to zero.
[[nodiscard]] std::vector<Posting> postings_of(const RecordedEvent& recorded);

[[nodiscard]] std::string_view account_name(AccountKind kind);

}  // namespace perk
