// A network of its own for one shop's machine: a network namespace, a cable to head office and one to its tills. What
// happens when a cable is pulled is then the kernel's doing, and no proxy's. Needs root, and is gone with the object.
// Waits on the calling thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/result.h"
#include "ops/demo_run/stage.h"

namespace perk::ops {

class OwnNetwork {
 public:
  using Outcome = Result<Done, std::string>;

  /// The error is one sentence: who may not make networks on this machine cannot run such a drill. What `ip` says
  /// goes to `log`.
  [[nodiscard]] static Result<std::unique_ptr<OwnNetwork>, std::string> lay(
      const std::filesystem::path& log);
  ~OwnNetwork();
  OwnNetwork(const OwnNetwork&) = delete;
  OwnNetwork& operator=(const OwnNetwork&) = delete;

  [[nodiscard]] OtherPlace place() const;

 private:
  explicit OwnNetwork(std::filesystem::path log) : log_(std::move(log)) {}
  [[nodiscard]] Outcome lay_cable(const std::string& cable, const std::string& here,
                                  const std::string& there) const;

  std::filesystem::path log_;
};

/// Of the cable between that machine and head office, in the network that this process made.
[[nodiscard]] Result<Done, std::string> pull_cable(const std::filesystem::path& log);
[[nodiscard]] Result<Done, std::string> plug_cable_in(const std::filesystem::path& log);

}  // namespace perk::ops
