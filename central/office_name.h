// By which name this head office holds its office: its machine, its data directory, and a number that was made there
// once. Only one process at a time has the directory, so whoever holds the office by this name has ended. A copied
// directory has a copied name: never let two run from copies of one.
#pragma once

#include <string>

#include "ledger/result.h"
#include "sync/process/data_directory.h"

namespace perk::central {

inline constexpr char kOfficeNameFile[] = "office.name";

/// Made at the first start that finds none. The error is one clear sentence.
[[nodiscard]] Result<std::string, std::string> office_name_in(const sync::DataDirectory& directory);

}  // namespace perk::central
