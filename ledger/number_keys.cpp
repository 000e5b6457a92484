#include "ledger/number_keys.h"

#include <algorithm>

namespace perk {

void NumberKeys::fold(const RecordedEvent& recorded) {
  if (!recorded.id.origin.is_head_office()) return;
  const auto* said = std::get_if<NumberKeyMade>(&recorded.event.body);
  if (said == nullptr) return;
  const MadeNumberKey heard{recorded.id, recorded.event.envelope.request.value_or(RequestId()),
                            *said};
  const auto [known, is_new] = made_.try_emplace(said->version, heard);
  if (!is_new && heard.by < known->second.by) known->second = heard;
}

const MadeNumberKey* NumberKeys::find(const RequestId& request) const {
  const auto found = std::find_if(made_.begin(), made_.end(),
                                  [&](const auto& each) { return each.second.request == request; });
  return found == made_.end() ? nullptr : &found->second;
}

}  // namespace perk
