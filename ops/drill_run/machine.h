// One more machine of the chain than the stage has: a copy of a shop's, or one of a shop that is enrolled while all sell.
// It reaches head office past the lines that can be cut, or not at all. Ends with the stage. Waits on the calling thread.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ops/demo_run/stage.h"
#include "ops/demo_run/watch.h"

namespace perk::ops {

/// Nobody listens there: a machine without a line.
[[nodiscard]] sync::Address nowhere();

class Machine {
 public:
  using Outcome = Result<Done, std::string>;
  using Made = Result<std::unique_ptr<Machine>, std::string>;

  /// A shop that enrols by a one-time code, as a person there does. Nothing runs yet.
  [[nodiscard]] static Made enrolled(Stage& stage, const std::string& name,
                                     const std::string& folder);
  /// A shop's papers and keys. With its database, too, as its disk has it at this moment: its node stands still
  /// meanwhile. Nothing runs yet.
  [[nodiscard]] static Made copy_of(Stage& stage, const Shop& shop, const std::string& folder);
  [[nodiscard]] static Made papers_of(Stage& stage, const Shop& shop, const std::string& folder);

  /// Returns once tills are served. At the same port each time.
  [[nodiscard]] Outcome start(const sync::Address& head_office);
  /// As a power cut would. Nothing if it does not run.
  void crash();
  /// As a person does who closes.
  void stop();
  [[nodiscard]] const Shop& shop() const { return shops_.front(); }
  /// None: it does not answer.
  [[nodiscard]] std::optional<store_node::StatusAnswer> status();
  /// Connected, and head office has its log to the end.
  [[nodiscard]] bool is_held();
  /// What its node wrote down.
  [[nodiscard]] std::string said() const;

 private:
  Machine(Stage& stage, Shop shop);
  [[nodiscard]] std::filesystem::path settings_file() const;
  [[nodiscard]] Outcome write_settings(const sync::Address& terminals,
                                       const sync::Address& head_office) const;

  Stage& stage_;
  std::vector<Shop> shops_;  ///< The one.
  std::unique_ptr<Watch> watch_;
};

}  // namespace perk::ops
