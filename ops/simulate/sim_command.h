// The command line of perk-sim, read into what it asks for. Reads no network and no clock.
#pragma once

#include <string>
#include <variant>

#include "ops/compare/comparison_text.h"
#include "ops/simulate/simulation.h"
#include "sync/tls/security.h"

namespace perk::ops {

enum class SimOutput { Human, Json };

struct SimRun {
  SimOptions options;
  std::string record_file;
  std::string report_file;  ///< Empty: none.
  ProofFiles proofs{};      ///< Opened before the tills are.
  SimOutput output = SimOutput::Human;
};

struct SimCheck {
  std::string record_file;
  sync::Address admin;
  sync::SecuritySettings security{};
  SimOutput output = SimOutput::Human;
  std::string operator_name{};  ///< Who asks.
  std::string operator_key{};   ///< The file with their key; empty: nothing is signed.
};

/// Four policies on one story, without any store.
struct SimCompare {
  compare::Story story;
  compare::CompareOptions options;
  compare::Occasion occasion;
  std::string chart_file;  ///< Empty: none.
  SimOutput output = SimOutput::Human;
};

/// Nothing to run: text for standard output (code 0) or a complaint (code 2).
struct SimUsage {
  int exit_code = 0;
  std::string text;
};

using SimCommand = std::variant<SimRun, SimCheck, SimCompare, SimUsage>;

/// Reads the trace's file, if one is named.
[[nodiscard]] SimCommand parse_sim_command(int argc, const char* const* argv);

}  // namespace perk::ops
