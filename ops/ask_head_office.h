// Head office as a function, for what asks one thing after another and may wait for each answer: the
// function hides a real connection, or a test's answers.
#pragma once

#include <functional>
#include <string>

#include "central/admin/messages.h"
#include "ledger/result.h"

namespace perk::ops {

/// The error is one sentence: head office was not reached, or hung up. Head office's own refusals are
/// AdminFault replies.
using AskHeadOffice =
    std::function<Result<central::AdminReply, std::string>(const central::AdminRequest&)>;

}  // namespace perk::ops
