// Of the reasons that people give. Pure.
#pragma once

#include <string>

namespace perk {

/// A reason that says nothing.
[[nodiscard]] inline bool is_blank(const std::string& text) {
  return text.find_first_not_of(' ') == std::string::npos;
}

}  // namespace perk
