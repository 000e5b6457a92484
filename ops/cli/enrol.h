// `perk store enrol`: makes a store's log key (or reads the one that is there), registers its public
// half with head office and writes down what the store needs to start.
#pragma once

#include <functional>
#include <string>

#include "central/admin/messages.h"
#include "ledger/result.h"
#include "ops/cli/arguments.h"

namespace perk::ops {

/// Asks head office; the error is one sentence: it could not be reached.
using Ask = std::function<Result<central::AdminReply, std::string>(const central::AdminRequest&)>;

/// Why a store was not enrolled: head office's word, or a sentence about a file or the line.
struct NotEnrolled {
  enum class Why { Files, Unreachable, Refused } why = Why::Files;
  std::string sentence;
};

/// Writes DIRECTORY/log.key and DIRECTORY/enrolment.toml, owner-only. Done again with the same name and
/// directory it changes nothing and succeeds: the key that is there is used.
[[nodiscard]] Result<central::EnrolReply, NotEnrolled> enrol_store(const EnrolStore& what,
                                                                   const Ask& ask);

}  // namespace perk::ops
