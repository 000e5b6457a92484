// A new key and certificate in the place of those that a machine has, while it goes on with them:
//
//   if (is_renewal_due(identity.facts(), clock.wall())) {
//     auto request = begin_renewal(directory);                 // goes to the authority
//     end_renewal(directory, certificate);                     // what came back
//     auto renewed = Identity::load(directory, clock.wall());
//
// What is new is made in the directory's folder `renewed`, and moved once all of it is there. Cut off at any
// point, the directory holds the identity of before or the new one: Identity::load() finishes the move.
// Blocks; no clock inside. Errors are one sentence, and never hold any of a key.
#pragma once

#include <string>

#include "ledger/result.h"
#include "ledger/time.h"
#include "sync/tls/certificate_facts.h"

namespace perk::sync {

/// Whether a third of its lifetime, or less, is left.
[[nodiscard]] bool is_renewal_due(const CertificateFacts& facts, WallTime now);
/// A request (PKCS#10, PEM) for a key that is not in use yet.
[[nodiscard]] Result<std::string, std::string> begin_renewal(const std::string& directory);
/// Keeps what was issued (PEM) for that key by the authority that the directory trusts. Durable on return.
[[nodiscard]] Result<Done, std::string> end_renewal(const std::string& directory,
                                                    const std::string& certificate);
/// Moves what is whole; nothing if nothing is. For the files of this folder.
[[nodiscard]] Result<Done, std::string> finish_renewal(const std::string& directory);

}  // namespace perk::sync
