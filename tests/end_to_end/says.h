// What a program said to the person who ran it.
#pragma once

#include <string>

#include <gmock/gmock.h>

#include "tests/end_to_end/town.h"

namespace perk::test {

inline void expect_says(const ShellOutcome& outcome, int exit_code, const std::string& sentence) {
  EXPECT_EQ(outcome.exit_code, exit_code) << outcome.output;
  EXPECT_THAT(outcome.output, ::testing::HasSubstr(sentence));
}

}  // namespace perk::test
