#include "ledger/reason_book.h"

#include <algorithm>

#include "ledger/sealed_reason.h"

namespace perk {

void ReasonBook::fold(const RecordedEvent& recorded) {
  if (!recorded.id.origin.is_head_office()) return;
  if (const std::string* const reason = reason_in(recorded.event.body)) {
    if (const auto commitment = commitment_in(*reason)) given_.insert(*commitment);
    note_request(recorded, *reason);
  }
  const auto* said = std::get_if<ReasonErased>(&recorded.event.body);
  if (said == nullptr) return;
  const ErasedReason heard{recorded.id, recorded.event.envelope.request.value_or(RequestId()),
                           *said};
  const auto [known, is_new] = erased_.try_emplace(said->commitment, heard);
  if (!is_new && heard.by < known->second.by) known->second = heard;
}

void ReasonBook::note_request(const RecordedEvent& recorded, const std::string& reason) {
  const auto& request = recorded.event.envelope.request;
  if (!request) return;
  const auto [known, is_new] = said_to_.try_emplace(*request, recorded.id, reason);
  if (!is_new && recorded.id < known->second.first) known->second = {recorded.id, reason};
}

const std::string* ReasonBook::said_to(const RequestId& request) const {
  const auto found = said_to_.find(request);
  return found == said_to_.end() ? nullptr : &found->second.second;
}

const ErasedReason* ReasonBook::erased(const Digest& commitment) const {
  const auto found = erased_.find(commitment);
  return found == erased_.end() ? nullptr : &found->second;
}

const ErasedReason* ReasonBook::find(const RequestId& request) const {
  const auto found = std::find_if(erased_.begin(), erased_.end(),
                                  [&](const auto& each) { return each.second.request == request; });
  return found == erased_.end() ? nullptr : &found->second;
}

}  // namespace perk
