#include "sync/tls/party.h"

#include <limits>

#include <gtest/gtest.h>

namespace perk::sync {
namespace {

TEST(Party, IsReadFromWhatItIsPrintedAs) {
  const std::vector<std::pair<Party, std::string>> parties = {
      {Party::head_office(), "perk:head-office"},
      {Party::store(17), "perk:store:17"},
      {Party::store(std::numeric_limits<std::uint64_t>::max()), "perk:store:18446744073709551615"},
      {Party::operator_named("ana.b-c_1"), "perk:operator:ana.b-c_1"},
      {Party::operator_named(std::string(32, 'a')), "perk:operator:" + std::string(32, 'a')},
      {Party::terminal(42), "perk:terminal:42"}};
  for (const auto& [party, uri] : parties) {
    EXPECT_TRUE(is_valid(party)) << uri;
    EXPECT_EQ(to_uri(party), uri);
    EXPECT_EQ(parse_party_uri(uri), party) << uri;
  }
}

TEST(Party, IsNothingElse) {
  const std::string cut("perk:store:17\0", 14);
  for (const std::string& text : {std::string(),
                                  std::string("perk:"),
                                  std::string("perk:store:"),
                                  std::string("perk:store:0"),
                                  std::string("perk:store:017"),
                                  std::string("perk:store:-1"),
                                  std::string("perk:store:+1"),
                                  std::string("perk:store:1 "),
                                  std::string(" perk:store:1"),
                                  std::string("perk:store:1x"),
                                  std::string("perk:store:18446744073709551616"),
                                  std::string("PERK:store:1"),
                                  std::string("perk:Store:1"),
                                  std::string("perk:head-office:"),
                                  std::string("perk:head-office/"),
                                  std::string("perk:operator:"),
                                  std::string("perk:operator:Ana"),
                                  std::string("perk:operator:ana/../bo"),
                                  "perk:operator:" + std::string(33, 'a'),
                                  std::string("perk:operator:an\xc3\xa1"),
                                  std::string("perk:terminal:"),
                                  std::string("perk:till:1"),
                                  std::string("store:17"),
                                  cut}) {
    EXPECT_EQ(parse_party_uri(text), std::nullopt) << text;
  }
}

TEST(Party, ThatNoUriNamesIsNotValid) {
  EXPECT_FALSE(is_valid(Party::store(0)));
  EXPECT_FALSE(is_valid(Party::terminal(0)));
  EXPECT_FALSE(is_valid(Party::operator_named("")));
  EXPECT_FALSE(is_valid(Party::operator_named("Ana")));
  EXPECT_FALSE(is_valid({PartyKind::HeadOffice, 1, {}}));
  EXPECT_FALSE(is_valid({PartyKind::Store, 1, "ana"}));
}

TEST(Party, IsSaidInWords) {
  EXPECT_EQ(to_string(Party::head_office()), "head office");
  EXPECT_EQ(to_string(Party::store(17)), "store 17");
  EXPECT_EQ(to_string(Party::operator_named("ana")), "operator ana");
  EXPECT_EQ(to_string(Party::terminal(42)), "terminal 42");
}

}  // namespace
}  // namespace perk::sync
