#include "ops/drill_run/scene.h"

#include <sstream>

#include "ops/demo_run/stage_files.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

constexpr std::uint64_t kKibibyte = 1024;

}  // namespace

Act break_lines(std::vector<std::size_t> shops, std::string toxic) {
  return [shops = std::move(shops), toxic = std::move(toxic)](Scene& scene) -> Outcome {
    for (const std::size_t place : shops) {
      if (auto broken = scene.stage().break_line(scene.shop(place), toxic); !broken) return broken;
    }
    return Done{};
  };
}

Act heal_lines(std::vector<std::size_t> shops) {
  return [shops = std::move(shops)](Scene& scene) -> Outcome {
    for (const std::size_t place : shops) {
      if (auto healed = scene.stage().heal(scene.shop(place)); !healed) return healed;
    }
    return Done{};
  };
}

Act kill_shop(std::size_t shop) {
  return [shop](Scene& scene) -> Outcome {
    scene.stage().crash_shop(shop);
    return Done{};
  };
}

Act start_shop_again(std::size_t shop) {
  return [shop](Scene& scene) { return scene.stage().restart_shop(shop); };
}

Act destroy_database(std::size_t shop) {
  return [shop](Scene& scene) -> Outcome {
    scene.stage().destroy_database(shop);
    return Done{};
  };
}

Act declare_lost(std::size_t shop) {
  return [shop](Scene& scene) -> Outcome {
    const std::string name = scene.shop(shop).name;
    return scene.stage().wait_until("head office declares " + name + " lost", [&] {
      const auto reply =
          scene.stage().ask()(central::DeclareLostRequest{name, "its disk is gone", kDemoOperator});
      return reply && !std::holds_alternative<central::AdminFault>(reply.value());
    });
  };
}

Act kill_head_office() {
  return [](Scene& scene) -> Outcome {
    scene.stage().crash_head_office();
    return Done{};
  };
}

Act start_head_office_again() {
  return [](Scene& scene) { return scene.stage().restart_head_office(); };
}

Act kill_database() {
  return [](Scene& scene) { return scene.databases().kill(); };
}

Act start_database_again() {
  return [](Scene& scene) { return scene.databases().start_again(); };
}

Act in_turn(std::vector<Act> acts) {
  return [acts = std::move(acts)](Scene& scene) -> Outcome {
    for (const Act& act : acts) {
      if (auto done = act(scene); !done) return done;
    }
    return Done{};
  };
}

Result<central::StoreRow, std::string> store_row(const Stage& stage, const std::string& name) {
  auto stores = asked<central::StoresReply>(stage, central::StoresRequest{});
  if (!stores) return failed(stores.error());
  for (central::StoreRow& row : stores.value().stores)
    if (row.name == name) return std::move(row);
  return failed("head office knows no store " + name);
}

bool is_warned_of(const Stage& stage, const std::string& words) {
  return read_whole(stage.options().directory / "central.log").value_or("").find(words) !=
         std::string::npos;
}

Result<LineBytes, std::string> bytes_of(Stage& stage, const Shop& shop) {
  const auto status = stage.line_status();
  if (!status) return failed(status.error());
  std::istringstream lines(status.value());
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with(shop.link + " ")) continue;
    LineBytes bytes;
    const auto number_after = [&](const std::string& word, std::uint64_t& number) {
      const std::size_t found = line.find(word);
      if (found == std::string::npos) return false;
      std::istringstream text(line.substr(found + word.size()));
      return static_cast<bool>(text >> number);
    };
    if (number_after(", up ", bytes.up) && number_after(", down ", bytes.down)) return bytes;
  }
  return failed("the fault proxy does not say what passed " + shop.name + "'s line");
}

std::uint64_t memory_peak_of(int pid) {
  std::istringstream status(read_whole("/proc/" + std::to_string(pid) + "/status").value_or(""));
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with("VmHWM:")) continue;
    std::istringstream text(line.substr(std::string("VmHWM:").size()));
    std::uint64_t kibibytes = 0;
    return text >> kibibytes ? kibibytes * kKibibyte : 0;
  }
  return 0;
}

}  // namespace perk::ops
