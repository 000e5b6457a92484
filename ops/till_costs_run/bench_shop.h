// A shop of its own for measuring: a real perk-store without head office, whose tills speak to it in one of three
// ways. Its files are in a folder of its own; its node ends with the object. Waits on the calling thread. Errors are
// one sentence.
#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "ops/demo_run/child.h"
#include "ops/simulate/store_line.h"

namespace perk::ops {

enum class Way { Plain, Certificate, PairedKey };
inline constexpr std::array kWays = {Way::Plain, Way::Certificate, Way::PairedKey};
[[nodiscard]] std::string name_of(Way way);

struct BenchPlan {
  std::filesystem::path directory;  ///< Empty, or new.
  std::filesystem::path programs;   ///< Where perk-store is.
  std::size_t tills = 8;            ///< Numbered from 1.
};

class BenchShop {
 public:
  [[nodiscard]] static Result<std::unique_ptr<BenchShop>, std::string> open(const BenchPlan& plan,
                                                                            Way way);

  /// Not dialled yet.
  [[nodiscard]] StoreLine line_of(std::size_t till) const;
  /// What the node has used of the processors so far, in all its threads.
  [[nodiscard]] std::chrono::nanoseconds processor_time() const;

 private:
  BenchShop(const BenchPlan& plan, Way way);
  using Outcome = Result<Done, std::string>;
  Outcome write_files();
  Outcome make_proofs();
  Outcome start(const BenchPlan& plan);
  [[nodiscard]] std::filesystem::path path(const std::string& name) const {
    return directory_ / name;
  }

  Way way_;
  std::filesystem::path directory_;
  std::vector<sync::Security> proofs_;  ///< Of each till.
  std::unique_ptr<Child> node_;
  sync::Address address_;
};

}  // namespace perk::ops
