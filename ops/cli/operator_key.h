// `perk operator key`: makes an operator's key. The secret half goes into a file that only its owner may read;
// the public half is what an admin admits them with. Asks nobody.
#pragma once

#include <string>

#include "ledger/ids.h"
#include "ledger/result.h"
#include "ops/cli/arguments.h"

namespace perk::ops {

/// The error is one sentence: the file is there already, or cannot be written. Durable on return.
[[nodiscard]] Result<PublicKey, std::string> make_operator_key(const MakeOperatorKey& what);

/// What is printed of it: the public half, and nothing else for programs.
[[nodiscard]] std::string key_made_text(const PublicKey& key, OutputFormat format);

}  // namespace perk::ops
