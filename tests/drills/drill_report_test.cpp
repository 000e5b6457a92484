#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/drills/sample_report.h"

namespace perk::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(DrillReport, SaysInJsonWhatAProgramNeeds) {
  const auto json = nlohmann::json::parse(to_json(sample_report()));
  EXPECT_EQ(json.at("drill"), "shops-cut");
  EXPECT_EQ(json.at("claim"), "Nothing is lost & everybody agrees.");
  EXPECT_EQ(json.at("verdict"), "valid");
  EXPECT_EQ(json.at("acknowledged"), 1'200);
  EXPECT_EQ(json.at("failed"), 34);
  EXPECT_EQ(json.at("indeterminate"), 3);
  EXPECT_EQ(json.at("indeterminate_found"), 2);
  EXPECT_EQ(json.at("indeterminate_not_found"), 1);
  EXPECT_EQ(json.at("lost"), 0);
  EXPECT_EQ(json.at("seed"), 7);
  EXPECT_EQ(json.at("planted_bug_caught"), true);
  EXPECT_EQ(json.at("faults").size(), 2U);
  EXPECT_EQ(json.at("faults").at(0).at("shops").at(0), "Harbour");
}

TEST(DrillReport, DoesNotCallABugCaughtThatWasNotTried) {
  DrillReport report = sample_report();
  report.control->was_run = false;
  EXPECT_TRUE(nlohmann::json::parse(to_json(report)).at("planted_bug_caught").is_null());
  report.control.reset();
  EXPECT_TRUE(nlohmann::json::parse(to_json(report)).at("planted_bug_caught").is_null());
}

TEST(DrillReport, PutsClaimAndVerdictFirst) {
  const std::string page = to_html(sample_report());
  const std::size_t claim = page.find("Nothing is lost &amp; everybody agrees.");
  const std::size_t verdict = page.find("<span class=\"verdict valid\">valid");
  ASSERT_NE(claim, std::string::npos);
  ASSERT_NE(verdict, std::string::npos);
  EXPECT_LT(claim, page.find("acknowledged"));
  EXPECT_LT(verdict, page.find("acknowledged"));
  EXPECT_THAT(page, HasSubstr("<code>ops/drill run shops-cut --seed 7</code>"));
  EXPECT_THAT(page, HasSubstr("<b>Caught</b>: they did not agree"));
}

TEST(DrillReport, NeedsNothingFromElsewhere) {
  const std::string page = to_html(sample_report());
  EXPECT_THAT(page, Not(HasSubstr("http")));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("src=")));
}

TEST(DrillReport, DrawsALineForEachShopInEachPicture) {
  const std::string page = to_html(sample_report());
  std::size_t lines = 0;
  for (std::size_t at = page.find("<polyline"); at != std::string::npos;
       at = page.find("<polyline", at + 1))
    ++lines;
  EXPECT_EQ(lines, 3U + 3U + 3U + 2U) << "pace, waits, backlogs; exposure and overdraft";
}

TEST(DrillReport, ShowsALongDaysPaceOverALongerSpan) {
  DrillReport report = sample_report();
  EXPECT_THAT(to_html(report), Not(HasSubstr("s each")));
  ShopTimeline& day = report.timeline.shops.front();
  day.approved.assign(2'400, 1);  // Ten minutes.
  day.slowest.assign(2'400, Millis(5));
  day.slowest[1'201] = Millis(777);
  const std::string page = to_html(report);
  EXPECT_THAT(page, HasSubstr("purchases approved, per second, over 15 s each"));
  EXPECT_THAT(page, HasSubstr(">800<")) << "the slowest answer of all is still the scale";
}

TEST(DrillReport, OfARunIsShownOnlyIfAllOfItIs) {
  const DrillReport good = sample_report();
  DrillReport unknown = good;
  unknown.verdict = DrillVerdict::Unknown;
  DrillReport blind = good;
  blind.control->verdict = DrillVerdict::Valid;
  DrillReport untried = good;
  untried.control.reset();
  EXPECT_TRUE(all_shown({good, untried}));
  EXPECT_FALSE(all_shown({good, unknown}));
  EXPECT_FALSE(all_shown({good, blind}));
}

TEST(DrillReport, OfARunLeadsToEachDrillsPage) {
  DrillReport blind = sample_report();
  blind.drill = "flapping";
  blind.control->verdict = DrillVerdict::Valid;
  const std::string page = index_html({sample_report(), blind});
  EXPECT_THAT(page, HasSubstr("<a href=\"shops-cut.html\">"));
  EXPECT_THAT(page, HasSubstr("<a href=\"flapping.html\">"));
  EXPECT_THAT(page, HasSubstr("<span class=\"no\">not caught</span>"));
  EXPECT_THAT(page, HasSubstr("<span class=\"verdict invalid\">"));
}

TEST(DrillReport, IsOneLineOnATerminal) {
  EXPECT_EQ(to_line(sample_report()),
            "shops-cut: valid, 1200 acknowledged, 0 lost, 3 indeterminate; planted bug caught");
  DrillReport broken = sample_report();
  broken.verdict = DrillVerdict::Invalid;
  broken.why = "two are lost";
  broken.control->verdict = DrillVerdict::Valid;
  EXPECT_EQ(
      to_line(broken),
      "shops-cut: invalid, 1200 acknowledged, 0 lost, 3 indeterminate; planted bug NOT CAUGHT "
      "(two are lost)");
}

}  // namespace
}  // namespace perk::ops
