// Drills of there being more than one administrator: operators act on one card at once while shops sell with it.
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "ops/drill_run/operators.h"
#include "ops/drill_run/rehearsal.h"
#include "ops/simulate/deck.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

constexpr std::size_t kCard = 4;  ///< One of the customers'.
constexpr Amount kGoodwill{100}, kFee{-50}, kLarge{800};
constexpr const char* kLimit = "5.00";
constexpr const char* kLargeReason = "more than one may decide";

/// What is remembered of the desk from one act to the next.
struct Desk {
  std::unique_ptr<Operators> people;
  std::vector<Command> adjustments, freezes, approvals;  ///< All that were said.
  std::vector<Command> under_way;
  std::optional<Command> large;
};

std::string card_of(Scene& scene) {
  Deck deck;
  deck.seed = scene.stage().options().seed;
  return std::string(card_number(deck, kCard).secret_digits());
}

Act staff_the_desk(const std::shared_ptr<Desk>& desk, Hands hands) {
  return [desk, hands](Scene& scene) -> Outcome {
    desk->people = std::make_unique<Operators>(scene.stage());
    if (auto closed = desk->people->close_the_port(); !closed) return closed;
    for (const char* name : {"bob", "cleo", "dora"})
      if (auto admitted = desk->people->admit(name, OperatorRole::Operator); !admitted)
        return admitted;
    if (hands == Hands::Wrong) return Done{};
    const auto set = asked<central::LimitsReply>(
        scene.stage(), central::SetLimitRequest{DecisionKind::Adjustment, ProgrammeId(), kLimit,
                                                "two people above that", kDemoOperator});
    if (!set) return failed(set.error());
    return Done{};
  };
}

/// Started, and remembered in `among`.
Outcome say(Desk& desk, std::vector<Command>& among, const std::string& name,
            const std::string& reason, const std::vector<std::string>& words,
            Amount amount = Amount()) {
  auto command = desk.people->say(name, reason, words);
  if (!command) return failed(command.error());
  command.value().amount = amount;
  among.push_back(command.value());
  desk.under_way.push_back(std::move(command).value());
  return Done{};
}

/// All at once; two of them want the same of the card's freeze.
Act act_at_once(const std::shared_ptr<Desk>& desk, int round) {
  return [desk, round](Scene& scene) -> Outcome {
    const std::string card = card_of(scene), when = ", round " + std::to_string(round);
    const std::string change = round % 2 == 0 ? "freeze" : "unfreeze";
    for (const char* name : {"dora", "cleo"})
      if (auto said = say(*desk, desk->freezes, name, name + (" about a " + change) + when,
                          {"card", change, card});
          !said)
        return said;
    if (auto said = say(*desk, desk->adjustments, "bob", "goodwill" + when,
                        {"adjust", card, "1.00"}, kGoodwill);
        !said)
      return said;
    return say(*desk, desk->adjustments, "cleo", "fee" + when, {"adjust", card, "-0.50"}, kFee);
  };
}

Act hear_out(const std::shared_ptr<Desk>& desk) {
  return [desk](Scene&) -> Outcome {
    const auto heard = desk->people->hear_out(desk->under_way);
    desk->under_way.clear();
    return heard;
  };
}

/// Bob wants more than one person may decide. Then all three approve it, he as well.
Act approve_at_once(const std::shared_ptr<Desk>& desk) {
  return [desk](Scene& scene) -> Outcome {
    auto large = desk->people->say("bob", kLargeReason, {"adjust", card_of(scene), "8.00"});
    if (!large) return failed(large.error());
    desk->large = std::move(large).value();
    if (auto heard = desk->people->hear_out({*desk->large}); !heard) return heard;
    const auto open = asked<central::ProposalsReply>(scene.stage(), central::ProposalsRequest{});
    if (!open) return failed(open.error());
    for (const central::ProposalRow& row : open.value().rows)
      for (const char* name : {"bob", "cleo", "dora"})
        if (auto said = say(*desk, desk->approvals, name, std::string(name) + " has seen it",
                            {"approve", std::to_string(row.number.value())});
            !said)
          return said;
    return Done{};
  };
}

