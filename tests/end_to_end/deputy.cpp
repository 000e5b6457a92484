#include "tests/end_to_end/deputy.h"

#include <stdexcept>

#include "ops/demo_run/stage_files.h"

namespace perk::test {
namespace {

const sync::Address kAnyPort{"127.0.0.1", 0};

void must(bool is_so, const std::string& what) {
  if (!is_so) throw std::runtime_error("the deputy cannot be set up: " + what);
}

}  // namespace

Deputy::Deputy(Town& town) : town_(town) {
  start();
  stores_ = address_in("sync.port");
  admin_ = address_in("admin.port");
  must(town_.wait_until("the deputy stands by and has seen the database",
                        [&] { return std::filesystem::exists(data() / "history.witness"); }),
       log());
  tell_shops();
}

void Deputy::start() {
  const std::filesystem::path settings = town_.directory() / "deputy.toml";
  const ops::StageOptions& options = town_.stage().options();
  const auto written = ops::write_whole(
      settings,
      ops::central_settings(data(), options.conninfo, options.currency, kAnyPort, kAnyPort) +
          ops::private_office_settings(town_.directory() / "head-office",
                                       town_.directory() / "ca"));
  must(written.has_value(), "its settings");
  const auto started = town_.stage().start(
      "perk-central", {"run", "--config", settings, "--central.takeover_after=4s"}, "deputy");
  must(started.has_value(), "it does not start");
  process_ = started.value();
}

sync::Address Deputy::address_in(const std::string& file) {
  std::string port;
  must(town_.wait_until("the deputy has its ports",
                        [&] {
                          port = ops::read_whole(data() / file).value_or("");
                          return !port.empty();
                        }),
       file);
  return {"127.0.0.1", static_cast<std::uint16_t>(std::stoi(port))};
}

/// Their nodes are started again with a second endpoint in the settings.
void Deputy::tell_shops() {
  for (std::size_t place = 0; place < town_.stage().shops().size(); ++place) {
    const ops::Shop& shop = town_.shop(place);
    const std::filesystem::path settings = shop.directory / "perk-store.toml";
    std::string text = ops::read_whole(settings).value_or("");
    const std::string endpoints = "endpoints = ['";
    const auto end = text.find("']", text.find(endpoints));
    must(end != std::string::npos, "the settings of " + shop.name);
    text.replace(end, 2, "', '" + to_string(stores_) + "']");
    must(ops::write_whole(settings, text).has_value(), "the settings of " + shop.name);
    town_.stage().crash_shop(place);
    must(town_.stage().restart_shop(place).has_value(), shop.name);
  }
  must(town_.wait_until("every shop is connected again",
                        [&] {
                          for (std::size_t place = 0; place < town_.stage().shops().size(); ++place)
                            if (!town_.is_connected(place)) return false;
                          return true;
                        }),
       "the shops");
}

std::string Deputy::admins() const {
  return to_string(town_.stage().admin()) + "," + to_string(admin_);
}

std::string Deputy::log() const {
  return ops::read_whole(town_.directory() / "deputy.log").value_or("");
}

}  // namespace perk::test
