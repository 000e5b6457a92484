// The checks of a verification and what each found first. Single-threaded.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "central/admin/messages.h"

namespace perk::central {

class Findings {
 public:
  /// A check that holds until something offends it.
  void open(std::string_view check) { checks_.push_back({std::string(check), true, ""}); }

  /// The first offending place is kept; later ones are most often its consequences.
  void offend(std::string_view check, std::string place) {
    const auto row = std::ranges::find(checks_, check, &VerifyCheck::name);
    if (row == checks_.end() || !row->holds) return;
    row->holds = false;
    row->detail = std::move(place);
  }

  [[nodiscard]] std::vector<VerifyCheck> take() && { return std::move(checks_); }

 private:
  std::vector<VerifyCheck> checks_;
};

}  // namespace perk::central
