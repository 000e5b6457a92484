#include "ops/drill_run/machine.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <sstream>

#include "ops/demo_run/stage_files.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;
using Outcome = Result<Done, std::string>;

const sync::Address kAnyPort{"127.0.0.1", 0};

/// For as long as it lives, a process stands still: what is on its disk does not change.
class StandingStill {
 public:
  explicit StandingStill(pid_t process) : process_(process) { kill(process_, SIGSTOP); }
  ~StandingStill() { kill(process_, SIGCONT); }
  StandingStill(const StandingStill&) = delete;
  StandingStill& operator=(const StandingStill&) = delete;

 private:
  pid_t process_;
};

Outcome copy_one(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::copy_file(from, to, fs::copy_options::overwrite_existing, error)) return Done{};
  return failed("cannot copy " + from.string() + ": " + error.message());
}

Outcome copy_files(const fs::path& from, const fs::path& to) {
  std::error_code error;
  fs::create_directories(to, error);
  for (const auto& entry : fs::directory_iterator(from, error)) {
    if (!entry.is_regular_file()) continue;
    if (auto copied = copy_one(entry.path(), to / entry.path().filename()); !copied) return copied;
  }
  if (error) return failed("cannot copy " + from.string() + ": " + error.message());
  return Done{};
}

}  // namespace

sync::Address nowhere() { return {"127.0.0.1", 1}; }

Machine::Machine(Stage& stage, Shop shop) : stage_(stage) { shops_.push_back(std::move(shop)); }

Machine::Made Machine::enrolled(Stage& stage, const std::string& name, const std::string& folder) {
  const auto code = stage.code_for(name);
  if (!code) return failed(code.error());
  const StageOptions& options = stage.options();
  const fs::path directory = options.directory / folder;
  std::error_code error;
  fs::create_directories(directory, error);
  const auto done = run_to_end({options.programs / "perk-store", "enrol", "--code", code.value(),
                                "--central", to_string(stage.central()), "--dir", directory},
                               options.directory / (folder + ".log"));
  if (!done) return failed(done.error());
  auto shop = stage.enrolled_shop(name, folder);
  if (!shop) return failed(shop.error());
  return std::unique_ptr<Machine>(new Machine(stage, std::move(shop).value()));
}

Machine::Made Machine::papers_of(Stage& stage, const Shop& shop, const std::string& folder) {
  if (const auto copied = copy_files(shop.directory, stage.options().directory / folder); !copied)
    return failed(copied.error());
  auto copy = stage.enrolled_shop(shop.name, folder);
  if (!copy) return failed(copy.error());
  return std::unique_ptr<Machine>(new Machine(stage, std::move(copy).value()));
}

Machine::Made Machine::copy_of(Stage& stage, const Shop& shop, const std::string& folder) {
  auto copy = papers_of(stage, shop, folder);
  if (!copy) return copy;
  const fs::path from = shop.directory / "data", to = copy.value()->shop().directory / "data";
  const bool is_running = shop.node != nullptr && shop.node->is_running();
  const auto still = is_running ? std::make_unique<StandingStill>(shop.node->pid()) : nullptr;
  std::error_code error;
  fs::create_directories(to, error);
  for (const char* const file : {"store.db", "store.db-wal"}) {
    if (!fs::exists(from / file, error)) continue;
    if (const auto copied = copy_one(from / file, to / file); !copied)
      return failed(copied.error());
  }
  return copy;
}

fs::path Machine::settings_file() const { return shop().directory / "perk-store.toml"; }

Outcome Machine::write_settings(const sync::Address& terminals,
                                const sync::Address& head_office) const {
  return write_whole(
      settings_file(),
      store_settings(shop().directory, terminals, head_office) +
          (stage_.is_private() ? private_shop_settings(shop().directory) : insecure_settings()) +
          stage_.options().more_store_settings);
}

Outcome Machine::start(const sync::Address& head_office) {
  Shop& own = shops_.front();
  const fs::path port_file = own.directory / "data" / "terminal.port";
  std::error_code error;
  fs::remove(port_file, error);
  const bool has_port = own.terminals.port != 0;
  if (auto written = write_settings(has_port ? own.terminals : kAnyPort, head_office); !written)
    return written;
  const auto node =
      stage_.start(stage_.options().store_program, {"run", "--config", settings_file()}, own.link);
  if (!node) return failed(node.error());
  own.node = node.value();
  std::uint16_t port = 0;
  const auto there = stage_.wait_until(own.name + "'s other machine serves tills", [&] {
    std::istringstream text(read_whole(port_file).value_or(""));
    return static_cast<bool>(text >> port) || !own.node->is_running();
  });
  if (!there) return there;
  if (!own.node->is_running())
    return failed(own.link + " ended by itself: see its log in " +
                  stage_.options().directory.string());
  own.terminals = {kAnyPort.host, port};
  if (watch_ == nullptr) watch_ = std::make_unique<Watch>(shops_);
  return Done{};
}

void Machine::crash() {
  if (shops_.front().node != nullptr) shops_.front().node->crash();
}

void Machine::stop() {
  if (shops_.front().node != nullptr) shops_.front().node->stop();
}

std::optional<store_node::StatusAnswer> Machine::status() {
  return watch_ == nullptr ? std::nullopt : watch_->look().front();
}

bool Machine::is_held() {
  const auto now = status();
  return now && now->is_connected && now->synced_through == now->log_end;
}

std::string Machine::said() const {
  return read_whole(stage_.options().directory / (shop().link + ".log")).value_or("");
}

}  // namespace perk::ops
