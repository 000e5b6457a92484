// How simulated tills prove who they are: what is taken, and what is said of what is not.
#include "ops/simulate/till_proofs.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "ops/cli/authority.h"
#include "tests/tls/trust.h"

namespace perk::ops {
namespace {

const sync::Address kHere{"127.0.0.1", 7101};

class TillProofs : public ::testing::Test {
 protected:
  TillProofs() {
    if (!run_authority(MakeAuthority{file("ca"), ""}, test::time_now()))
      ADD_FAILURE() << "there is no authority";
  }
  std::string file(const std::string& name) const { return (directory.path() / name).string(); }
  void issue(std::uint64_t terminal, const std::string& folder) const {
    const auto issued =
        run_authority(IssueIdentity{file("ca"), sync::Party::terminal(terminal), file(folder), 1},
                      test::time_now());
    ASSERT_TRUE(issued) << issued.error();
  }
  std::string pair(std::uint64_t store, std::uint64_t terminal) const {
    const std::string path = file(std::to_string(terminal) + ".pairing");
    EXPECT_TRUE(sync::PairedKey::make(StoreId(store), TerminalId(terminal)).value().save(path));
    return path;
  }
  std::string why_not(const ProofFiles& files, const std::vector<Post>& given) const {
    const auto lines = open_till_lines(files, given, test::time_now());
    return lines ? "they were opened" : lines.error();
  }

  test::TemporaryDirectory directory;
  const std::vector<Post> posts{{TerminalId(41), {kHere, StoreId(3)}},
                                {TerminalId(42), {kHere, StoreId(3)}}};
};

TEST_F(TillProofs, AreNoneUnlessFilesAreNamed) {
  const auto lines = open_till_lines({}, posts, test::time_now());
  ASSERT_TRUE(lines) << lines.error();
  ASSERT_EQ(lines.value().size(), 2U);
  EXPECT_FALSE(lines.value().at(TerminalId(41)).security.identity());
}

TEST_F(TillProofs, AreEachTillsOwnCertificate) {
  issue(41, "tills/41");
  issue(42, "tills/42");
  const auto lines = open_till_lines({file("tills"), {}}, posts, test::time_now());
  ASSERT_TRUE(lines) << lines.error();
  for (const auto& [terminal, line] : lines.value()) {
    ASSERT_TRUE(line.security.identity());
    EXPECT_EQ(line.security.identity()->party(), sync::Party::terminal(terminal.value()));
    EXPECT_EQ(line.store, sync::Party::store(3));
  }
}

TEST_F(TillProofs, MayBeOneTillsDirectory) {
  issue(42, "till");
  EXPECT_EQ(why_not({file("till"), {}}, {posts[1]}), "they were opened");
  EXPECT_EQ(why_not({file("till"), {}}, {posts[0]}),
            "the certificate in " + file("till") + " is of terminal 42, not of terminal 41");
}

TEST_F(TillProofs, ByCertificateNeedToKnowTheStore) {
  issue(42, "till");
  EXPECT_EQ(why_not({file("till"), {}}, {{TerminalId(42), {kHere}}}),
            "say which store is at 127.0.0.1:7101, as in --stores 3@127.0.0.1:7101: its "
            "certificate is to say the same");
}

TEST_F(TillProofs, AreEachTillsOwnPairing) {
  const ProofFiles files{"", {pair(3, 41), pair(3, 42)}};
  const auto lines = open_till_lines(files, posts, test::time_now());
  ASSERT_TRUE(lines) << lines.error();
  for (const auto& [terminal, line] : lines.value()) {
    ASSERT_TRUE(line.security.paired_key());
    EXPECT_EQ(line.security.paired_key()->terminal(), sync::Party::terminal(terminal.value()));
    EXPECT_EQ(line.store, sync::Party::store(3));
  }
}

TEST_F(TillProofs, ByPairingAreOfTheRightTillAndStore) {
  const std::string of_41 = pair(3, 41);
  EXPECT_EQ(why_not({"", {of_41}}, posts), "no --pairing is of terminal 42");
  EXPECT_EQ(why_not({"", {of_41}}, {{TerminalId(41), {kHere}}}), "they were opened");
  EXPECT_EQ(why_not({"", {of_41}}, {{TerminalId(41), {kHere, StoreId(4)}}}),
            "the pairing of terminal 41 is with store 3, and 4@127.0.0.1:7101 is another");
  std::filesystem::permissions(of_41, std::filesystem::perms::others_read,
                               std::filesystem::perm_options::add);
  EXPECT_EQ(why_not({"", {of_41}}, {posts[0]}),
            "The pairing file " + of_41 + " can be read by others than its owner; run: chmod 600 " +
                of_41 + ".");
}

TEST_F(TillProofs, AreOfOneKind) {
  EXPECT_EQ(why_not({"tills", {"42.pairing"}}, posts),
            "tills show certificates (--tls) or are paired (--pairing), not both");
}

TEST(StorePlaces, AreReadAsTheyAreWritten) {
  for (const char* text : {"127.0.0.1:7101", "3@127.0.0.1:7101", "17@shop.example:1"}) {
    const auto place = parse_store_place(text);
    ASSERT_TRUE(place) << text;
    EXPECT_EQ(to_string(*place), text);
  }
  for (const char* text : {"", "@127.0.0.1:7101", "0@127.0.0.1:7101", "x@127.0.0.1:7101", "3@",
                           "-3@127.0.0.1:7101", "3@4@127.0.0.1:7101"})
    EXPECT_FALSE(parse_store_place(text)) << text;
}

}  // namespace
}  // namespace perk::ops
