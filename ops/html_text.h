// Text as a page may hold it: names of files and shops come from outside. Pure.
#pragma once

#include <string>

namespace perk::ops {

[[nodiscard]] inline std::string html_escaped(const std::string& text) {
  std::string safe;
  for (const char c : text) {
    if (c == '<')
      safe += "&lt;";
    else if (c == '>')
      safe += "&gt;";
    else if (c == '&')
      safe += "&amp;";
    else if (c == '"')
      safe += "&quot;";
    else
      safe += c;
  }
  return safe;
}

}  // namespace perk::ops