std::size_t rows_of(const central::AuditReply& audit, const std::string& what,
                    const std::string& reason) {
  return static_cast<std::size_t>(
      std::count_if(audit.rows.begin(), audit.rows.end(), [&](const central::AuditRow& row) {
        return row.reason == reason && row.what.find(what) != std::string::npos &&
               row.what.find("proposal") == std::string::npos;
      }));
}

/// Of the commands that were carried out, and of those that were refused.
void note_each_once(Scene& scene, const Desk& desk, const central::AuditReply& audit) {
  std::size_t done = 0, refused = 0;
  std::string wrong;
  const auto look = [&](const std::vector<Command>& commands, const std::string& what) {
    for (const Command& command : commands) {
      const std::size_t rows = rows_of(audit, what, command.reason);
      const bool is_done = command.exit_code() == 0;
      ++(is_done ? done : refused);
      if (rows != (is_done ? 1U : 0U))
        wrong = "; '" + command.reason + "' of " + command.by + " ended with " +
                std::to_string(command.exit_code()) + " and is there " + std::to_string(rows) +
                " times";
    }
  };
  look(desk.adjustments, "adjustment");
  look(desk.freezes, "freeze");
  constexpr std::size_t kDoneMin = 6;
  scene.note(
      {"every command that was carried out is in the log once, and none that was refused",
       wrong.empty() && done >= kDoneMin,
       std::to_string(done) + " carried out, " + std::to_string(refused) + " refused" + wrong});
  const bool is_signed = std::all_of(audit.rows.begin(), audit.rows.end(), [](const auto& row) {
    return row.word != central::WordState::Broken;
  });
  scene.note({"`perk audit` finds every operator's signature sound", is_signed,
              std::to_string(audit.rows.size()) + " decisions"});
}

Amount adjusted_by(const central::StatementReply& card) {
  Amount adjusted;
  for (const central::StatementLine& line : card.lines)
    if (line.type == "BalanceAdjusted") adjusted += line.value_effect;
  return adjusted;
}

/// By what its operators were told.
Amount expected_of(const Desk& desk) {
  Amount expected = desk.large ? kLarge : Amount();
  for (const Command& command : desk.adjustments)
    if (command.exit_code() == 0) expected += command.amount;
  return expected;
}

/// One order, seen from the card: freezes and thaws take turns, and each line goes on where the last one ended.
void note_order(Scene& scene, const Desk& desk, const central::StatementReply& card) {
  bool is_in_order = true, is_frozen = false;
  const central::StatementLine* before = nullptr;
  for (const central::StatementLine& line : card.lines) {
    const bool freezes = line.type == "CardFrozen", thaws = line.type == "CardUnfrozen";
    if (freezes || thaws) is_in_order = is_in_order && std::exchange(is_frozen, freezes) == thaws;
    if (before != nullptr)
      is_in_order = is_in_order && line.position > before->position &&
                    line.balance_after == before->balance_after + line.value_effect;
    before = &line;
  }
  scene.note({"the card's freezes, changes and sales stand in one order, and its balance follows",
              is_in_order && is_frozen == card.balance.is_frozen,
              std::to_string(card.lines.size()) + " lines"});
  const Amount adjusted = adjusted_by(card), expected = expected_of(desk);
  const Currency currency = card.balance.currency;
  scene.note(
      {"what operators changed is what they were told was done", adjusted == expected,
       to_string(Money{adjusted, currency}) + " of " + to_string(Money{expected, currency})});
}

