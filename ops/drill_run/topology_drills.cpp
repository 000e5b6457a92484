// Drills of who belongs to the chain: shops are enrolled and closed for good while the others sell.
#include <memory>

#include "ops/drill_run/hand_till.h"
#include "ops/drill_run/judging.h"
#include "ops/drill_run/machine.h"
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

/// A shop that comes and goes, with one till. It sells cards of its own, and takes everybody's.
struct Newcomer {
  std::string name, folder;
  TerminalId terminal;
  std::size_t first_card, cards_end;  ///< Of the deck, beyond the customers'.
  std::unique_ptr<Machine> machine{};
  std::unique_ptr<HandTill> till{};
};

constexpr Amount kSmallCoffee{120}, kGift{1'500};
constexpr std::size_t kCustomersCardsUsed = 12;

/// By a one-time code. Its line comes later; it sells its own cards at once.
Act open_newcomer(const std::shared_ptr<Newcomer>& shop) {
  return [shop](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    auto machine = Machine::enrolled(stage, shop->name, shop->folder);
    if (!machine) return failed(machine.error());
    shop->machine = std::move(machine).value();
    if (auto started = shop->machine->start(nowhere()); !started) return started;
    auto till = HandTill::at(stage, shop->machine->shop(), shop->terminal, Keeping::Record);
    if (!till) return failed(till.error());
    shop->till = std::move(till).value();
    for (std::size_t card = shop->first_card; card < shop->cards_end; ++card)
      if (auto sold = shop->till->sell_card(card, kGift); !sold) return sold;
    return shop->till->sell(shop->first_card, shop->cards_end, kSmallCoffee, 2);
  };
}

/// Then it has heard of every card there is.
Act connect_newcomer(const std::shared_ptr<Newcomer>& shop) {
  return [shop](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    const auto health = asked<central::HealthReply>(stage, central::HealthRequest{});
    if (!health) return failed(health.error());
    shop->machine->crash();
    if (auto started = shop->machine->start(stage.central()); !started) return started;
    const auto heard = stage.wait_until(shop->name + " has heard what was sold before", [&] {
      const auto status = shop->machine->status();
      return status && status->is_connected &&
             status->log_end.value() + status->replica_events >= health.value().events;
    });
    if (!heard) return heard;
    return shop->till->sell(0, kCustomersCardsUsed, kSmallCoffee);
  };
}

template <typename Reply>
Outcome insist(Scene& scene, const std::string& what, const central::AdminRequest& request) {
  std::string last;
  const auto done = scene.stage().wait_until(what, [&] {
    const auto reply = asked<Reply>(scene.stage(), request);
    if (!reply) last = reply.error();
    return static_cast<bool>(reply);
  });
  return done ? done : failed(done.error() + ": " + last);
}

/// As an operator ends a shop that is closed for good: nobody comes in as it any more, and what it held is the chain's again.
Outcome end_in_the_books(Scene& scene, const std::string& name) {
  const auto revoked = insist<central::RevokeStoreReply>(
      scene, name + " is revoked",
      central::RevokeStoreRequest{name, "closed for good", kDemoOperator});
  if (!revoked) return revoked;
  const auto lost = insist<central::DeclareLostReply>(
      scene, name + "'s rights are taken back",
      central::DeclareLostRequest{name, "closed for good", kDemoOperator});
  if (!lost) return lost;
  return insist<central::ProveEndReply>(
      scene, "the end of " + name + "'s log is proven",
      central::ProveEndRequest{name, Seq(), "its disk was wiped", kDemoOperator});
}

Outcome note_end(Scene& scene, const Newcomer& shop) {
  const auto row = store_row(scene.stage(), shop.name);
  const auto shown = asked<central::ExposureReply>(
      scene.stage(), central::ExposureRequest{shop.name, std::nullopt});
  if (!row || !shown) return failed(row ? shown.error() : row.error());
  const Amount left = shown.value().exposure.parts.sum() + shown.value().copies;
  scene.note({shop.name + " sold " + std::to_string(shop.till->purchases()) +
                  " times, is closed, and nothing is at risk through it",
              shop.till->purchases() > 0 && row.value().revoked_at && left.is_zero(),
              to_string(Money{left, shown.value().currency}) + " at risk"});
  return Done{};
}

Act close_newcomer(const std::shared_ptr<Newcomer>& shop) {
  return [shop](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    if (auto sold = shop->till->sell(shop->first_card, shop->cards_end, kSmallCoffee); !sold)
      return sold;
    const auto held = stage.wait_until("head office has all that " + shop->name + " sold", [&] {
      return shop->machine->is_held() && is_in_ledger(*shop->till, stage.ask());
    });
    if (!held) return held;
    shop->machine->stop();
    if (auto ended = end_in_the_books(scene, shop->name); !ended) return ended;
    return note_end(scene, *shop);
  };
}

/// Comes at `from`, has a line a little later, and is closed at `until`.
void add_newcomer(const DrillPlan& plan, const std::shared_ptr<Newcomer>& shop, std::int64_t from,
                  std::int64_t until, std::vector<Fault>& faults) {
  constexpr std::int64_t kLineComesAfter = 100, kSettled = 20;
  const std::vector<std::size_t> everybody{kHarbour, kMarket, kStation};
  faults.push_back({shop->name + " is enrolled and opens, without a line", plan.at(from),
                    plan.at(from + kLineComesAfter), everybody, open_newcomer(shop),
                    connect_newcomer(shop)});
  faults.push_back({shop->name + " sells, and is closed for good",
                    plan.at(from + kLineComesAfter + kSettled), plan.at(until), everybody,
                    [](Scene&) -> Outcome { return Done{}; }, close_newcomer(shop)});
}

constexpr TerminalId kCartsTill{800'011}, kBoothsTill{800'012};

Drill stores_come_and_go() {
  return {
      "stores-come-and-go",
      "fallacy 5: topology doesn't change",
      "Shops that are enrolled and closed for good while the others sell cost nobody a sale: all "
      "that they sold counts once, what they held comes back, and nothing stays at risk.",
      {},
      [](const DrillPlan& plan) {
        std::vector<Fault> faults;
        add_newcomer(plan,
                     std::make_shared<Newcomer>(Newcomer{"Cart", "cart", kCartsTill, 520, 525}),
                     150, 600, faults);
        add_newcomer(plan,
                     std::make_shared<Newcomer>(Newcomer{"Booth", "booth", kBoothsTill, 530, 535}),
                     400, 800, faults);
        return faults;
      },
      {},
      judge_others_sold,
      {Node::Store, "SendsOnlyWhatIsNew",
       "a shop that gets its line goes on at its log's end, and never sends what it sold "
       "before"}};
}

}  // namespace

std::vector<Drill> topology_drills() { return {stores_come_and_go()}; }

}  // namespace perk::ops
