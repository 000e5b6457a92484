// People at head office, each with the admin tool, a key and a certificate of their own: what they say at once, and how
// head office answered. Waits on the calling thread where it says so.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ledger/operator_events.h"
#include "ops/demo_run/stage.h"

namespace perk::ops {

/// One run of `perk`.
struct Command {
  std::string by;      ///< Who said it.
  std::string reason;  ///< No other command of the day has it.
  Amount amount;       ///< Of an adjustment.
  Child* program = nullptr;
  [[nodiscard]] int exit_code() const { return program->exit_code(); }
};

class Operators {
 public:
  using Outcome = Result<Done, std::string>;

  explicit Operators(Stage& stage) : stage_(stage) {}
  /// The stage's own operator becomes an admin: from now on head office hears only those whom it knows.
  [[nodiscard]] Outcome close_the_port();
  /// Makes a key and a certificate, and has them admitted.
  [[nodiscard]] Outcome admit(const std::string& name, OperatorRole role);
  /// Starts the tool; returns before it is done.
  [[nodiscard]] Result<Command, std::string> say(const std::string& name, const std::string& reason,
                                                 const std::vector<std::string>& words);
  /// Waits until all of them have ended.
  [[nodiscard]] Outcome hear_out(const std::vector<Command>& commands);

 private:
  [[nodiscard]] std::filesystem::path key_file(const std::string& name) const;
  [[nodiscard]] Outcome admit(const std::string& name, OperatorRole role, const PublicKey& key);

  Stage& stage_;
};

}  // namespace perk::ops
