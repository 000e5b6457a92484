// Seeded tests: the same few seeds on every run, and on a failure the seed and how to replay it.
#pragma once

#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <gtest/gtest.h>

#include "tests/support/random.h"

namespace perk::test {

inline std::string replay_command(std::uint64_t seed) {
  const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
  return "seed " + std::to_string(seed) + "; replay: PERK_TEST_SEED=" + std::to_string(seed) + " " +
         program_invocation_name + " --gtest_filter=" + test->test_suite_name() + "." +
         test->name();
}

/// Calls `test(Random&)` with seeds 1 to `count`, or with PERK_TEST_SEED alone when that is set; stops
/// at the first seed that fails.
template <typename Test>
void for_each_seed(std::uint64_t count, Test test) {
  const char* const only = std::getenv("PERK_TEST_SEED");
  const std::uint64_t first = only == nullptr ? 1 : std::strtoull(only, nullptr, 10);
  const std::uint64_t last = only == nullptr ? count : first;
  for (std::uint64_t seed = first; seed <= last && !::testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(replay_command(seed));
    Random random(seed);
    test(random);
  }
}

}  // namespace perk::test
