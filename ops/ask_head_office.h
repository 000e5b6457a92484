// Head office as a function, for tools that ask one thing after another and may wait for each answer.
#pragma once

#include <functional>
#include <string>

#include "central/admin/messages.h"
#include "ledger/result.h"
#include "sync/net/address.h"

namespace perk::ops {

/// The error is one sentence: head office was not reached, or hung up. Head office's own refusals are
/// AdminFault replies.
using AskHeadOffice = std::function<Result<central::AdminReply, std::string>(const central::AdminRequest&)>;

/// Keeps one connection, opened when it is first needed and again when it was lost. Each call waits on the
/// calling thread, for as long as head office takes.
[[nodiscard]] AskHeadOffice head_office_at(const sync::Address& address);

}  // namespace perk::ops
