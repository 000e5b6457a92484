// Head office's own signing key: a file in its data directory, made at the first start that finds none. What it
// signs is shown to others (central/evidence/), so that a copy of the directory is worth keeping: a new key proves
// new heads only.
#pragma once

#include "ledger/result.h"
#include "sync/crypto/keys.h"
#include "sync/process/data_directory.h"
#include "sync/process/log.h"

namespace perk::central {

inline constexpr char kOfficeKeyFile[] = "head_office.key";

/// Durable on return. The error is one clear sentence: it can be read by others, cannot be written, is damaged.
[[nodiscard]] Result<sync::LogKey, std::string> office_key_in(const sync::DataDirectory& directory,
                                                              const sync::Log& log);

}  // namespace perk::central
