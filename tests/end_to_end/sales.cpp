#include "tests/end_to_end/sales.h"

#include <set>
#include <stdexcept>

#include <gtest/gtest.h>

#include "ops/demo_run/day.h"
#include "ops/demo_run/stage_files.h"
#include "ops/demo_run/till_report.h"
#include "ops/demo_run/verify.h"
#include "ops/simulate/record.h"

namespace perk::test {
namespace {

/// Far longer than a test: the test ends the day, however fast this machine is.
constexpr const char* kDay = "10m";

bool has_said(const Town& town, const std::string& phase) {
  const auto said = ops::read_whole(town.directory() / "tills.log").value_or("");
  return said.find("perk-sim: " + phase) != std::string::npos;
}

bool has_open_request(const ops::Record& record, const std::string& store) {
  std::set<RequestId> open;
  for (const ops::Asked& asked : record.asked) {
    if (asked.store == store) open.insert(asked.id);
  }
  for (const ops::Answered& answered : record.answered) open.erase(answered.id);
  return !open.empty();
}

}  // namespace

Sales::Sales(Town& town) : town_(town) {
  auto told = town.stage().till_arguments(3);
  if (!told) throw std::runtime_error(told.error());
  std::vector<std::string> arguments = std::move(told).value();
  arguments.insert(arguments.end(),
                   {"--record", record(), "--report", ops::tills_file(town.stage()), "--cards",
                    std::to_string(kCards), "--rate", "60", "--duration", kDay});
  const auto tills = town.stage().start("perk-sim", arguments, "tills");
  if (!tills) throw std::runtime_error(tills.error());
  tills_ = tills.value();
  const auto is_selling = [&] { return has_said(town, "selling"); };
  if (!town.wait_until("the shops sell", is_selling))
    throw std::runtime_error("nobody sells anything");
}

std::string Sales::record() const { return ops::record_file(town_.stage()).string(); }

bool Sales::wait_for_events(std::size_t shop, std::uint64_t count) {
  std::optional<Seq> first;
  return town_.wait_until(town_.shop(shop).name + " sells more", [&] {
    const auto seen = town_.status(shop);
    if (!seen) return false;
    if (!first) first = seen->log_end;
    return seen->log_end.value() >= first->value() + count;
  });
}

bool Sales::wait_for_open_request(std::size_t shop) {
  const ops::Shop& where = town_.shop(shop);
  return town_.wait_until("a customer waits in " + where.name, [&] {
    const auto so_far = ops::load_record(record());
    return so_far && has_open_request(so_far.value(), to_string(where.terminals));
  });
}

void Sales::end() {
  tills_->stop();
  EXPECT_EQ(tills_->exit_code(), 0) << "the tills failed";
  town_.wait_until_everybody_agrees();
}

std::vector<std::string> Sales::broken_promises(const std::vector<std::size_t>& cut_shops) {
  ops::DemoReport report;
  for (const ops::Shop& shop : town_.stage().shops()) report.stores.emplace_back().name = shop.name;
  for (const std::size_t shop : cut_shops) report.stores[shop].was_cut = true;
  const auto told = ops::add_till_report(ops::tills_file(town_.stage()), report);
  if (!told) return {told.error()};
  std::string card;
  ops::verify_all(town_.stage(), town_.watch(), record(), report, card);
  std::vector<std::string> broken;
  for (const ops::CheckLine& check : report.checks) {
    if (!check.holds) broken.push_back(check.what + ": " + check.detail);
  }
  if (report.checks.empty()) broken.emplace_back("nothing was checked");
  return broken;
}

ShellOutcome Sales::check(const std::string& record) const {
  return town_.run("perk-sim", "check --record " + shell_word(record) + " --admin " +
                                   to_string(town_.stage().admin()));
}

}  // namespace perk::test
