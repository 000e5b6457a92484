#include <nlohmann/json.hpp>

#include "ops/compare/comparison_text.h"

namespace perk::compare {
namespace {

nlohmann::ordered_json json_of(const Row& row) {
  const Verdict& v = row.verdict;
  nlohmann::ordered_json json = {{"policy", policy_name(row.policy)},
                                 {"scenario", scenario_name(row.scenario)},
                                 {"wanted_minor", v.wanted.minor()},
                                 {"approved_minor", v.approved.minor()},
                                 {"wanted_cut_off_minor", v.wanted_cut_off.minor()},
                                 {"approved_cut_off_minor", v.approved_cut_off.minor()},
                                 {"wrongly_declined_minor", v.wrongly_declined.minor()},
                                 {"overdraft_minor", v.overdraft.minor()},
                                 {"overdraft_from_rights_minor", v.overdraft_from_rights.minor()},
                                 {"most_of_one_card_minor", v.most_of_one_card.minor()},
                                 {"exposure_peak_minor", nullptr},
                                 {"copies_minor", v.copies.minor()}};
  if (v.exposure_peak.is_known()) json["exposure_peak_minor"] = v.exposure_peak.amount().minor();
  return json;
}

}  // namespace

std::string to_json(const Comparison& comparison, const Occasion& occasion) {
  nlohmann::ordered_json json;
  json["rows"] = nlohmann::ordered_json::array();
  for (const Row& row : comparison.rows) json["rows"].push_back(json_of(row));
  json["seed"] = occasion.seed;
  json["trace"] = occasion.trace.empty() ? nlohmann::ordered_json(nullptr)
                                         : nlohmann::ordered_json(occasion.trace);
  json["currency"] = occasion.currency.code();
  json["placement"] = placement_name(comparison.placement);
  json["shops"] = comparison.shops;
  json["cards"] = comparison.cards;
  json["purchases"] = comparison.purchases;
  json["cloned_cards"] = comparison.cloned_cards;
  json["shops_with_clones"] = comparison.shops_with_clones;
  json["allowance_minor"] = comparison.allowance.amount.minor();
  json["card_cap_minor"] = comparison.allowance.per_card_cap.minor();
  json["virtual_clock"] = true;
  json["violations"] = comparison.violations();
  return json.dump(2);
}

}  // namespace perk::compare
