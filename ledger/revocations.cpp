#include "ledger/revocations.h"

#include <array>

#include "ledger/check.h"
#include "ledger/event_making.h"

namespace perk {

void Revocations::fold(const RecordedEvent& recorded) {
  if (!recorded.id.origin.is_head_office()) return;
  const auto* said = std::get_if<StoreRevoked>(&recorded.event.body);
  if (said == nullptr) return;
  const Revocation heard{recorded.id, recorded.event.envelope.hlc, *said};
  const auto [known, is_new] = revoked_.try_emplace(said->store, heard);
  if (!is_new && heard.by < known->second.by) known->second = heard;
}

const Revocation* Revocations::find(StoreId store) const {
  const auto found = revoked_.find(store);
  return found == revoked_.end() ? nullptr : &found->second;
}

std::string_view refusal_name(RevocationRefusal refusal) {
  constexpr std::array<std::string_view, 3> kNames{"reason_missing", "no_store", "already_revoked"};
  return kNames.at(static_cast<std::size_t>(refusal));
}

Result<Event, RevocationRefusal> revoke_store(const Revocations& known, const StoreRevoked& said,
                                              const Stamp& head_office) {
  PERK_CHECK(head_office.origin.is_head_office(), "only head office revokes a store");
  if (said.reason.empty()) return failed(RevocationRefusal::ReasonMissing);
  if (said.store == StoreId()) return failed(RevocationRefusal::NoStore);
  if (known.is_revoked(said.store)) return failed(RevocationRefusal::AlreadyRevoked);
  return make_event(std::nullopt, Currency(), head_office, said);
}

}  // namespace perk
