#include "central/desk/admin_answer.h"

#include "ledger/card_number.h"
#include "ledger/rejection.h"
#include "sync/crypto/keys.h"

namespace perk::central {

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
