#include "ops/compare/comparison_text.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace perk::compare {
namespace {

using testing::HasSubstr;

Occasion occasion() { return {9, "sales<1>.csv", Currency::from_code("EUR").value()}; }

Comparison small_comparison() {
  return compare_policies(tell_story(made_up_purchases(9, {50, 300, 10}), {9, 5, 100}), {});
}

TEST(ComparisonText, JsonHasARowForEachPolicyAndScenario) {
  const auto json = nlohmann::json::parse(to_json(small_comparison(), occasion()));
  EXPECT_EQ(json["seed"], 9);
  ASSERT_EQ(json["rows"].size(), 12U);
  for (const auto& row : json["rows"]) {
    EXPECT_TRUE(row["wanted_minor"].is_number_integer());
    EXPECT_EQ(row["exposure_peak_minor"].is_null(), row["policy"] == "cached");
  }
  EXPECT_EQ(json["rows"][3]["policy"], "escrow+standin");
  EXPECT_EQ(json["rows"][11]["scenario"], "rollback");
}

TEST(ComparisonText, TheTableSaysThatItIsNoNetwork) {
  const std::string text = to_text(small_comparison(), occasion());
  EXPECT_THAT(text, HasSubstr("in one process, on a virtual clock"));
  EXPECT_THAT(text, HasSubstr("unbounded"));
}

TEST(ComparisonText, ThePictureNeedsNothingElse) {
  const std::string html = to_html(small_comparison(), occasion());
  EXPECT_THAT(html, HasSubstr("escrow+standin</text>"));
  EXPECT_THAT(html, HasSubstr("sales&lt;1&gt;.csv"));
  EXPECT_THAT(html, testing::Not(HasSubstr("http")));
}

TEST(ComparisonText, AShareOfNothingIsNoNumber) {
  EXPECT_EQ(percent(Amount(1), Amount()), "-");
  EXPECT_EQ(percent(Amount(1), Amount(3)), "33.33");
  EXPECT_EQ(percent(Amount(1001), Amount(1000)), "100.10");
}

}  // namespace
}  // namespace perk::compare
