// Enrolling a store within a transaction. For central/postgres/ only.
#pragma once

#include <string>

#include <pqxx/pqxx>

#include "central/event_store.h"

namespace perk::central {

[[nodiscard]] Enrolment enrol_in(pqxx::work& work, const std::string& name, const PublicKey& key,
                                 WallTime now);

}  // namespace perk::central
