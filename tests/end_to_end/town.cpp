#include "tests/end_to_end/town.h"

#include <iostream>
#include <stdexcept>

#include <gtest/gtest.h>

#include "ops/demo_run/agreement.h"
#include "ops/demo_run/stage_files.h"

namespace perk::test {
namespace {

/// A test's program stands beside those that the shops run.
std::filesystem::path programs() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path();
}

ops::StageOptions options_in(const std::filesystem::path& directory, const std::string& conninfo,
                             ops::Protection protection) {
  ops::StageOptions options;
  options.directory = directory;
  options.programs = programs();
  options.conninfo = conninfo;
  options.protection = protection;
  return options;
}

void say_last_words(const std::filesystem::path& directory) {
  const ShellOutcome words =
      run_shell("cd " + shell_word(directory.string()) + " && tail -n 8 *.log");
  std::cerr << words.output << "\n";
}

}  // namespace

Town::Town(const std::string& conninfo, ops::Protection protection) {
  auto stage = ops::Stage::set_up(options_in(directory_.path(), conninfo, protection),
                                  [](const std::string&) {});
  if (!stage) throw std::runtime_error(stage.error());
  stage_ = std::move(stage).value();
  watch_ = std::make_unique<ops::Watch>(stage_->shops());
  const auto all_connected = [this] {
    return is_connected(kHarbour) && is_connected(kMarket) && is_connected(kStation);
  };
  if (!wait_until("every shop finds head office", all_connected))
    throw std::runtime_error("the town could not be set up");
}

Town::~Town() {
  if (testing::Test::HasFailure()) say_last_words(directory_.path());
}

bool Town::wait_until(const std::string& sentence, const std::function<bool()>& is_so,
                      std::chrono::seconds patience) {
  const auto outcome = stage_->wait_until(sentence, is_so, patience);
  if (!outcome) ADD_FAILURE() << outcome.error();
  return outcome.has_value();
}

bool Town::wait_until_everybody_agrees() {
  return wait_until("everybody agrees",
                    [this] { return ops::events_everybody_has(*stage_, *watch_).has_value(); });
}

std::optional<store_node::StatusAnswer> Town::status(std::size_t shop) {
  return watch_->look()[shop];
}

bool Town::is_connected(std::size_t shop) {
  const auto seen = status(shop);
  return seen && seen->is_connected;
}

std::uint64_t Town::backlog(std::size_t shop) {
  const auto seen = status(shop);
  return seen ? ops::backlog_of(*seen) : 0;
}

ops::Shop Town::open_shop(const std::string& name, const std::string& folder) {
  auto enrolled = stage_->enrolled_shop(name, folder);
  if (!enrolled) throw std::runtime_error(enrolled.error());
  ops::Shop shop = std::move(enrolled).value();
  const std::filesystem::path settings = shop.directory / "perk-store.toml";
  EXPECT_TRUE(ops::write_whole(
      settings, ops::store_settings(shop.directory, {"127.0.0.1", 0}, stage_->central()) +
                    ops::private_shop_settings(shop.directory)));
  EXPECT_TRUE(stage_->start("perk-store", {"run", "--config", settings}, folder));
  const std::filesystem::path port = shop.directory / "data" / "terminal.port";
  EXPECT_TRUE(
      wait_until("the new shop has its port", [&] { return std::filesystem::exists(port); }));
  shop.terminals = {"127.0.0.1",
                    static_cast<std::uint16_t>(std::stoi(ops::read_whole(port).value_or("0")))};
  return shop;
}

ShellOutcome Town::perk(const std::string& words) const {
  return run_shell(stage_->security_variable() + " PERK_ADMIN=" + to_string(stage_->admin()) + " " +
                   shell_word((programs() / "perk").string()) + " " + words);
}

ShellOutcome Town::run(const std::string& program, const std::string& words) const {
  return run_shell(stage_->security_variable() + " " + shell_word((programs() / program).string()) +
                   " " + words);
}

std::string number_of(std::size_t card) {
  return std::string(ops::card_number(ops::Deck{}, card).secret_digits());
}

}  // namespace perk::test
