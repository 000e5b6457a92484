// What a stage's day can go wrong by: lines cut, servers killed. And what mends it.
#include <algorithm>
#include <array>

#include "ops/demo_run/stage.h"
#include "ops/proxy/control.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;

/// With what SQLite keeps beside it.
constexpr std::array kDatabase{"store.db", "store.db-wal", "store.db-shm"};

/// Nobody has either open.
Result<Done, std::string> replace_database(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  for (const char* const file : kDatabase) {
    fs::remove(to / file, error);
    if (!fs::exists(from / file, error)) continue;
    if (!fs::copy_file(from / file, to / file, error))
      return failed("cannot copy " + (from / file).string() + ": " + error.message());
  }
  return Done{};
}

}  // namespace

Stage::Outcome Stage::cut(const Shop& shop) { return break_line(shop, "cut"); }

Stage::Outcome Stage::break_line(const Shop& shop, const std::string& toxic) {
  const auto told = ask_proxy(proxy_control_, "set " + shop.link + " " + toxic);
  if (!told) return failed(told.error());
  return Done{};
}

Result<std::string, std::string> Stage::line_status() const {
  return ask_proxy(proxy_control_, "status");
}

Stage::Outcome Stage::heal(const Shop& shop) {
  const auto told = ask_proxy(proxy_control_, "clear " + shop.link);
  if (!told) return failed(told.error());
  return Done{};
}

void Stage::crash_shop(std::size_t shop) { shops_[shop].node->crash(); }
void Stage::crash_head_office() { head_office_->crash(); }

Stage::Outcome Stage::copy_database(std::size_t shop) {
  return replace_database(shops_[shop].directory / "data", shops_[shop].directory / "copy");
}

Stage::Outcome Stage::put_copy_back(std::size_t shop) {
  return replace_database(shops_[shop].directory / "copy", shops_[shop].directory / "data");
}

void Stage::destroy_database(std::size_t shop) {
  std::error_code error;
  for (const char* const file : kDatabase)
    fs::remove(shops_[shop].directory / "data" / file, error);
}

Stage::Outcome Stage::restart_shop(std::size_t shop) {
  Shop& again = shops_[shop];
  return start_again(again.node, options_.programs / again.node->name(),
                     again.directory / "perk-store.toml", again.link);
}

Stage::Outcome Stage::restart_head_office() {
  return start_again(head_office_, options_.programs / head_office_->name(), path("central.toml"),
                     "central");
}

Stage::Outcome Stage::replace_shop(std::size_t shop, const fs::path& program) {
  Shop& other = shops_[shop];
  other.node->stop();
  return start_again(other.node, program, other.directory / "perk-store.toml", other.link);
}

Stage::Outcome Stage::replace_head_office(const fs::path& program) {
  head_office_->stop();
  return start_again(head_office_, program, path("central.toml"), "central");
}

Stage::Outcome Stage::move_database(const std::string& conninfo) {
  options_.conninfo = conninfo;
  return write_office_settings(central_, admin_);
}

Stage::Outcome Stage::start_again(Child*& ended, const fs::path& program,
                                  const std::string& settings, const std::string& name) {
  if (ended->is_running()) return failed(ended->name() + " is still running");
  auto child =
      Child::start({program, "run", "--config", settings}, path(name + ".log"), options_.lifetime);
  if (!child) return failed(child.error());
  const auto place = std::find_if(children_.begin(), children_.end(),
                                  [&](const auto& known) { return known.get() == ended; });
  *place = std::move(child).value();
  ended = place->get();
  return write_down_what_runs();
}

std::optional<std::string> Stage::casualty() {
  for (std::size_t i = 0; i < servers_; ++i) {
    Child& server = *children_[i];
    if (!server.was_crashed() && !server.is_running())
      return server.name() + " ended by itself: see its log in " + options_.directory.string();
  }
  return std::nullopt;
}

}  // namespace perk::ops
