// Drills of who a shop is: its machine is copied while it sells, its papers and keys are stolen. Two machines then say
// the same of themselves, and head office cannot tell by looking.
#include <chrono>
#include <memory>

#include "ops/drill_run/hand_till.h"
#include "ops/drill_run/judging.h"
#include "ops/drill_run/machine.h"
#include "ops/drill_run/scene.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

constexpr TerminalId kCopysTill{800'001}, kKiosksTill{800'002}, kThiefsTill{800'003},
    kThiefsNextTill{800'004};
constexpr Amount kCoffee{150}, kFirstLoad{2'000};
/// Of the deck: what perk-sim's customers have, and what only this drill's tills sell.
constexpr std::size_t kCustomersCards = 45, kKiosksCards = 500, kKiosksCardsEnd = 505,
                      kThiefsCard = 510;

/// What is remembered of a copied shop from one act to the next.
struct Copied {
  std::unique_ptr<Machine> machine;
  std::unique_ptr<HandTill> till;
  Origin log;  ///< Of both, at the copy.
};

/// It sells at once, and nobody hears of it: two events get each place of the one log.
Act start_copy(const std::shared_ptr<Copied>& copied) {
  return [copied](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    auto machine = Machine::copy_of(stage, scene.shop(kHarbour), "harbour-copy");
    if (!machine) return failed(machine.error());
    copied->machine = std::move(machine).value();
    if (auto started = copied->machine->start(nowhere()); !started) return started;
    const auto status = copied->machine->status();
    if (!status) return failed(std::string("the copy does not answer"));
    copied->log = status->incarnation;
    auto till = HandTill::at(stage, copied->machine->shop(), kCopysTill, Keeping::Record);
    if (!till) return failed(till.error());
    copied->till = std::move(till).value();
    return copied->till->sell(0, kCustomersCards, kCoffee);
  };
}

/// With what it sold in its hands.
Act connect_copy(const std::shared_ptr<Copied>& copied) {
  return [copied](Scene& scene) -> Outcome {
    copied->machine->crash();
    if (auto started = copied->machine->start(scene.stage().central()); !started) return started;
    return copied->till->sell(0, kCustomersCards, kCoffee);
  };
}

Act wait_for_copys_new_log(const std::shared_ptr<Copied>& copied) {
  return [copied](Scene& scene) {
    return scene.stage().wait_until("the copy has given Harbour's log up and is let in", [&] {
      const auto status = copied->machine->status();
      return status && status->is_connected && status->incarnation != copied->log;
    });
  };
}

/// What a person can see who looks for it, and what is written down for one who does not.
Outcome note_fork(Scene& scene, const Copied& copied) {
  const Shop& shop = scene.shop(kHarbour);
  const auto row = store_row(scene.stage(), shop.name);
  if (!row) return failed(row.error());
  const auto exposure = asked<central::ExposureReply>(
      scene.stage(), central::ExposureRequest{shop.name, std::nullopt});
  if (!exposure) return failed(exposure.error());
  constexpr std::uint64_t kLogsOfBoth = 3;
  scene.note({"head office closed the log that two machines wrote, and each began its own",
              row.value().incarnations == kLogsOfBoth,
              std::to_string(row.value().incarnations) + " logs of " + shop.name});
  scene.note({"`perk exposure --store` shows what copies of " + shop.name + " could spend",
              exposure.value().copies.is_positive(),
              to_string(Money{exposure.value().copies, exposure.value().currency})});
  const std::string warning = "log " + to_string(copied.log) + " of store " +
                              std::to_string(shop.store->value()) + " is closed for ever";
  scene.note({"head office's log warns: " + warning, is_warned_of(scene.stage(), warning), ""});
  scene.note({"the copy sold", copied.till->purchases() > 0,
              std::to_string(copied.till->purchases()) + " purchases"});
  return Done{};
}

/// Until then the two take the line from each other, again and again: an operator must find one of them.
Act retire_copy(const std::shared_ptr<Copied>& copied) {
  return [copied](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    const auto whole = stage.wait_until("head office has all that the copy and Harbour sold", [&] {
      const auto row = store_row(stage, scene.shop(kHarbour).name);
      return row && row.value().incarnations > 2 && copied->machine->is_held() &&
             is_in_ledger(*copied->till, stage.ask());
    });
    if (!whole) return whole;
    copied->machine->stop();
    return note_fork(scene, *copied);
  };
}

Drill store_cloned() {
  return {
      "store-cloned",
      "crash: a store's machine is copied while it sells",
      "Of a store whose copy sells, too, in its name and with its keys, no approval is lost and "
      "none counts twice; head office notices, and what both spent of the same rights is within "
      "the copies shown.",
      {},
      [](const DrillPlan& plan) {
        const auto copied = std::make_shared<Copied>();
        return std::vector<Fault>{
            {"a copy of Harbour's machine sells, without a line",
             plan.at(200),
             plan.at(800),
             {kHarbour},
             start_copy(copied),
             retire_copy(copied)},
            {"Harbour's line is cut, and its copy has one",
             plan.at(400),
             plan.at(600),
             {kHarbour},
             in_turn({break_lines({kHarbour}, "cut"), connect_copy(copied)}),
             in_turn({wait_for_copys_new_log(copied), heal_lines({kHarbour})})}};
      },
      {kHarbour},
      {},
      {Node::Store, "FormerLogIsNotBrought",
       "a new log brings nothing of the one before it that was closed"}};
}

/// A small shop with one till, and whoever has its machine.
struct Stolen {
  std::unique_ptr<Machine> kiosk, thief, thiefs_next;
  std::unique_ptr<HandTill> till, thiefs_till, thiefs_next_till;
  Seq held;  ///< Of its log, when it was revoked.
};

/// It sells, and head office has all of it.
Act open_kiosk(const std::shared_ptr<Stolen>& stolen) {
  return [stolen](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    auto kiosk = Machine::enrolled(stage, "Kiosk", "kiosk");
    if (!kiosk) return failed(kiosk.error());
    stolen->kiosk = std::move(kiosk).value();
    if (auto started = stolen->kiosk->start(stage.central()); !started) return started;
    auto till = HandTill::at(stage, stolen->kiosk->shop(), kKiosksTill, Keeping::Record);
    if (!till) return failed(till.error());
    stolen->till = std::move(till).value();
    for (std::size_t card = kKiosksCards; card < kKiosksCardsEnd; ++card)
      if (auto sold = stolen->till->sell_card(card, kFirstLoad); !sold) return sold;
    if (auto sold = stolen->till->sell(kKiosksCards, kKiosksCardsEnd, kCoffee, 2); !sold)
      return sold;
    return stage.wait_until("head office has what Kiosk sold",
                            [&] { return stolen->kiosk->is_held(); });
  };
}

/// Papers, keys and database, on a machine elsewhere.
Act steal(const std::shared_ptr<Stolen>& stolen) {
  return [stolen](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    stolen->kiosk->crash();
    auto thief = Machine::copy_of(stage, stolen->kiosk->shop(), "thief");
    if (!thief) return failed(thief.error());
    stolen->thief = std::move(thief).value();
    if (auto started = stolen->thief->start(stage.central()); !started) return started;
    auto till = HandTill::at(stage, stolen->thief->shop(), kThiefsTill, Keeping::Nothing);
    if (!till) return failed(till.error());
    stolen->thiefs_till = std::move(till).value();
    return stage.wait_until("the thief is let in as Kiosk",
                            [&] { return stolen->thief->is_held(); });
  };
}

/// Of the running connection.
Outcome note_cut(Scene& scene, Stolen& stolen, std::chrono::steady_clock::time_point revoked) {
  constexpr Millis kWithin{5'000};
  const auto cut = scene.stage().wait_until("the thief's connection ends", [&] {
    const auto status = stolen.thief->status();
    return status && !status->is_connected;
  });
  if (!cut) return cut;
  const Millis took(std::chrono::duration_cast<std::chrono::milliseconds>(
                        std::chrono::steady_clock::now() - revoked)
                        .count());
  scene.note({"the thief's connection ended within " + plain_time(kWithin) + " of the revocation",
              took <= kWithin, plain_time(took)});
  return Done{};
}

/// And goes on selling from what the machine holds: none of it may ever count.
Act revoke_kiosk(const std::shared_ptr<Stolen>& stolen, Hands hands) {
  return [stolen, hands](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    const auto revoked_at = std::chrono::steady_clock::now();
    if (hands == Hands::Right) {
      const auto revoked = asked<central::RevokeStoreReply>(
          stage, central::RevokeStoreRequest{"Kiosk", "its machine was stolen", kDemoOperator});
      if (!revoked) return failed(revoked.error());
      if (auto cut = note_cut(scene, *stolen, revoked_at); !cut) return cut;
    }
    const auto row = store_row(stage, "Kiosk");
    if (!row) return failed(row.error());
    stolen->held = row.value().held_through;
    return stolen->thiefs_till->sell(kKiosksCards, kKiosksCardsEnd, kCoffee);
  };
}

/// Since it had said so much.
bool is_refused(const Machine& machine, std::size_t said_before) {
  return machine.said().find("Head office revoked this shop", said_before) != std::string::npos;
}

/// Once more with all that was stolen, and with the papers alone, which begin a log that nobody closed.
Act try_again(const std::shared_ptr<Stolen>& stolen, Hands hands) {
  return [stolen, hands](Scene& scene) -> Outcome {
    Stage& stage = scene.stage();
    stolen->thief->crash();
    const std::size_t said_before = stolen->thief->said().size();
    if (auto started = stolen->thief->start(stage.central()); !started) return started;
    auto next = Machine::papers_of(stage, stolen->kiosk->shop(), "thief-anew");
    if (!next) return failed(next.error());
    stolen->thiefs_next = std::move(next).value();
    if (auto started = stolen->thiefs_next->start(stage.central()); !started) return started;
    auto till = HandTill::at(stage, stolen->thiefs_next->shop(), kThiefsNextTill, Keeping::Nothing);
    if (!till) return failed(till.error());
    stolen->thiefs_next_till = std::move(till).value();
    if (auto sold = stolen->thiefs_next_till->sell_card(kThiefsCard, kFirstLoad); !sold)
      return sold;
    if (hands == Hands::Wrong) return Done{};
    const auto refused = stage.wait_until("both of the thief's machines are refused", [&] {
      return is_refused(*stolen->thief, said_before) && is_refused(*stolen->thiefs_next, 0);
    });
    if (!refused) return refused;
    const auto row = store_row(stage, "Kiosk");
    if (!row) return failed(row.error());
    scene.note({"`perk stores` shows Kiosk as revoked, and nothing of it was taken in since",
                row.value().revoked_at && row.value().held_through == stolen->held &&
                    !row.value().is_connected,
                "held through " + std::to_string(row.value().held_through.value())});
    return Done{};
  };
}

Drill stolen_certificate() {
  return {
      "stolen-certificate",
      "fallacy 4: the network is secure",
      "Once an operator revoked a shop whose machine was stolen, its running connection ends "
      "within "
      "seconds, nobody comes in as that shop any more, nothing that the thief sells counts, and "
      "the "
      "other shops sell on.",
      {},
      [](const DrillPlan& plan) {
        const std::vector<std::size_t> everybody{kHarbour, kMarket, kStation};
        const auto stolen = std::make_shared<Stolen>();
        return std::vector<Fault>{
            {"Kiosk's machine is stolen, and used elsewhere", plan.at(200), plan.at(800), everybody,
             in_turn({open_kiosk(stolen), steal(stolen)}), try_again(stolen, plan.hands)},
            {"Kiosk is revoked; the thief sells on", plan.at(450), plan.at(750), everybody,
             revoke_kiosk(stolen, plan.hands), [](Scene&) -> Outcome { return Done{}; }}};
      },
      {},
      judge_others_sold,
      {Node::HeadOffice, "", "nobody revokes the shop", "", Hands::Wrong}};
}

}  // namespace

std::vector<Drill> identity_drills() { return {store_cloned(), stolen_certificate()}; }

}  // namespace perk::ops
