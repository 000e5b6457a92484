#include <map>
#include <map>  // wants: readability-duplicate-include
#include <string>

namespace {

constexpr int kUnusedToo = 4;  // wants: clang-diagnostic-unused-const-variable

}  // namespace

using Names = std::map<int, std::string>;

bool beside(const Names& names) {
  return names.size() == 0;  // wants: readability-container-size-empty
}
