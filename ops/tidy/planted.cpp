#include "ops/tidy/planted.h"

#include <map>
#include <utility>

namespace {

const int kUnused = 3;  // wants: clang-diagnostic-unused-const-variable

int take(std::string text, int count) {  // wants: performance-unnecessary-value-param
  return static_cast<int>(text.size()) + count;
}

std::string moved(std::string text) {
  std::vector<std::string> all;
  all.push_back(std::move(text));
  return text;  // wants: bugprone-use-after-move
}

}  // namespace

int BadName(int number) {               // wants: readability-identifier-naming
  return take("a", /*number=*/number);  // wants: bugprone-argument-comment
}

void copies(const std::map<int, std::string>& all) {
  for (auto one : all) moved(one.second);  // wants: performance-for-range-copy
}

struct Global {
  Global(int given) : number(given) {}  // wants: google-explicit-constructor
  int number;
};

static_assert(!std::is_same_v<Global, int>);
