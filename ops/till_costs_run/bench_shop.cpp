#include "ops/till_costs_run/bench_shop.h"

#include <ctime>
#include <sstream>
#include <thread>

#include "ops/cli/authority.h"
#include "ops/demo_run/stage_files.h"
#include "ops/demo_run/till_papers.h"
#include "store_node/enrolment.h"
#include "store_node/pairings.h"
#include "sync/process/system_clock.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;

const StoreId kStore{3};
constexpr std::int64_t kDays = 2;
constexpr Millis kAnswerMax{30'000};
constexpr std::chrono::seconds kStartMax{30};

TerminalId terminal_of(std::size_t till) { return TerminalId(till + 1); }

}  // namespace

std::string name_of(Way way) {
  switch (way) {
    case Way::Plain:
      return "plain";
    case Way::Certificate:
      return "certificate";
    case Way::PairedKey:
      return "paired key";
  }
  return {};
}

BenchShop::BenchShop(const BenchPlan& plan, Way way)
    : way_(way),
      directory_(plan.directory / std::to_string(static_cast<int>(way))),
      proofs_(plan.tills, sync::Security::insecure_loopback()) {}

Result<std::unique_ptr<BenchShop>, std::string> BenchShop::open(const BenchPlan& plan, Way way) {
  std::unique_ptr<BenchShop> shop(new BenchShop(plan, way));
  if (const auto written = shop->write_files(); !written) return failed(written.error());
  if (const auto made = shop->make_proofs(); !made) return failed(made.error());
  if (const auto started = shop->start(plan); !started) return failed(started.error());
  return shop;
}

BenchShop::Outcome BenchShop::write_files() {
  std::error_code error;
  fs::create_directories(directory_, error);
  const store_node::Enrolment enrolment{
      kStore, "Bench", *Currency::from_code("EUR"), 16, {sync::CardNumberKey(1, {1, 2, 3})}};
  if (auto kept = store_node::write_enrolment(path("enrolment.toml"), enrolment); !kept)
    return kept;
  if (auto kept = sync::LogKey::generate().save(path("log.key")); !kept) return kept;
  std::ostringstream text;
  text << "[store]\ndata_directory = '" << path("data").string() << "'\nenrolment = '"
       << path("enrolment.toml").string() << "'\nlog_key = '" << path("log.key").string() << "'\n"
       << (way_ == Way::Plain ? insecure_settings() : private_shop_settings(path("tls")));
  return write_whole(path("perk-store.toml"), text.str());
}

BenchShop::Outcome BenchShop::make_proofs() {
  if (way_ == Way::Plain) return Done{};
  const WallTime now = sync::SystemClock().wall();
  if (auto made = run_authority(MakeAuthority{path("ca"), ""}, now); !made)
    return failed(made.error());
  const IssueIdentity own{path("ca"), sync::Party::store(kStore.value()), path("tls"), kDays};
  if (auto issued = run_authority(own, now); !issued) return failed(issued.error());
  const TillPapers papers(path("ca"), path("tills"));
  const store_node::Pairings pairings(path("data"), kStore);
  for (std::size_t till = 0; till < proofs_.size(); ++till) {
    if (way_ == Way::Certificate) {
      auto proof = papers.of(terminal_of(till));
      if (!proof) return failed(proof.error());
      proofs_[till] = std::move(proof).value();
    } else {
      const auto key = pairings.pair(terminal_of(till));
      if (!key) return failed(key.error());
      proofs_[till] = sync::Security::paired(key.value());
    }
  }
  return Done{};
}

BenchShop::Outcome BenchShop::start(const BenchPlan& plan) {
  const std::string program = plan.programs / "perk-store";
  auto node = Child::start({program, "run", "--config", path("perk-store.toml")}, path("log"),
                           Lifetime::EndsWithUs);
  if (!node) return failed(node.error());
  node_ = std::move(node).value();
  const auto deadline = std::chrono::steady_clock::now() + kStartMax;
  while (node_->is_running() && std::chrono::steady_clock::now() < deadline) {
    std::istringstream text(read_whole(path("data") / "terminal.port").value_or(""));
    if (std::uint16_t port = 0; text >> port) {
      address_ = {"127.0.0.1", port};
      return Done{};
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return failed("the shop's node does not start: see " + path("log").string());
}

StoreLine BenchShop::line_of(std::size_t till) const {
  return {address_, terminal_of(till), kAnswerMax, proofs_[till],
          sync::Party::store(kStore.value())};
}

std::chrono::nanoseconds BenchShop::processor_time() const {
  clockid_t clock = 0;
  timespec used{};
  const bool is_known =
      ::clock_getcpuclockid(node_->pid(), &clock) == 0 && ::clock_gettime(clock, &used) == 0;
  return is_known ? std::chrono::seconds(used.tv_sec) + std::chrono::nanoseconds(used.tv_nsec)
                  : std::chrono::nanoseconds(0);
}

}  // namespace perk::ops
