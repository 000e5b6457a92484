#include "ops/demo_run/stage.h"

#include <chrono>
#include <map>
#include <sstream>
#include <thread>

#include "ops/demo_run/stage_files.h"
#include "ops/proxy/loopback.h"
#include "ops/simulate/deck.h"

namespace perk::ops {
namespace {

constexpr const char* kShops[] = {"Harbour", "Market", "Station"};
const sync::Address kAnyPort{"127.0.0.1", 0};

}  // namespace

Stage::Stage(StageOptions options) : options_(std::move(options)) {
  tills_ = std::make_shared<const TillPapers>(is_private() ? path("ca") : std::filesystem::path(),
                                              path("tills"));
}

Result<std::unique_ptr<Stage>, std::string> Stage::set_up(const StageOptions& options,
                                                          const Say& say) {
  std::unique_ptr<Stage> stage(new Stage(options));
  std::error_code error;
  std::filesystem::create_directories(options.directory, error);
  if (error)
    return failed("cannot make the folder " + options.directory.string() + ": " + error.message());
  say("starting head office");
  if (const auto made = stage->make_authority(); !made) return failed(made.error());
  if (const auto started = stage->start_head_office(); !started) return failed(started.error());
  if (const auto imported = stage->import_cards(); !imported) return failed(imported.error());
  say(stage->is_private() ? "enrolling three shops, each by a one-time code"
                          : "enrolling three shops");
  for (const char* name : kShops) {
    if (const auto enrolled = stage->enrol(name); !enrolled) return failed(enrolled.error());
  }
  say("starting the shops and their lines to head office");
  if (const auto started = stage->start_lines(); !started) return failed(started.error());
  for (std::size_t i = 0; i < stage->shops_.size(); ++i) {
    const auto elsewhere = options.other_places.find(i);
    const bool is_elsewhere = elsewhere != options.other_places.end();
    // The fault proxy knows this machine's own addresses only.
    const bool is_direct = !options.other_places.empty();
    if (const auto started =
            stage->start_shop(stage->shops_[i], is_direct ? stage->central_ : stage->lines_[i],
                              is_elsewhere ? &elsewhere->second : nullptr);
        !started)
      return failed(started.error());
  }
  stage->servers_ = stage->children_.size();
  if (const auto written = stage->write_down_what_runs(); !written) return failed(written.error());
  return stage;
}

Stage::~Stage() {
  while (!children_.empty()) children_.pop_back();
}

Result<Child*, std::string> Stage::start(const std::string& program,
                                         const std::vector<std::string>& arguments,
                                         const std::string& name,
                                         const std::vector<std::string>& enter) {
  std::vector<std::string> command = enter;
  command.push_back((options_.programs / program).string());
  command.insert(command.end(), arguments.begin(), arguments.end());
  auto child = Child::start(command, path(name + ".log"), options_.lifetime);
  if (!child) return failed(child.error());
  children_.push_back(std::move(child).value());
  if (const auto written = write_down_what_runs(); !written) return failed(written.error());
  return children_.back().get();
}

Stage::Outcome Stage::wait_for(Child& child, const std::string& what,
                               const std::function<bool()>& is_there) {
  bool has_ended = false;
  const auto there = wait_until(what, [&] {
    has_ended = !child.is_running();
    return has_ended || is_there();
  });
  if (has_ended)
    return failed(child.name() + " ended by itself: see its log in " + options_.directory.string());
  return there;
}

Stage::Outcome Stage::wait_until(const std::string& sentence, const std::function<bool()>& is_so,
                                 std::chrono::seconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  while (!is_so()) {
    if (const auto died = casualty()) return failed(*died);
    if (std::chrono::steady_clock::now() > deadline)
      return failed("waited " + std::to_string(patience.count()) + " s in vain until " + sentence);
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return Done{};
}

Result<sync::Address, std::string> Stage::port_from(Child& child,
                                                    const std::filesystem::path& file) {
  std::uint16_t port = 0;
  const auto there = wait_for(child, "there is a port file " + file.string(), [&] {
    std::istringstream text(read_whole(file).value_or(""));
    return static_cast<bool>(text >> port);
  });
  if (!there) return failed(there.error());
  return sync::Address{kAnyPort.host, port};
}

Stage::Outcome Stage::write_office_settings(const sync::Address& stores,
                                            const sync::Address& admin) const {
  return write_whole(
      path("central.toml"),
      central_settings(path("central"), options_.conninfo, options_.currency, stores, admin) +
          stand_in_settings(options_.typical_purchase) +
          (is_private() ? private_office_settings(path("head-office"), path("ca"))
                        : insecure_settings()));
}

Stage::Outcome Stage::start_head_office() {
  const std::filesystem::path data = path("central");
  const std::string settings = path("central.toml");
  // A shop that is elsewhere finds it under an address of the network between them, and all others do, too.
  const std::string host = options_.other_places.empty()
                               ? kAnyPort.host
                               : options_.other_places.begin()->second.head_office_host;
  if (const auto written = write_office_settings({host, 0}, kAnyPort); !written) return written;
  const std::string program = options_.programs / options_.central_program;
  if (const auto made = run_to_end({program, "init", "--config", settings}, path("central.log"));
      !made)
    return made;
  const auto central = start(options_.central_program, {"run", "--config", settings}, "central");
  if (!central) return failed(central.error());
  head_office_ = central.value();
  const auto stores = port_from(*central.value(), data / "sync.port");
  if (!stores) return failed(stores.error());
  const auto admin = port_from(*central.value(), data / "admin.port");
  if (!admin) return failed(admin.error());
  central_ = {host, stores.value().port};
  admin_ = admin.value();
  if (const auto able = ask_as(std::nullopt); !able) return able;
  const auto is_open = [&] {
    const auto reply = ask_(central::HealthRequest{});
    const auto* health = reply ? std::get_if<central::HealthReply>(&reply.value()) : nullptr;
    return health != nullptr && health->is_database_reachable;
  };
  if (const auto open = wait_for(*central.value(), "head office reaches its database", is_open);
      !open)
    return open;
  // Started again, it is where it was.
  return write_office_settings(central_, admin_);
}

/// The simulated customers' cards were made elsewhere, as far as head office knows.
Stage::Outcome Stage::import_cards() {
  const Deck deck;
  const auto reply = ask_(central::AddRangeRequest{
      deck.prefix, static_cast<std::uint32_t>(number_length(deck)), RangeKind::Foreign});
  if (!reply) return failed(reply.error());
  if (std::holds_alternative<central::AddRangeReply>(reply.value())) return Done{};
  return failed(std::string("head office does not take the cards' number range"));
}

Stage::Outcome Stage::start_lines() {
  std::vector<std::string> arguments = {"run", "--seed", std::to_string(options_.seed),
                                        "--port-file", path("proxy.ports")};
  for (const Shop& shop : shops_) {
    arguments.insert(arguments.end(),
                     {"--link", shop.link + "=127.0.0.1:0," +
                                    to_string(sync::Address{kAnyPort.host, central_.port})});
  }
  const auto proxy = start("perk-proxy", arguments, "proxy");
  if (!proxy) return failed(proxy.error());
  const auto is_there = [&] { return std::filesystem::exists(path("proxy.ports")); };
  if (const auto there = wait_for(*proxy.value(), "the fault proxy has its ports", is_there);
      !there)
    return there;
  std::istringstream ports(read_whole(path("proxy.ports")).value_or(""));
  std::map<std::string, std::string> found;
  for (std::string name, address; ports >> name >> address;) found[name] = address;
  const auto control = parse_loopback(found["control"]);
  if (!control) return failed(control.error());
  proxy_control_ = control.value();
  for (const Shop& shop : shops_) {
    const auto line = sync::parse_address(found[shop.link]);
    if (!line) return failed("the fault proxy has no link " + shop.link);
    lines_.push_back(*line);
  }
  return Done{};
}

Stage::Outcome Stage::start_shop(Shop& shop, const sync::Address& line,
                                 const OtherPlace* elsewhere) {
  const std::string host = elsewhere == nullptr ? kAnyPort.host : elsewhere->terminals_host;
  const sync::Address head_office =
      elsewhere == nullptr ? line : sync::Address{elsewhere->head_office_host, central_.port};
  const std::string settings = shop.directory / "perk-store.toml";
  const auto write = [&](const sync::Address& terminals) {
    return write_whole(
        settings, store_settings(shop.directory, terminals, head_office) +
                      (is_private() ? private_shop_settings(shop.directory) : insecure_settings()) +
                      options_.more_store_settings);
  };
  if (const auto written = write({host, 0}); !written) return written;
  const auto node = start(options_.store_program, {"run", "--config", settings}, shop.link,
                          elsewhere == nullptr ? std::vector<std::string>() : elsewhere->enter);
  if (!node) return failed(node.error());
  shop.node = node.value();
  const auto port = port_from(*node.value(), shop.directory / "data" / "terminal.port");
  if (!port) return failed(port.error());
  shop.terminals = {host, port.value().port};
  return write(shop.terminals);
}

Stage::Outcome Stage::write_down_what_runs() const {
  std::vector<RunningProgram> programs;
  for (const auto& child : children_) programs.push_back({child->pid(), child->name()});
  return write_whole(path("pids"), to_text(programs));
}

std::string Stage::proxy_control() const { return to_string(proxy_control_); }

}  // namespace perk::ops
