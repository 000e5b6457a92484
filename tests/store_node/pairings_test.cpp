// Which tills are paired with a store: the folder, and the words that change it.
#include "store_node/pairings.h"

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/store_node/node_process.h"
#include "tests/support/shell.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;
using store_node::Pairings;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class PairingsTest : public ::testing::Test {
 protected:
  std::string file_of(int terminal) const {
    return directory.file("pairings/" + std::to_string(terminal) + ".pairing");
  }
  std::vector<std::uint64_t> listed() const {
    std::vector<std::uint64_t> numbers;
    for (const auto& till : pairings.list().value()) numbers.push_back(till.terminal.value());
    return numbers;
  }

  const ScratchDirectory directory;
  const Pairings pairings{directory.file(""), StoreId(3)};
};

TEST_F(PairingsTest, AreNoneAtFirst) {
  EXPECT_TRUE(listed().empty());
  EXPECT_EQ(pairings.key_of(TerminalId(42)).error(), "terminal 42 is not paired here");
  EXPECT_EQ(pairings.unpair(TerminalId(42)).error(), "The terminal 42 is not paired here.");
}

TEST_F(PairingsTest, AreKeptForTheirOwnersEyesInTheOrderOfTheirNumbers) {
  const auto key = pairings.pair(TerminalId(42));
  ASSERT_TRUE(key) << key.error();
  ASSERT_TRUE(pairings.pair(TerminalId(7)));
  EXPECT_EQ(listed(), (std::vector<std::uint64_t>{7, 42}));
  EXPECT_EQ(pairings.key_of(TerminalId(42)).value().fingerprint(), key.value().fingerprint());
  EXPECT_EQ(fs::status(file_of(42)).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(fs::status(directory.file("pairings")).permissions(), fs::perms::owner_all);
  EXPECT_FALSE(pairings.is_over(TerminalId(42), key.value().fingerprint()));
}

TEST_F(PairingsTest, AreNotMadeTwice) {
  const auto key = pairings.pair(TerminalId(42));
  EXPECT_EQ(pairings.pair(TerminalId(42)).error(),
            "The terminal 42 is paired already: unpair it first, if its key is lost.");
  EXPECT_EQ(pairings.key_of(TerminalId(42)).value().fingerprint(), key.value().fingerprint());
}

TEST_F(PairingsTest, AreOverOnceUnpairedAndStayOverWhenPairedAnew) {
  const Digest first = pairings.pair(TerminalId(42)).value().fingerprint();
  ASSERT_TRUE(pairings.unpair(TerminalId(42)));
  EXPECT_TRUE(pairings.is_over(TerminalId(42), first));
  EXPECT_TRUE(listed().empty());
  const Digest second = pairings.pair(TerminalId(42)).value().fingerprint();
  EXPECT_TRUE(pairings.is_over(TerminalId(42), first));
  EXPECT_FALSE(pairings.is_over(TerminalId(42), second));
}

TEST_F(PairingsTest, ThatOthersCanReadLetNobodyInAndCutNobodyOff) {
  const Digest mark = pairings.pair(TerminalId(42)).value().fingerprint();
  fs::permissions(file_of(42), fs::perms::others_read, fs::perm_options::add);
  EXPECT_EQ(pairings.key_of(TerminalId(42)).error(),
            "terminal 42 cannot be let in: The pairing file " + file_of(42) +
                " can be read by others than its owner; run: chmod 600 " + file_of(42) + ".");
  EXPECT_FALSE(pairings.is_over(TerminalId(42), mark));
}

TEST_F(PairingsTest, OfAnotherTillOrStoreLetNobodyIn) {
  ASSERT_TRUE(pairings.pair(TerminalId(42)));
  fs::copy_file(file_of(42), file_of(43));
  EXPECT_THAT(pairings.key_of(TerminalId(43)).error(), HasSubstr("is of another till or store"));
  const Pairings of_another(directory.file(""), StoreId(4));
  EXPECT_THAT(of_another.key_of(TerminalId(42)).error(), HasSubstr("is of another till or store"));
}

TEST_F(PairingsTest, PassOverWhatIsNone) {
  ASSERT_TRUE(pairings.pair(TerminalId(42)));
  for (const char* name : {"43.pairing.new", "044.pairing", "x.pairing", "45"})
    std::ofstream(directory.file(std::string("pairings/") + name)) << "nothing";
  EXPECT_EQ(listed(), std::vector<std::uint64_t>{42});
}

/// A shop of this machine that was set up for TLS; no node of it runs.
class PairingCommands : public ::testing::Test {
 protected:
  ShellOutcome terminal(const std::string& words, const std::string& security = kPrivate) const {
    return run_shell(std::string(PERK_STORE_PROGRAM) + " terminal " + words + " --config " +
                     shell_word(files.file("store.toml")) + " " + security);
  }
  static constexpr auto kPrivate =
      "--set security.insecure_loopback=false --set tls.directory=/nowhere";
  StoreFiles files;
};

TEST_F(PairingCommands, PairListAndUnpair) {
  const std::string out = files.file("till-42.pairing");
  const ShellOutcome paired = terminal("pair 42 --out " + shell_word(out));
  EXPECT_EQ(paired.exit_code, 0) << paired.output;
  EXPECT_EQ(paired.output,
            "The key of terminal 42 is in " + out +
                ": carry it to the till, and delete it here. It is not shown again.");
  EXPECT_EQ(fs::status(out).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  const auto key = sync::PairedKey::load(out);
  ASSERT_TRUE(key) << key.error();
  const Pairings pairings(files.data(), StoreId(3));
  EXPECT_EQ(pairings.key_of(TerminalId(42)).value().fingerprint(), key.value().fingerprint());
  EXPECT_THAT(terminal("list").output, StartsWith("terminal 42, paired 20"));
  EXPECT_EQ(terminal("unpair 42").exit_code, 0);
  EXPECT_EQ(terminal("list").output, "No till is paired with this store.");
}

TEST_F(PairingCommands, PrintTheKeyWhereThatIsAskedFor) {
  const ShellOutcome paired = terminal("pair 42 --out -");
  EXPECT_EQ(paired.exit_code, 0) << paired.output;
  const Pairings pairings(files.data(), StoreId(3));
  EXPECT_EQ(paired.output + "\n", pairings.key_of(TerminalId(42)).value().secret_text());
}

TEST_F(PairingCommands, LeaveNothingBehindWhenTheyFail) {
  const std::string out = files.file("taken");
  std::ofstream(out) << "mine\n";
  const ShellOutcome failed = terminal("pair 42 --out " + shell_word(out));
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_EQ(failed.output, "The pairing file " + out + " exists already and is not overwritten.");
  EXPECT_EQ(terminal("list").output, "No till is paired with this store.");
  EXPECT_EQ(terminal("unpair 42").output, "The terminal 42 is not paired here.");
  EXPECT_EQ(terminal("pair 0 --out -").exit_code, 2);
  EXPECT_EQ(terminal("pair 42").exit_code, 2);
}

TEST_F(PairingCommands, PairNobodyWhereTillsSpeakPlainly) {
  const ShellOutcome failed = terminal("pair 42 --out -", "");
  EXPECT_EQ(failed.exit_code, 2);
  EXPECT_THAT(failed.output, StartsWith("This store's tills speak plainly"));
}

}  // namespace
}  // namespace perk::test
