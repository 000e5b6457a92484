// After healing: everything must be said, heard and known within bounded virtual time.
#include "sync/crypto/hash_chain.h"
#include "sync/wire/event_codec.h"
#include "tests/simulation/world.h"

namespace perk::simulation {
namespace {

constexpr Millis kConvergenceMax{3LL * 3'600'000};
constexpr Millis kAskEvery{60'000};

}  // namespace

std::optional<std::string> World::not_brought(ShopMachine& machine) const {
  std::optional<std::string> first;
  const auto look = [&](const std::string& where, const EventId& event, const EventBytes& bytes) {
    if (first || judge_.order().holds(event, sync::sha256(bytes))) return;
    const auto read = sync::decode_event(bytes);
    first = "event " + std::to_string(event.seq.value()) + " of " + to_string(event.origin) + " (" +
            (read ? type_name(read.value().body) : "unreadable") + "), which stands in " + where +
            (machine.till().books().logs.is_closed(event.origin) ? " and is of a closed log"
                                                                 : " and is of no closed log");
  };
  for (const FormerLogOnDisk& former : machine.disk().former_logs()) {
    auto reader = store_node::SqliteLogReader::open(former.path);
    if (!reader) return "a former log that cannot be read";
    for (Seq after; !first;) {
      const auto some = reader.value()->read_log(after, 1 << 20);
      if (!some || some.value().empty()) break;
      for (const auto& own : some.value()) look("a former log", {former.log, own.seq}, own.bytes);
      after = some.value().back().seq;
    }
  }
  (void)machine.journal().replay_handed_back([&](const sync::Receipt& receipt) {
    look("a receipt", {receipt.incarnation, receipt.seq}, receipt.event);
  });
  return first;
}

/// A clone goes out of service once head office has all that it wrote: it and its original supersede each
/// other's connections for ever.
void World::retire_clones() {
  for (const auto& clone : clones_) {
    if (clone->counter == nullptr || !clone->machine->is_up() || !clone->till->is_idle()) continue;
    auto& journal = clone->machine->journal();
    const Origin log = journal.identity().incarnation;
    const auto& books = clone->machine->till().books();
    const bool is_new_log = judge_.order().held_through(log) == journal.head().value().seq &&
                            !books.logs.is_closed(log);
    if (!is_new_log || not_brought(*clone->machine)) continue;
    clone->machine->lose_power();
    clone->counter = nullptr;
  }
}

/// In words, for a report.
std::string World::why_not_retired(const Clone& clone) const {
  if (!clone.machine->is_up()) return ": it is down";
  if (!clone.till->is_idle()) return ": its till is busy";
  auto& journal = clone.machine->journal();
  const Origin log = journal.identity().incarnation;
  if (clone.machine->till().books().logs.is_closed(log)) return ": its log is closed";
  const Seq held = judge_.order().held_through(log);
  if (held != journal.head().value().seq)
    return ": of its log " + std::to_string(held.value()) + " of " +
           std::to_string(journal.head().value().seq.value()) + " events are held";
  const auto lacking = not_brought(*clone.machine);
  return lacking ? ": it did not bring " + *lacking : "";
}

std::optional<std::string> World::what_is_missing() {
  if (!office_->is_up()) return "head office is down";
  if (office_->has_work()) return "head office has work";
  if (operators_ && !operators_->is_done()) return "an operator cannot let a card go";
  for (const auto& clone : clones_)
    if (clone->counter != nullptr) return "a clone is in service" + why_not_retired(*clone);
  for (std::size_t i = 0; i < shops_.size(); ++i) {
    const Shop& shop = shops_[i];
    const std::string name = "shop " + std::to_string(i + 1);
    if (!shop.machine->is_up()) return name + " is down";
    if (!shop.machine->is_streaming()) return name + " is not connected";
    if (!shop.machine->is_idle()) return name + " has work";
    if (const auto lacking = not_brought(*shop.machine)) return name + " did not bring " + *lacking;
    auto& journal = shop.machine->journal();
    const Origin log = journal.identity().incarnation;
    if (judge_.order().held_through(log) != journal.head().value().seq)
      return name + "'s log is not held to its end";
    for (const sync::Cursor& cursor :
         store_node::complete(journal.cursors().value(), shop.machine->setup().till.shard_count))
      if (Position(cursor.index.value()) != judge_.order().end(cursor.feed.as_shard()))
        return name + " has not heard all of shard " +
               std::to_string(cursor.feed.as_shard().value());
    for (const auto& till : shop.tills)
      if (!till->is_done())
        return "a till of " + name + " has " + std::to_string(till->receipts()) +
               " receipts that are not covered";
  }
  return std::nullopt;
}

void World::wait_for_convergence() {
  const Instant end = agenda_.now() + kConvergenceMax;
  std::optional<std::string> missing = "nothing was looked at";
  int calm = 0;
  while (!is_over() && calm < 3) {
    run_until(agenda_.now() + kAskEvery);
    if (is_over()) return;
    retire_clones();
    for (Shop& shop : shops_)
      for (const auto& till : shop.tills) till->ask_after_receipts();
    missing = what_is_missing();
    calm = missing ? 0 : calm + 1;
    if (agenda_.now() >= end) break;
  }
  if (missing) return judge_.object("liveness", "three hours after all had healed, " + *missing);
  judge_.look_at_exposure();
  std::vector<ShopMachine*> machines;
  for (Shop& shop : shops_) machines.push_back(shop.machine.get());
  judge_.judge_end(machines);
}

}  // namespace perk::simulation
