// Who serves as head office, as the event store in memory says and keeps it.
#include "central/memory/memory_event_store.h"

namespace perk::central {

std::unique_ptr<MemoryEventStore> MemoryEventStore::another() {
  return std::unique_ptr<MemoryEventStore>(new MemoryEventStore(kept_));
}

std::optional<StorageError> MemoryEventStore::over() const {
  if (now_.tenure.term == term_) return std::nullopt;
  return term_is_over();
}

Stored<Tenure> MemoryEventStore::tenure() {
  const std::scoped_lock lock(mutex_);
  return now_.tenure;
}

Stored<std::optional<Term>> MemoryEventStore::take_office(const Tenure& seen,
                                                          const std::string& holder) {
  const std::scoped_lock lock(mutex_);
  const Term next = seen.term.next();
  const bool is_ours = now_.tenure.term == next && now_.tenure.holder == holder;
  if (!is_ours && now_.tenure != seen) return std::optional<Term>();
  if (!is_ours) now_.tenure = {next, holder, 0};
  term_ = next;
  return std::optional(next);
}

Stored<bool> MemoryEventStore::stay_in_office() {
  const std::scoped_lock lock(mutex_);
  if (over()) return false;
  ++now_.tenure.renewals;
  return true;
}

Stored<Done> MemoryEventStore::leave_office() {
  const std::scoped_lock lock(mutex_);
  if (!over()) now_.tenure.holder.clear();
  return Done{};
}

}  // namespace perk::central
