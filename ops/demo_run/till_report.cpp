#include "ops/demo_run/till_report.h"

#include <nlohmann/json.hpp>

#include "ops/demo_run/stage_files.h"

namespace perk::ops {
namespace {

using nlohmann::json;

SoldLine sold_from(const json& line) {
  return {line.at("count").get<std::uint64_t>(), Amount(line.at("value").get<std::int64_t>())};
}

void fill(StoreReport& store, const json& line) {
  store.online = sold_from(line.at("online"));
  store.offline = sold_from(line.at("offline"));
  store.loaded = sold_from(line.at("loaded"));
  store.reversed = sold_from(line.at("reversed"));
  for (const auto& [basis, sold] : line.at("by_basis").items())
    store.by_basis[basis] = sold_from(sold);
  store.stolen = sold_from(line.at("stolen"));
  store.partial = line.at("partial").get<std::uint64_t>();
  store.declined = line.at("declined").get<std::map<std::string, std::uint64_t>>();
  store.longest_wait = Millis((line.at("wait_us").at("max").get<std::int64_t>() + 999) / 1000);
  store.approved_per_slot = line.at("approved_per_slot").get<std::vector<std::uint64_t>>();
}

}  // namespace

Result<Done, std::string> add_till_report(const std::filesystem::path& file, DemoReport& report) {
  const auto text = read_whole(file);
  if (!text) return failed("the tills left no report in " + file.string());
  try {
    const json tills = json::parse(*text);
    report.slot = Millis(tills.at("slot_ms").get<std::int64_t>());
    if (const auto currency = Currency::from_code(tills.at("currency").get<std::string>()))
      report.currency = *currency;
    for (std::size_t i = 0; i < report.stores.size(); ++i)
      fill(report.stores[i], tills.at("stores").at(i));
  } catch (const json::exception& error) {
    return failed("the tills' report " + file.string() + " cannot be read: " + error.what());
  }
  return Done{};
}

}  // namespace perk::ops
