// The command line of `perk`, read into what it asks for. Reads no network and no clock.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "central/admin/messages.h"
#include "ledger/result.h"
#include "ops/cli/authority_commands.h"
#include "ops/cli/evidence_commands.h"
#include "sync/tls/security.h"

namespace perk::ops {

enum class OutputFormat { Human, Json };

/// `perk quarantine bring`: a file is read here, so it is more than one request.
struct BringLog {
  std::string file;
  std::string reason;
  std::string operator_name;
};

/// `perk store enrol --out`, for trials without TLS: the keys are made or read here, so it is more than one request.
struct EnrolStore {
  std::string name;
  std::string directory;  ///< Where log.key and enrolment.toml go.
};

/// `perk operator key`: made here, asked of nobody.
struct MakeOperatorKey {
  std::string path;  ///< Where the secret half goes; must not be there yet.
};

struct Arguments {
  std::string
      admin_address;  ///< HOST:PORT of head office's admin listener, or several; empty if nobody is asked.
  OutputFormat format = OutputFormat::Human;
  sync::SecuritySettings security;  ///< --tls, --insecure-loopback.
  std::variant<central::AdminRequest, EnrolStore, BringLog, EvidenceTask, MakeOperatorKey,
               AuthorityTask>
      what;
  std::string operator_name;  ///< Who asks.
  std::string operator_key;   ///< The file with their key; empty: nothing is signed.
};

/// Nothing to run: text for standard output (help, version), or a complaint and exit code 2.
struct NothingToRun {
  int exit_code = 0;
  std::string text;
};

/// `environment_admin` is the value of PERK_ADMIN, if set; `request_bits` are fresh random bits for the
/// request id of a change (--request repeats an earlier one).
[[nodiscard]] Result<Arguments, NothingToRun> parse_arguments(
    int argc, const char* const* argv, const std::optional<std::string>& environment_admin,
    std::uint64_t request_bits);

/// "2026-11-21T10:15:00Z", with optional fraction; only UTC. None if it is no such time.
[[nodiscard]] std::optional<WallTime> parse_time(const std::string& text);

}  // namespace perk::ops
