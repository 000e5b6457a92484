// Enrolling a store within a transaction, and the keys that its logs went on under. For central/postgres/ only.
#pragma once

#include <string>

#include <pqxx/pqxx>

#include "central/event_store.h"

namespace perk::central {

[[nodiscard]] Enrolment enrol_in(pqxx::work& work, const std::string& name, const PublicKey& key,
                                 WallTime now);
/// A store as its own row says it, with the changes of its key.
[[nodiscard]] StoreRecord with_key_changes(pqxx::work& work, StoreRecord store);
/// The same of all.
void add_key_changes(pqxx::work& work, std::vector<StoreRecord>& stores);

}  // namespace perk::central
