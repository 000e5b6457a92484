// Every committed input, and every finding that ops/fuzz kept here, keeps its target's laws: with any
// compiler, in every run of the tests. PERK_WRITE_FUZZ_CORPUS=yes writes the seeds that are missing.
#include "tests/fuzz/corpus.h"

#include <cstdlib>
#include <exception>

#include <gtest/gtest.h>

#include "tests/fuzz/seeds.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {

std::vector<Seed> all_seeds() {
  std::vector<Seed> seeds;
  add_wire_seeds(seeds);
  add_terminal_seeds(seeds);
  add_admin_seeds(seeds);
  add_evidence_seeds(seeds);
  add_enrolment_seeds(seeds);
  add_hand_in_seeds(seeds);
  add_pairing_seeds(seeds);
  add_replicator_seeds(seeds);
  add_text_seeds(seeds);
  return seeds;
}

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kInputBytesMax = 4'096;

class FuzzCorpus : public testing::TestWithParam<Target> {};

std::vector<fs::path> inputs_of(const Target& target) {
  auto inputs = files_in(kCorpora / target.name);
  const auto findings = files_in(kFindings / target.name);
  inputs.insert(inputs.end(), findings.begin(), findings.end());
  return inputs;
}

TEST_P(FuzzCorpus, EveryInputKeepsTheLaws) {
  for (const fs::path& path : inputs_of(GetParam())) {
    SCOPED_TRACE(path);
    try {
      GetParam().run(input_in(path));
    } catch (const std::exception& broken) {
      ADD_FAILURE() << broken.what();
    }
  }
}

TEST_P(FuzzCorpus, HoldsADozenSmallInputs) {
  const auto inputs = files_in(kCorpora / GetParam().name);
  EXPECT_GE(inputs.size(), 12U);
  for (const fs::path& path : inputs) EXPECT_LE(fs::file_size(path), kInputBytesMax) << path;
}

TEST_P(FuzzCorpus, AnInputCutShortAnywhereKeepsTheLaws) {
  for (const Seed& seed : all_seeds()) {
    if (seed.target != GetParam().name) continue;
    for (std::size_t size = 0; size < seed.bytes.size(); size += 1 + seed.bytes.size() / 64)
      ASSERT_NO_THROW(GetParam().run(Input(seed.bytes).first(size))) << seed.name << ' ' << size;
  }
}

INSTANTIATE_TEST_SUITE_P(Targets, FuzzCorpus, testing::ValuesIn(all_targets()),
                         [](const auto& one) { return std::string(one.param.name); });

bool may_write() {
  const char* const wish = std::getenv("PERK_WRITE_FUZZ_CORPUS");
  return wish != nullptr && std::string_view(wish) == "yes";
}

TEST(FuzzSeeds, AreInTheCorpora) {
  for (const Seed& seed : all_seeds()) {
    const fs::path path = kCorpora / seed.target / seed.name;
    if (!fs::exists(path) && may_write()) {
      fs::create_directories(path.parent_path());
      std::ofstream(path, std::ios::binary)
          .write(reinterpret_cast<const char*>(seed.bytes.data()),
                 static_cast<std::streamsize>(seed.bytes.size()));
    }
    EXPECT_TRUE(fs::exists(path)) << path << " is missing; PERK_WRITE_FUZZ_CORPUS=yes writes it";
  }
}

}  // namespace
}  // namespace perk::fuzz