void note_second_person(Scene& scene, const Desk& desk, const central::AuditReply& audit) {
  constexpr int kPending = 6;
  const auto done =
      std::count_if(audit.rows.begin(), audit.rows.end(), [](const central::AuditRow& row) {
        return row.what == "adjustment" && row.reason == kLargeReason && !row.second.empty() &&
               row.second != row.operator_name;
      });
  const auto carried_out = std::count_if(
      desk.approvals.begin(), desk.approvals.end(),
      [](const Command& command) { return command.exit_code() == 0 && command.by != "bob"; });
  const bool was_own_refused = std::all_of(
      desk.approvals.begin(), desk.approvals.end(),
      [](const Command& command) { return command.by != "bob" || command.exit_code() != 0; });
  scene.note({std::string("what is above ") + kLimit +
                  " waited for a second person, and was done once, though three approved it",
              desk.large && desk.large->exit_code() == kPending && done == 1 && carried_out >= 1 &&
                  was_own_refused,
              desk.large ? "asked for: exit code " + std::to_string(desk.large->exit_code()) +
                               "; done " + std::to_string(done) + " times"
                         : "nobody asked"});
}

/// A read model may be a moment behind what operators were told.
Result<central::StatementReply, std::string> settled_statement(Scene& scene, const Desk& desk) {
  constexpr std::chrono::seconds kPatience{10};
  central::StatementRequest request;
  request.card.number = card_of(scene);
  static_cast<void>(scene.stage().wait_until(
      "the card's statement has it all",
      [&] {
        const auto card = asked<central::StatementReply>(scene.stage(), request);
        return card && adjusted_by(card.value()) == expected_of(desk);
      },
      kPatience));
  return asked<central::StatementReply>(scene.stage(), request);
}

Act look_at_the_books(const std::shared_ptr<Desk>& desk) {
  return [desk](Scene& scene) -> Outcome {
    const auto audit = asked<central::AuditReply>(scene.stage(), central::AuditRequest{});
    if (!audit) return failed(audit.error());
    const auto card = settled_statement(scene, *desk);
    if (!card) return failed(card.error());
    note_each_once(scene, *desk, audit.value());
    note_order(scene, *desk, card.value());
    note_second_person(scene, *desk, audit.value());
    return Done{};
  };
}

std::vector<Fault> a_busy_desk(const DrillPlan& plan) {
  constexpr int kRounds = 6;
  constexpr std::int64_t kFirst = 150, kApart = 100, kLasts = 70;
  const std::vector<std::size_t> everybody{kHarbour, kMarket, kStation};
  const auto desk = std::make_shared<Desk>();
  std::vector<Fault> faults;
  for (int round = 0; round < kRounds; ++round) {
    const std::int64_t from = kFirst + round * kApart;
    Act begin = act_at_once(desk, round);
    if (round == 0) begin = in_turn({staff_the_desk(desk, plan.hands), begin});
    faults.push_back({"three operators act on one card at once", plan.at(from),
                      plan.at(from + kLasts), everybody, begin, hear_out(desk)});
  }
  constexpr std::int64_t kApprovals = 780, kApproved = 850;
  faults.push_back({"three operators approve one proposal at once", plan.at(kApprovals),
                    plan.at(kApproved), everybody, approve_at_once(desk),
                    in_turn({hear_out(desk), look_at_the_books(desk)})});
  return faults;
}

Drill operators_at_one_card() {
  Drill drill{
      "operators-at-one-card",
      "fallacy 6: there is one administrator",
      "Of operators who adjust, freeze and unfreeze one card at once while shops sell with it, "
      "every "
      "command is carried out once or refused, all in one order; and what is above the limit waits "
      "for a second person.",
      {},
      a_busy_desk,
      {},
      {},
      {Node::HeadOffice, "", "nobody set a limit above which two must decide", "", Hands::Wrong}};
  drill.load.cards = 30;
  return drill;
}

}  // namespace

std::vector<Drill> operator_drills() { return {operators_at_one_card()}; }

}  // namespace perk::ops
