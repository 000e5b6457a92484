#include "tests/simulation/world.h"

namespace perk::simulation {
namespace {

constexpr std::uint16_t kShards = 4;
constexpr Millis kLookAroundEvery{600'000};
constexpr std::uint32_t kKeyVersion = 1;
constexpr std::array<std::uint8_t, 32> kNumberKey{7, 5, 3};

Currency euro() { return *Currency::from_code("EUR"); }

std::string luhn_number(std::uint64_t n) {
  std::string payload = std::to_string(n);
  payload.insert(0, 11 - payload.size(), '0');
  payload.insert(0, "6006");
  return std::string(CardNumber::with_check_digit(payload)->secret_digits());
}

/// Ticks come seldom in virtual time, so that days go by fast: what they bound is bounded in proportion.
sync::ReplicatorLimits replicator_limits() {
  sync::ReplicatorLimits limits;
  limits.heartbeat = Millis(60'000);
  limits.silence_max = Millis(180'000);
  limits.progress_max = Millis(240'000);
  limits.handshake_max = Millis(60'000);
  limits.batch_bytes_max = 8 * 1'024;
  return limits;
}

sync::LogKey key_of(std::size_t shop) {
  std::array<std::uint8_t, 32> seed{9, 9};
  seed[2] = static_cast<std::uint8_t>(shop);
  seed[3] = static_cast<std::uint8_t>(shop >> 8U);
  return sync::LogKey::from_seed(seed);
}

OfficeSetup office_setup(std::uint64_t seed) {
  OfficeSetup setup;
  setup.chain = {euro(), kShards, Epoch(1)};
  setup.risk.steward.till = {Amount(20'000), Amount(2'000), Amount(1'600)};
  setup.risk.steward.valid_for = Millis(2LL * 24 * 3'600'000);
  setup.risk.steward.recall_again = Millis(60'000);
  setup.replicator = replicator_limits();
  setup.number_keys = {{kKeyVersion, kNumberKey}};
  setup.seed = seed;
  return setup;
}

}  // namespace

World::World(const Plan& plan)
    : plan_(plan), random_(plan.seed * 7'919 + 1), vfs_(plan.seed), judge_(kShards) {
  keys_.emplace_back(kKeyVersion, kNumberKey);
  for (std::uint64_t n = 0; n < 5 * plan_.shops; ++n) cards_.push_back({luhn_number(n)});
  office_ = std::make_unique<OfficeMachine>(agenda_, judge_, office_setup(random_.next()));
  judge_.watch(*office_);
  for (std::size_t i = 0; i < plan_.shops; ++i)
    (void)office_->events().enrol("Shop " + std::to_string(i + 1), key_of(i).public_key(),
                                  office_->clock().wall());
  shops_.resize(plan_.shops);
  for (std::size_t i = 0; i < plan_.shops; ++i) open_shop(i);
  if (plan_.sells_only) return;
  operators_ =
      std::make_unique<Operators>(agenda_, *office_, judge_, cards_, plan_.shops, random_.next());
}

World::~World() {
  // Tills and clones refer to machines; machines to the office's connections.
  for (auto& clone : clones_) clone->till.reset();
  for (auto& shop : shops_) shop.tills.clear();
  office_->die();
}

ShopSetup World::setup_of(std::size_t index, const std::string& directory,
                          std::uint64_t seed) const {
  ShopSetup setup{index, StoreId(index + 1),  directory, key_of(index), keys_,
                  {},    replicator_limits(), seed};
  setup.till.store_name = "Shop " + std::to_string(index + 1);
  setup.till.limits.currency = euro();
  setup.till.shard_count = kShards;
  setup.till.chores_every = Millis(120'000);
  return setup;
}

void World::open_shop(std::size_t index) {
  Shop& shop = shops_[index];
  shop.line = std::make_unique<Line>(agenda_, judge_, index, random_.next());
  const Surroundings around{agenda_, vfs_, io_.get_executor(), *office_, judge_};
  shop.machine = std::make_unique<ShopMachine>(
      around, setup_of(index, "/shop-" + std::to_string(index + 1), random_.next()), *shop.line);
  shop.counter = shop.machine.get();
  for (std::size_t i = 0; i < plan_.tills; ++i)
    shop.tills.push_back(std::make_unique<Terminal>(
        agenda_, shop.counter, judge_, cards_,
        TerminalSetup{index, TerminalId(++terminals_), random_.next(), plan_.customers_per_day,
                      euro(), !plan_.sells_only}));
}

Verdict World::live() {
  office_->start();
  for (Shop& shop : shops_) {
    shop.machine->start();
    for (const auto& till : shop.tills) till->open();
  }
  if (operators_) operators_->open();
  for (const Fault& fault : plan_.faults) agenda_.at(fault.when, [this, fault] { begin(fault); });
  look_around();
  run_until(Instant() + plan_.length);
  if (!is_over()) heal();
  if (!is_over()) wait_for_convergence();
  Verdict verdict{judge_.objection(), agenda_.now(), judge_.trace(), judge_.counts(),
                  agenda_.done()};
  return verdict;
}

void World::run_until(Instant end) {
  while (!is_over() && agenda_.do_next(end)) step_done();
}

void World::step_done() {
  io_.restart();
  while (io_.poll() > 0) {
  }
  office_->run_queue();
  judge_.read_order();
}

void World::look_around() {
  judge_.look_at_exposure();
  back_up();
  operate();
  agenda_.after(kLookAroundEvery, [this] { look_around(); });
}

Verdict live_through(const Plan& plan) { return World(plan).live(); }

Plan plan_for(std::uint64_t seed, std::size_t shops, Millis length,
              const std::vector<FaultKind>& kinds) {
  Plan plan;
  plan.seed = seed;
  plan.shops = shops;
  plan.length = length;
  test::Random random(seed);
  // Not every chain meets everything: alone, a fault shows what hides among others.
  std::vector<FaultKind> some;
  const bool were_named = kinds.size() < all_fault_kinds().size();
  const std::uint64_t share = std::vector<std::uint64_t>{15, 40, 100}[random.below(3)];
  for (const FaultKind kind : kinds)
    if (random.chance(share) || were_named) some.push_back(kind);
  plan.faults = draw_faults(random, some, shops, length, were_named ? 3 : 1);
  return plan;
}

}  // namespace perk::simulation
