// What each fault does, and how it is mended.
#include <algorithm>

#include "central/admin/messages.h"
#include "tests/simulation/world.h"

namespace perk::simulation {
namespace {

/// How much of a shop's history a backup may lack.
constexpr std::uint64_t kBackupChance = 6;

}  // namespace

void World::begin(const Fault& fault) {
  if (is_healed_) return;
  Shop& shop = shops_[fault.shop];
  test::Random chance(fault.chance);
  const auto later = [&](std::function<void()> act) {
    agenda_.after(fault.lasts, [this, act = std::move(act)] {
      if (!is_healed_) act();
    });
  };
  const auto mend_line = [&shop] { shop.line->mend(); };
  switch (fault.kind) {
    case FaultKind::Cut:
      shop.line->state.is_up_cut = shop.line->state.is_down_cut = true;
      if (chance.chance(50)) shop.line->tear();
      return later(mend_line);
    case FaultKind::CutUp:
      shop.line->state.is_up_cut = true;
      return later(mend_line);
    case FaultKind::CutDown:
      shop.line->state.is_down_cut = true;
      return later(mend_line);
    case FaultKind::Flap: {
      Millis at;
      while (at < fault.lasts) {
        at = at + Millis(chance.between(100, 20'000));
        agenda_.after(at, [&shop] { shop.line->tear(); });
      }
      return;
    }
    case FaultKind::Slow:
      shop.line->state.delay_min = Millis(500);
      shop.line->state.delay_max = Millis(9'000);
      return later(mend_line);
    case FaultKind::Unfaithful:
      shop.line->state.is_unfaithful = true;
      return later(mend_line);
    case FaultKind::ShopCrash:
      if (!shop.machine->is_up()) return;
      // Half of the time in the middle of a commit, at one of the disk's next calls.
      if (chance.chance(50)) {
        shop.machine->disk().disk().set_faults(
            {{test::DiskCall::Any, chance.below(40) + 1, test::DiskFault::Effect::PowerCut,
              test::DiskFault::Lasting::Once}});
        return;
      }
      shop.machine->lose_power();
      return come_back(fault.shop, fault.lasts);
    case FaultKind::ShopCommitFails: {
      const auto call = chance.chance(50) ? test::DiskCall::Sync : test::DiskCall::Write;
      const auto effect = call == test::DiskCall::Sync && chance.chance(50)
                              ? test::DiskFault::Effect::SyncDrops
                              : test::DiskFault::Effect::Io;
      shop.machine->disk().disk().set_faults(
          {{call, chance.below(6) + 1, effect, test::DiskFault::Lasting::Once}});
      return;
    }
    case FaultKind::ShopDiskFull: {
      std::uint64_t used = 0;
      for (const auto& [name, size] : shop.machine->disk().disk().files()) used += size;
      shop.machine->disk().disk().set_room(used + chance.below(8'192));
      return later([&shop] { shop.machine->disk().disk().set_room(UINT64_MAX); });
    }
    case FaultKind::ShopSlow:
      shop.machine->be_slow(Millis(chance.between(100, 6'000)));
      return later([&shop] { shop.machine->be_slow(Millis(2)); });
    case FaultKind::ShopClock:
      return shop.machine->clock().jump(Millis(chance.between(-3'600'000, 3'600'000)));
    case FaultKind::ShopDrift:
      return shop.machine->clock().drift(chance.between(-500, 500));
    case FaultKind::ShopRestored:
      return restore_shop(fault.shop, fault);
    case FaultKind::ShopCloned:
      return clone_shop(fault.shop, fault);
    case FaultKind::ShopBurnt:
      return burn_shop(fault.shop);
    case FaultKind::OfficeCrash:
      if (!office_->is_up()) return;
      office_->die();
      return later([this] {
        if (!office_->is_up()) office_->start();
      });
    case FaultKind::OfficeAway:
    case FaultKind::OfficeUnknown:
      if (office_->database().state() != DatabaseState::Well) return;
      office_->database().become(fault.kind == FaultKind::OfficeAway ? DatabaseState::Away
                                                                     : DatabaseState::Unsure);
      return later([this] {
        if (office_->database().state() != DatabaseState::OffQuorum)
          office_->database().become(DatabaseState::Well);
      });
    case FaultKind::OfficeFailover:
      return fail_over(fault);
    case FaultKind::OfficeClock:
      return office_->clock().jump(Millis(chance.between(-3'600'000, 3'600'000)));
    case FaultKind::OfficeRestored:
      return restore_office(fault);
    case FaultKind::NewerPeer:
      shop.machine->speak_newer(true);
      return later([&shop] { shop.machine->speak_newer(false); });
  }
}

void World::come_back(std::size_t index, Millis after) {
  agenda_.after(after, [this, index] {
    ShopMachine& machine = *shops_[index].machine;
    if (!machine.is_up() && !to_declare_lost_.contains(index)) machine.start();
  });
}

/// What its present log promised may be forgotten.
void World::harm(ShopMachine& machine) {
  if (machine.is_up()) judge_.log_was_harmed(machine.journal().identity().incarnation);
}

/// A copy of each disk, now and then: what somebody puts back later.
void World::back_up() {
  const auto wants = [&](FaultKind kind) {
    return std::ranges::any_of(plan_.faults, [&](const Fault& f) { return f.kind == kind; });
  };
  const bool wants_shops = wants(FaultKind::ShopRestored);
  const bool wants_office = wants(FaultKind::OfficeRestored);
  for (Shop& shop : shops_) {
    // Drawn all the same: taking a fault away changes nothing else.
    if (!random_.chance(kBackupChance) || !shop.machine->is_up() || !wants_shops) continue;
    shop.backup = shop.machine->disk().disk().snapshot();
    shop.backup_logs.insert(shop.machine->journal().identity().incarnation);
  }
  const bool is_sound = office_->database().state() == DatabaseState::Well;
  if (random_.chance(kBackupChance) && is_sound && wants_office)
    office_backup_ = office_->back_up();
}

void World::restore_shop(std::size_t index, const Fault& fault) {
  Shop& shop = shops_[index];
  if (!shop.backup || to_declare_lost_.contains(index)) return;
  harm(*shop.machine);
  for (const Origin log : shop.backup_logs) judge_.log_was_harmed(log);
  judge_.shop_was_copied();
  if (shop.machine->is_up()) shop.machine->lose_power();
  shop.machine->disk().replace(*shop.backup);
  come_back(index, fault.lasts);
}

void World::clone_shop(std::size_t index, const Fault& fault) {
  Shop& shop = shops_[index];
  if (!shop.machine->is_up() || clones_.size() >= 3) return;
  harm(*shop.machine);
  judge_.shop_was_copied();
  auto clone = std::make_unique<Clone>();
  clone->shop = index;
  test::Random chance(fault.chance);
  const std::size_t place = plan_.shops + clones_.size();  // Apart from its original, to the judge.
  clone->line = std::make_unique<Line>(agenda_, judge_, place, chance.next());
  const Surroundings around{agenda_, vfs_, io_.get_executor(), *office_, judge_};
  ShopSetup setup = setup_of(index, "/clone-" + std::to_string(clones_.size() + 1), chance.next());
  setup.index = place;
  clone->machine = std::make_unique<ShopMachine>(around, setup, *clone->line);
  clone->machine->disk().replace(shop.machine->disk().disk().snapshot());
  clone->counter = clone->machine.get();
  // Out of head office's sight for a while, or there would be little to find.
  clone->line->state.is_up_cut = clone->line->state.is_down_cut = true;
  agenda_.after(fault.lasts, [line = clone->line.get()] { line->mend(); });
  clone->till = std::make_unique<Terminal>(
      agenda_, clone->counter, judge_, cards_,
      TerminalSetup{index, TerminalId(++terminals_), chance.next(), plan_.customers_per_day,
                    *Currency::from_code("EUR")});
  clone->machine->start();
  clone->till->open();
  clones_.push_back(std::move(clone));
}

bool World::has_clone(std::size_t index) const {
  return std::ranges::any_of(clones_, [&](const auto& clone) {
    return clone->shop == index && clone->counter != nullptr;
  });
}

/// Nothing is left of the disk. Before its node comes back with an empty one, an operator declares it lost.
void World::burn_shop(std::size_t index) {
  Shop& shop = shops_[index];
  // While a copy of it is in service, nobody declares the store lost.
  if (!shop.machine->is_up() || has_clone(index)) return;
  harm(*shop.machine);
  for (const FormerLogOnDisk& former : shop.machine->disk().former_logs())
    judge_.log_was_harmed(former.log);
  shop.machine->lose_power();
  shop.machine->disk().replace(test::VirtualDisk());
  shop.backup.reset();
  to_declare_lost_.insert(index);
}

/// Its commits reach the primary alone for a while; then the primary catches up with its quorum, or another one
/// takes over without them.
void World::fail_over(const Fault& fault) {
  if (office_->database().state() != DatabaseState::Well) return;
  const auto before = std::make_shared<OfficeMachine::Backup>(office_->back_up());
  office_->database().become(DatabaseState::OffQuorum);
  const bool takes_over = fault.chance % 3 != 0;
  agenda_.after(fault.lasts, [this, before, takes_over] {
    if (office_->database().state() != DatabaseState::OffQuorum) return;
    office_->database().become(DatabaseState::Well);
    if (!takes_over) return judge_.on_order_grew();
    // The process keeps its memory of what it read; its connections to the database are gone.
    const bool was_up = office_->is_up();
    office_->die();
    office_->restore(*before);
    if (was_up) office_->start();
  });
}

void World::restore_office(const Fault& fault) {
  if (!office_backup_ || office_->database().state() != DatabaseState::Well) return;
  office_->die();
  office_->restore(*office_backup_);
  if (!office_->begin_epoch()) judge_.object("epochs", "a new epoch could not begin");
  judge_.office_was_restored();
  agenda_.after(fault.lasts, [this] {
    if (!office_->is_up()) office_->start();
  });
}

/// What operators do: a new epoch is settled once all have reported, a burnt store is declared lost.
void World::operate() {
  if (!office_->is_up() || office_->database().state() != DatabaseState::Well) return;
  // A disk that is gone cannot report.
  std::vector<std::string> without;
  for (const std::size_t index : to_declare_lost_)
    without.push_back("Shop " + std::to_string(index + 1));
  (void)office_->ask(central::SettleEpochRequest{without, "restored", "the simulator"});
  for (const std::size_t index : std::set(to_declare_lost_)) {
    const auto reply = office_->ask(
        central::DeclareLostRequest{"Shop " + std::to_string(index + 1), "burnt", "the simulator"});
    if (std::holds_alternative<central::AdminFault>(reply)) continue;
    to_declare_lost_.erase(index);
    come_back(index, Millis(60'000));
  }
}

void World::heal() {
  is_healed_ = true;
  for (Shop& shop : shops_) {
    shop.line->mend();
    shop.machine->be_slow(Millis(2));
    shop.machine->speak_newer(false);
    shop.machine->disk().disk().set_faults({});
    shop.machine->disk().disk().set_room(UINT64_MAX);
    for (const auto& till : shop.tills) till->close_shop();
  }
  if (operators_) operators_->close();
  for (const auto& clone : clones_) {
    clone->line->mend();
    clone->till->close_shop();
  }
  office_->database().become(DatabaseState::Well);
  judge_.on_order_grew();
  if (!office_->is_up()) office_->start();
  for (std::size_t i = 0; i < shops_.size(); ++i) come_back(i, Millis(1'000));
}

}  // namespace perk::simulation
