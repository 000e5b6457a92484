#include "central/desk/revoking.h"

#include <algorithm>

#include "ledger/reason.h"

namespace perk::central {
DeskAnswer<RevokeStoreReply> Revoking::revoke(const RevokeStoreRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  const auto stores = around_.events.stores();
  if (!stores) return failed(fault_of(stores.error()));
  const auto store = std::ranges::find(stores.value(), request.store, &StoreRecord::name);
  if (store == stores.value().end()) return failed(store_unknown(request.store));
  const auto is_new =
      around_.closed.revoke({store->store, request.reason, request.operator_name}, request.word);
  if (!is_new) return failed(fault_of(is_new.error()));
  auto closed = around_.closed.close_revoked(store->store, kStoringPatience, request.word);
  if (!closed) return failed(fault_of(closed.error()));
  if (closed.value().is_storing_still)
    return failed(AdminFault{"outcome_unknown",
                             store->name +
                                 " is revoked, but what came of its log before is still being "
                                 "stored: say it again to close the log."});
  return RevokeStoreReply{store->store, store->name, !is_new.value(),
                          std::move(closed).value().logs};
}

}  // namespace perk::central
