// What lint must find: ops/lint checks that each check below still speaks of its own line, and no other does.
// Nothing includes this but planted.cpp, and neither is compiled into anything.
#pragma once

#include <string>
#include <vector>

namespace perk {

struct bad_name {};  // wants: readability-identifier-naming
class locale;        // wants: bugprone-forward-declaration-namespace

class Base {
 public:
  virtual ~Base() = default;
  virtual void run();
};

class Derived : public Base {
 public:
  virtual void run();  // wants: modernize-use-override
};

template <typename T>
bool generic(const std::vector<T>& all) {
  return all.size() == 0;  // wants: readability-container-size-empty
}

}  // namespace perk

int defined_in_header() { return 1; }  // wants: misc-definitions-in-headers
