#include "central/desk/admin_answer.h"

#include <algorithm>
#include <string_view>

#include "ledger/card_number.h"
#include "ledger/rejection.h"
#include "sync/crypto/keys.h"

namespace perk::central {
namespace {

constexpr std::size_t kOperatorBytesMax = 100;

bool is_plain(const std::string& text, std::size_t bytes_max) {
  return text.size() <= bytes_max && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) < 0x20 || c == 0x7f;
         });
}

std::string_view sentence_of(RightsRefusal refusal) {
  switch (refusal) {
    case RightsRefusal::AmountNotPositive:
      return "There is nothing left to move.";
    case RightsRefusal::AmountAbsurd:
      return "The amount is more than one event may move.";
    case RightsRefusal::ReasonMissing:
      return "An operator's decision needs a reason: give one with --reason.";
    case RightsRefusal::NotAnIncarnation:
      return "Only a store's log holds rights and allowances.";
    case RightsRefusal::CardUnknown:
      return "Head office has not heard of this card.";
    case RightsRefusal::CardIsFrozen:
      return "The card is frozen: its rights come home, and none go out.";
    case RightsRefusal::MoreThanHeld:
      return "The store holds less than that of the card's rights.";
    case RightsRefusal::MoreThanReserve:
      return "Head office's reserve of the card has less than that.";
    case RightsRefusal::OriginalUnknown:
      return "The card has no such purchase or overdraft.";
    case RightsRefusal::OriginalElsewhere:
      return "The purchase is another store's to take back.";
    case RightsRefusal::AlreadyRenounced:
      return "Taking the purchase back is head office's already.";
    case RightsRefusal::MoreThanOwed:
      return "Less than that is owed.";
    case RightsRefusal::AllowanceUnknown:
      return "The store was given no such allowance.";
    case RightsRefusal::AllowanceHasLapsed:
      return "The store has said that it will not draw on the allowance again.";
    case RightsRefusal::MoreThanHeardSpent:
      return "Less than that was heard to be spent.";
    case RightsRefusal::CardStillShort:
      return "The card's reserve is below zero: its cap stays used up until it is paid.";
    case RightsRefusal::NotExpiredYet:
      return "The time of what was set aside is not over yet.";
  }
  return "The ledger refuses it.";
}

}  // namespace

std::optional<AdminFault> fault_in_epoch(const DeskSurroundings& around) {
  if (around.epochs.is_settled()) return std::nullopt;
  const std::string dispute = around.epochs.dispute();
  if (!dispute.empty()) {
    return AdminFault{"epoch_disputed",
                      "Nothing may be decided about money now: " + dispute +
                          ". Stop perk-central and run 'perk-central begin-epoch'."};
  }
  return AdminFault{"epoch_unsettled", "Head office was restored and has not settled epoch " +
                                           std::to_string(around.epochs.epoch().value()) +
                                           ": see 'perk epoch', then 'perk epoch settle'."};
}

AdminFault fault_of(RightsRefusal refusal) {
  return {"rejected",
          std::string(refusal_name(refusal)) + ": " + std::string(sentence_of(refusal))};
}

AdminFault request_id_reused() {
  const RejectionRow& why = describe(Rejection::RequestIdReused);
  return {"rejected", std::string(why.name) + ": " + std::string(why.sentence)};
}

AdminFault card_unknown() {
  return {std::string(describe(Rejection::CardUnknown).name),
          "Head office has not heard of this card."};
}

AdminFault store_unknown(const std::string& name) {
  return {"store_unknown",
          "No store is enrolled under the name '" + name + "': `perk stores` lists them."};
}

std::optional<Origin> log_named(const std::string& text) {
  const auto event = event_id_from_text(text + ":1");
  if (!event || !event->origin.is_incarnation()) return std::nullopt;
  return event->origin;
}

std::optional<AdminFault> fault_in_texts(const std::string& reason,
                                         const std::string& operator_name) {
  if (!is_sayable(reason)) {
    return AdminFault{"malformed",
                      "The reason may be one line of at most 1,000 bytes of UTF-8, without control "
                      "characters; nothing was done."};
  }
  if (!is_plain(operator_name, kOperatorBytesMax)) {
    return AdminFault{"malformed", "The operator's name may be one line of at most 100 bytes."};
  }
  return std::nullopt;
}

AdminFault fault_of(const StorageError& error) {
  switch (error.failure) {
    case StorageFailure::Retry:
      return {"database_unreachable",
              "Head office cannot reach its database; nothing was changed. (" + error.detail + ")"};
    case StorageFailure::OutcomeUnknown:
      return {"outcome_unknown",
              "The database was lost before it said whether this was done: ask again. (" +
                  error.detail + ")"};
    case StorageFailure::GiveUp:
      break;
  }
  return {"storage_failed", "The database refused; nothing was changed. (" + error.detail + ")"};
}

DeskAnswer<Money> money_of(const std::string& text, Currency currency) {
  const bool is_down = text.starts_with('-');
  const auto amount = parse_amount(is_down ? text.substr(1) : text, currency);
  if (amount) return Money{is_down ? -*amount : *amount, currency};
  return failed(AdminFault{"amount_invalid", "'" + shown(text) + "' is no amount in " +
                                                 std::string(currency.code()) + "."});
}

DeskAnswer<CardId> resolve(const CardRef& card, EventStore& events) {
  if (card.id) return *card.id;
  const auto number = CardNumber::parse(card.number);
  if (!number) {
    const RejectionRow& why = describe(Rejection::CardNumberInvalid);
    return failed(AdminFault{std::string(why.name), std::string(why.sentence)});
  }
  const auto keys = events.number_keys();
  if (!keys) return failed(fault_of(keys.error()));
  if (keys.value().empty()) {
    return failed(AdminFault{"storage_failed", "Head office has no card number key."});
  }
  // The newest key whose id for this number has a history; a number never heard of has none.
  CardId id;
  for (auto key = keys.value().rbegin(); key != keys.value().rend(); ++key) {
    id = sync::CardNumberKey(key->version, key->key).card_id(*number);
    if (keys.value().size() == 1) break;
    const auto history = events.read_card(id);
    if (!history) return failed(fault_of(history.error()));
    if (!history.value().empty()) break;
  }
  return id;
}

Stored<StoreNames> store_names(EventStore& events) {
  const auto stores = events.stores();
  if (!stores) return failed(stores.error());
  StoreNames names{{StoreId(), "head office"}};
  for (const StoreRecord& store : stores.value()) names[store.store] = store.name;
  return names;
}

}  // namespace perk::central
