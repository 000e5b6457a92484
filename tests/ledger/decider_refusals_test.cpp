// Every refusal the counter can give, alone and in order of precedence.
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "ledger/decider.h"
#include "tests/ledger/cast.h"
#include "tests/support/ledger_builders.h"

namespace perk {
namespace {

using namespace test;

const EventId kCoffee = event_id(kHarbour, 3);
const EventId kNoSuchCoffee = event_id(kHarbour, 99);
const Currency kYen = currency("JPY");

/// Issued and loaded with 10.00 at the harbour, a coffee for 3.00 bought there.
CardHistory used_card() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard)).append(kHarbour, value_loaded(kCard, 1000));
  return std::move(history.append(kHarbour, value_redeemed(kCard, 300).asked_as(request(1))));
}
CardHistory frozen_card() {
  return std::move(used_card().append(head_office(), card_frozen(kCard)));
}
CardHistory yen_card() {
  CardHistory history;
  return std::move(history.append(kHarbour, card_issued(kCard).in(kYen)));
}

/// The purchase was left to head office.
CardHistory renounced_card() {
  return std::move(used_card().append(kHarbour, refund_right_renounced(kCard, kCoffee)));
}

const EventId kLoad = event_id(kHarbour, 2);
const EventId kTab = event_id(kHarbour, 4);
const EventId kNoSuchTab = event_id(kHarbour, 98);

/// 2.00 of it set aside at the harbour.
CardHistory held_card() { return std::move(used_card().append(kHarbour, hold_placed(kCard, 200))); }
CardHistory held_yen_card() {
  CardHistory history;
  history.append(kHarbour, card_issued(kCard).in(kYen));
  history.append(kHarbour, value_loaded(kCard, 1000).in(kYen));
  history.append(kHarbour, value_redeemed(kCard, 300).in(kYen));
  return std::move(history.append(kHarbour, hold_placed(kCard, 200).in(kYen)));
}

/// What a decision depends on besides the card: nothing special, unless a row says so.
struct Around {
  PolicyKind policy = PolicyKind::Cached;
  Millis cut_off_for{};
  std::optional<AllowanceOnHand> allowance{};
};

std::optional<Rejection> refusal(const CardState& card, const CommandBuilder& command,
                                 Origin origin, const PriorEvent& prior = std::nullopt,
                                 const Around& around = {}) {
  DecisionContext context = context_of(origin);
  context.policy.kind = around.policy;
  context.knowledge.cut_off_for = around.cut_off_for;
  context.allowance = around.allowance;
  const auto decision = decide(card, command.build(), prior, context);
  return decision ? std::nullopt : std::optional(decision.error());
}

Around standing_in(std::int64_t left, std::int64_t card_left, std::int64_t purchase_cap) {
  return {PolicyKind::EscrowStandIn, Millis(1),
          AllowanceOnHand{AllowanceId(7), StandInKind::Till, Amount(left), Amount(card_left),
                          Amount(purchase_cap)}};
}

struct Row {
  Rejection expected;
  const char* why;
  CardHistory history;
  CommandBuilder command;
  Origin origin;
  PriorEvent prior = std::nullopt;
  Around around = {};
};

std::vector<Row> rows() {
  const Origin office = head_office();
  const PriorEvent coffee = used_card().events().back();
  const Limits limits;
  const std::int64_t above_purchase = limits.purchase_max.minor() + 1;
  const std::int64_t above_load = limits.load_max.minor() + 1;
  const std::int64_t above_event = kEventAmountMax.minor() + 1;
  CardHistory full = used_card();
  full.append(kHarbour, value_loaded(kCard, limits.balance_max.minor() - 700));
  const CardHistory none;
  using enum Rejection;
  return {
      {RequestIdReused, "another amount", used_card(), redeem(kCard, 301), kHarbour, coffee},
      {RequestIdReused, "another kind", used_card(), load(kCard, 300), kHarbour, coffee},
      {RequestIdReused, "another card", used_card(), redeem(card(2), 300), kHarbour, coffee},
      {AmountNotPositive, "purchase of nothing", used_card(), redeem(kCard, 0), kHarbour},
      {AmountNotPositive, "load of less", used_card(), load(kCard, -1), kHarbour},
      {AmountNotPositive, "refund of nothing", used_card(), reverse(kCard, kCoffee, 0), kHarbour},
      {AmountAboveCeiling, "purchase", used_card(), redeem(kCard, above_purchase), kHarbour},
      {AmountAboveCeiling, "load", used_card(), load(kCard, above_load), kHarbour},
      {CurrencyUnsupported, "issue in yen", none, issue(kCard).in(kYen), kHarbour},
      {CurrencyUnsupported, "load of yen", used_card(), load(kCard, 1).in(kYen), kHarbour},
      {CurrencyUnsupported, "purchase in yen", used_card(), redeem(kCard, 1).in(kYen), kHarbour},
      {CurrencyUnsupported, "refund in yen", used_card(), reverse(kCard, kCoffee, 1).in(kYen),
       kHarbour},
      {CardUnknown, "load", none, load(kCard, 1), kHarbour},
      {CardUnknown, "purchase", none, redeem(kCard, 1), kHarbour},
      {CardUnknown, "refund", none, reverse(kCard, kCoffee, 1), kHarbour},
      {CardUnknown, "freeze", none, freeze(kCard), office},
      {CardUnknown, "unfreeze", none, unfreeze(kCard), office},
      {CardAlreadyIssued, "issue", used_card(), issue(kCard), kStation},
      {CurrencyMismatch, "load", yen_card(), load(kCard, 1), kHarbour},
      {CurrencyMismatch, "purchase", yen_card(), redeem(kCard, 1), kHarbour},
      {CurrencyMismatch, "refund", yen_card(), reverse(kCard, kCoffee, 1), kHarbour},
      {CardIsFrozen, "load", frozen_card(), load(kCard, 1), kHarbour},
      {CardIsFrozen, "purchase", frozen_card(), redeem(kCard, 1), kHarbour},
      {CardIsFrozen, "freeze", frozen_card(), freeze(kCard), office},
      {CardNotFrozen, "unfreeze", used_card(), unfreeze(kCard), office},
      {OriginalUnknown, "refund", used_card(), reverse(kCard, kNoSuchCoffee, 1), kHarbour},
      {OriginalRenounced, "refund at its shop", renounced_card(), reverse(kCard, kCoffee, 1),
       kHarbour},
      {OriginalRenounced, "refund elsewhere", renounced_card(), reverse(kCard, kCoffee, 1),
       kStation},
      {OriginalElsewhere, "refund at head office", used_card(), reverse(kCard, kCoffee, 1), office},
      {OriginalElsewhere, "refund", used_card(), reverse(kCard, kCoffee, 1), kStation},
      {ReversalAboveOriginal, "refund", used_card(), reverse(kCard, kCoffee, 301), kHarbour},
      {BalanceAboveCeiling, "load", full, load(kCard, 1), kHarbour},
      {InsufficientValue, "purchase", used_card(), redeem(kCard, 701), kHarbour},
      {InsufficientRights,
       "escrow, and head office gave none",
       used_card(),
       redeem(kCard, 1),
       kStation,
       {},
       {PolicyKind::Escrow, {}, {}}},
      {InsufficientRightsOffline,
       "escrow",
       used_card(),
       redeem(kCard, 1),
       kStation,
       {},
       {PolicyKind::Escrow, Millis(1), {}}},
      {InsufficientRightsOffline,
       "central",
       used_card(),
       redeem(kCard, 1),
       kStation,
       {},
       {PolicyKind::Central, Millis(1), {}}},
      {InsufficientRightsOffline,
       "no allowance was granted",
       used_card(),
       redeem(kCard, 1),
       kStation,
       {},
       {PolicyKind::EscrowStandIn, Millis(1), {}}},
      {StandInPurchaseLimit,
       "purchase",
       used_card(),
       redeem(kCard, 101),
       kStation,
       {},
       standing_in(500, 500, 100)},
      {StandInCardLimit,
       "purchase",
       used_card(),
       redeem(kCard, 101),
       kStation,
       {},
       standing_in(500, 100, 500)},
      {StandInLimitReached,
       "purchase",
       used_card(),
       redeem(kCard, 101),
       kStation,
       {},
       standing_in(100, 500, 500)},
      {AmountNotPositive, "hold of nothing", used_card(), place_hold(kCard, 0), kHarbour},
      {AmountNotPositive, "capture of nothing", held_card(), capture_hold(kCard, kTab, 0),
       kHarbour},
      {AmountNotPositive, "a tip below zero", held_card(), capture_hold(kCard, kTab, 10, -1),
       kHarbour},
      {AmountNotPositive, "load reversed by nothing", used_card(), reverse_load(kCard, kLoad, 0),
       kHarbour},
      {AmountNotPositive, "nothing charged back", used_card(), charge_back(kCard, kLoad, 0),
       office},
      {AmountNotPositive, "adjusted by nothing", used_card(), adjust(kCard, 0), office},
      {AmountAboveCeiling, "hold", used_card(), place_hold(kCard, above_purchase), kHarbour},
      {AmountAboveCeiling, "charge-back", used_card(), charge_back(kCard, kLoad, above_event),
       office},
      {AmountAboveCeiling, "adjusted down", used_card(), adjust(kCard, -above_event), office},
      {TipAboveAmount, "capture", held_card(), capture_hold(kCard, kTab, 10, 11), kHarbour},
      {CurrencyUnsupported, "hold of yen", used_card(), place_hold(kCard, 1).in(kYen), kHarbour},
      {CurrencyUnsupported, "capture of yen", held_card(), capture_hold(kCard, kTab, 1).in(kYen),
       kHarbour},
      {CardUnknown, "hold", none, place_hold(kCard, 1), kHarbour},
      {CardUnknown, "capture", none, capture_hold(kCard, kTab, 1), kHarbour},
      {CardUnknown, "release", none, release_hold(kCard, kTab), kHarbour},
      {CardUnknown, "load reversed", none, reverse_load(kCard, kLoad, 1), kHarbour},
      {CardUnknown, "charge-back", none, charge_back(kCard, kLoad, 1), office},
      {CardUnknown, "adjusted", none, adjust(kCard, 1), office},
      {CurrencyMismatch, "hold", held_yen_card(), place_hold(kCard, 1), kHarbour},
      {CurrencyMismatch, "capture", held_yen_card(), capture_hold(kCard, kTab, 1), kHarbour},
      {CurrencyMismatch, "load reversed", held_yen_card(), reverse_load(kCard, kLoad, 1), kHarbour},
      {CurrencyMismatch, "charge-back", held_yen_card(), charge_back(kCard, kLoad, 1), office},
      {CurrencyMismatch, "adjusted", held_yen_card(), adjust(kCard, 1), office},
      {CardIsFrozen, "hold", frozen_card(), place_hold(kCard, 1), kHarbour},
      {CardIsFrozen, "load reversed", frozen_card(), reverse_load(kCard, kLoad, 1), kHarbour},
      {HoldUnknown, "capture", held_card(), capture_hold(kCard, kNoSuchTab, 1), kHarbour},
      {HoldUnknown, "capture of a purchase", held_card(), capture_hold(kCard, kCoffee, 1),
       kHarbour},
      {HoldUnknown, "release", held_card(), release_hold(kCard, kNoSuchTab), kHarbour},
      {LoadUnknown, "a purchase", used_card(), reverse_load(kCard, kCoffee, 1), kHarbour},
      {LoadUnknown, "charge-back of a purchase", used_card(), charge_back(kCard, kCoffee, 1),
       office},
      {HoldElsewhere, "capture", held_card(), capture_hold(kCard, kTab, 1), kStation},
      {HoldElsewhere, "release", held_card(), release_hold(kCard, kTab), kStation},
      {HoldElsewhere, "release at head office", held_card(), release_hold(kCard, kTab), office},
      {LoadElsewhere, "load reversed", used_card(), reverse_load(kCard, kLoad, 1), kStation},
      {CaptureAboveHold, "capture", held_card(), capture_hold(kCard, kTab, 201), kHarbour},
      {HoldIsOver, "release of nothing",
       std::move(held_card().append(kHarbour, hold_captured(kCard, kTab, 200))),
       release_hold(kCard, kTab), kHarbour},
      {ReversalAboveLoad, "load reversed", used_card(), reverse_load(kCard, kLoad, 1001), kHarbour},
      {ReversalAboveLoad, "charge-back", used_card(), charge_back(kCard, kLoad, 1001), office},
      {BalanceAboveCeiling, "adjusted up", full, adjust(kCard, 1), office},
      {InsufficientValue, "hold", used_card(), place_hold(kCard, 701), kHarbour},
      {InsufficientValue, "load spent already", used_card(), reverse_load(kCard, kLoad, 701),
       kHarbour},
      {InsufficientRights, "hold", used_card(), place_hold(kCard, 1), kStation},
      {InsufficientRights, "the load's rights are elsewhere",
       std::move(used_card().append(kHarbour, rights_released(kCard, 600))),
       reverse_load(kCard, kLoad, 101), kHarbour},
      {InsufficientRightsOffline,
       "hold",
       used_card(),
       place_hold(kCard, 1),
       kStation,
       {},
       {PolicyKind::Cached, Millis(1), {}}},
      {ReserveTooLow, "adjusted down", used_card(), adjust(kCard, -1), office},
      {ReasonMissing, "charge-back", used_card(), charge_back(kCard, kLoad, 1, ""), office},
      {ReasonMissing, "adjusted", used_card(), adjust(kCard, 1, " "), office},
      {ReasonMissing, "freeze", used_card(), freeze(kCard, ""), office},
      {ReasonMissing, "freeze without a word", used_card(), freeze(kCard, "  "), office},
      {ReasonMissing, "unfreeze", frozen_card(), unfreeze(kCard, ""), office},
  };
}

TEST(CardDecider, RefusesEachMistakeByItsOwnName) {
  for (const Row& row : rows()) {
    const auto given = refusal(row.history.card(), row.command, row.origin, row.prior, row.around);
    EXPECT_EQ(given, row.expected) << describe(row.expected).name << ": " << row.why;
  }
}

TEST(CardDecider, HasARowForEveryRefusalItCanGive) {
  // These are the till's: it has the number and the disk, the decider does not.
  const std::set<Rejection> elsewhere{
      Rejection::CardNumberInvalid,  Rejection::CardNumberInvented, Rejection::CardNumberNotTaken,
      Rejection::StorageUnavailable, Rejection::Overloaded,         Rejection::TooManyWrongNumbers};
  std::set<Rejection> shown;
  for (const Row& row : rows()) shown.insert(row.expected);
  for (const RejectionRow& row : rejection_table()) {
    EXPECT_NE(shown.contains(row.rejection), elsewhere.contains(row.rejection)) << row.name;
  }
}

/// A command that is wrong in every way, put right one mistake after another: the refusals must come
/// in the order of Rejection, and the last step must be approved.
class PutRight {
 public:
  PutRight& refused(Rejection expected, const CardState& card, const CommandBuilder& command,
                    Origin origin, const PriorEvent& prior = std::nullopt) {
    EXPECT_EQ(refusal(card, command, origin, prior), expected) << describe(expected).name;
    EXPECT_TRUE(!last_ || *last_ < expected) << "not in order of precedence";
    last_ = expected;
    return *this;
  }
  void approved(const CardState& card, const CommandBuilder& command, Origin origin) {
    EXPECT_EQ(refusal(card, command, origin), std::nullopt);
  }

 private:
  std::optional<Rejection> last_;
};

TEST(CardDecider, RefusesAPurchaseForTheFirstOfItsMistakes) {
  using enum Rejection;
  const CardState empty;
  CardHistory frozen_yen = yen_card();
  frozen_yen.append(head_office(), card_frozen(kCard));
  const CardState used = used_card().card();
  const CardState frozen = frozen_card().card();
  PutRight()
      .refused(RequestIdReused, empty, redeem(kCard, 0).in(kYen), kHarbour,
               used_card().events().back())
      .refused(AmountNotPositive, empty, redeem(kCard, 0).in(kYen), kHarbour)
      .refused(AmountAboveCeiling, empty, redeem(kCard, 200'000).in(kYen), kHarbour)
      .refused(CurrencyUnsupported, empty, redeem(kCard, 800).in(kYen), kHarbour)
      .refused(CardUnknown, empty, redeem(kCard, 800), kHarbour)
      .refused(CurrencyMismatch, frozen_yen.card(), redeem(kCard, 800), kHarbour)
      .refused(CardIsFrozen, frozen, redeem(kCard, 800), kHarbour)
      .refused(InsufficientValue, used, redeem(kCard, 800), kHarbour)
      .approved(used, redeem(kCard, 700), kHarbour);
}

TEST(CardDecider, RefusesALoadForTheFirstOfItsMistakes) {
  using enum Rejection;
  const CardState empty;
  CardHistory frozen_yen = yen_card();
  frozen_yen.append(kHarbour, value_loaded(kCard, 200'000).in(kYen));
  frozen_yen.append(head_office(), card_frozen(kCard));
  CardHistory full = used_card();
  full.append(kHarbour, value_loaded(kCard, 199'200));
  CardHistory full_frozen = full;
  full_frozen.append(head_office(), card_frozen(kCard));
  PutRight()
      .refused(RequestIdReused, empty, load(kCard, 0).in(kYen), kHarbour,
               used_card().events().back())
      .refused(AmountNotPositive, empty, load(kCard, 0).in(kYen), kHarbour)
      .refused(AmountAboveCeiling, empty, load(kCard, 200'000).in(kYen), kHarbour)
      .refused(CurrencyUnsupported, empty, load(kCard, 101).in(kYen), kHarbour)
      .refused(CardUnknown, empty, load(kCard, 101), kHarbour)
      .refused(CurrencyMismatch, frozen_yen.card(), load(kCard, 101), kHarbour)
      .refused(CardIsFrozen, full_frozen.card(), load(kCard, 101), kHarbour)
      .refused(BalanceAboveCeiling, full.card(), load(kCard, 101), kHarbour)
      .approved(full.card(), load(kCard, 100), kHarbour);
}

TEST(CardDecider, RefusesARefundForTheFirstOfItsMistakes) {
  using enum Rejection;
  const CardState empty;
  const CardState used = used_card().card();
  PutRight()
      .refused(AmountNotPositive, empty, reverse(kCard, kNoSuchCoffee, 0).in(kYen), kStation)
      .refused(CurrencyUnsupported, empty, reverse(kCard, kNoSuchCoffee, 301).in(kYen), kStation)
      .refused(CardUnknown, empty, reverse(kCard, kNoSuchCoffee, 301), kStation)
      .refused(CurrencyMismatch, yen_card().card(), reverse(kCard, kNoSuchCoffee, 301), kStation)
      .refused(OriginalUnknown, used, reverse(kCard, kNoSuchCoffee, 301), kStation)
      .refused(OriginalRenounced, renounced_card().card(), reverse(kCard, kCoffee, 301), kStation)
      .refused(OriginalElsewhere, used, reverse(kCard, kCoffee, 301), kStation)
      .refused(ReversalAboveOriginal, used, reverse(kCard, kCoffee, 301), kHarbour)
      .approved(used, reverse(kCard, kCoffee, 300), kHarbour);
}

TEST(CardDecider, RefusesHeadOfficeForTheFirstOfItsMistakes) {
  using enum Rejection;
  const CardState empty;
  const CardState used = used_card().card();
  const CardState frozen = frozen_card().card();
  PutRight()
      .refused(CardUnknown, empty, freeze(kCard, ""), head_office())
      .refused(CardIsFrozen, frozen, freeze(kCard, ""), head_office())
      .refused(ReasonMissing, used, freeze(kCard, ""), head_office())
      .approved(used, freeze(kCard), head_office());
  PutRight()
      .refused(CardUnknown, empty, unfreeze(kCard, ""), head_office())
      .refused(CardNotFrozen, used, unfreeze(kCard, ""), head_office())
      .refused(ReasonMissing, frozen, unfreeze(kCard, ""), head_office())
      .approved(frozen, unfreeze(kCard), head_office());
}

TEST(CardDecider, RefusesAHoldForTheFirstOfItsMistakes) {
  using enum Rejection;
  const CardState empty;
  const CardState used = used_card().card();
  PutRight()
      .refused(AmountNotPositive, empty, place_hold(kCard, 0).in(kYen), kHarbour)
      .refused(AmountAboveCeiling, empty, place_hold(kCard, 200'000).in(kYen), kHarbour)
      .refused(CurrencyUnsupported, empty, place_hold(kCard, 800).in(kYen), kHarbour)
      .refused(CardUnknown, empty, place_hold(kCard, 800), kHarbour)
      .refused(CurrencyMismatch, yen_card().card(), place_hold(kCard, 800), kHarbour)
      .refused(CardIsFrozen, frozen_card().card(), place_hold(kCard, 800), kHarbour)
      .refused(InsufficientValue, used, place_hold(kCard, 800), kStation)
      .refused(InsufficientRights, used, place_hold(kCard, 700), kStation)
      .approved(used, place_hold(kCard, 700), kHarbour);
}

TEST(CardDecider, RefusesACaptureForTheFirstOfItsMistakes) {
  using enum Rejection;
  const CardState empty;
  const CardState held = held_card().card();
  PutRight()
      .refused(AmountNotPositive, empty, capture_hold(kCard, kTab, 0, 1).in(kYen), kStation)
      .refused(TipAboveAmount, empty, capture_hold(kCard, kTab, 201, 202).in(kYen), kStation)
      .refused(CurrencyUnsupported, empty, capture_hold(kCard, kTab, 201).in(kYen), kStation)
      .refused(CardUnknown, empty, capture_hold(kCard, kTab, 201), kStation)
      .refused(CurrencyMismatch, held_yen_card().card(), capture_hold(kCard, kTab, 201), kStation)
      .refused(HoldUnknown, held, capture_hold(kCard, kNoSuchTab, 201), kStation)
      .refused(HoldElsewhere, held, capture_hold(kCard, kTab, 201), kStation)
      .refused(CaptureAboveHold, held, capture_hold(kCard, kTab, 201), kHarbour)
      .approved(held, capture_hold(kCard, kTab, 200, 200), kHarbour);
}

TEST(CardDecider, RefusesALoadsReversalForTheFirstOfItsMistakes) {
  using enum Rejection;
  const CardState empty;
  CardHistory elsewhere = used_card();
  elsewhere.append(kHarbour, rights_released(kCard, 600));
  PutRight()
      .refused(AmountNotPositive, empty, reverse_load(kCard, kCoffee, 0).in(kYen), kStation)
      .refused(CurrencyUnsupported, empty, reverse_load(kCard, kCoffee, 1001).in(kYen), kStation)
      .refused(CardUnknown, empty, reverse_load(kCard, kCoffee, 1001), kStation)
      .refused(CurrencyMismatch, yen_card().card(), reverse_load(kCard, kLoad, 1001), kStation)
      .refused(CardIsFrozen, frozen_card().card(), reverse_load(kCard, kCoffee, 1001), kStation)
      .refused(LoadUnknown, elsewhere.card(), reverse_load(kCard, kCoffee, 1001), kStation)
      .refused(LoadElsewhere, elsewhere.card(), reverse_load(kCard, kLoad, 1001), kStation)
      .refused(ReversalAboveLoad, elsewhere.card(), reverse_load(kCard, kLoad, 1001), kHarbour)
      .refused(InsufficientValue, elsewhere.card(), reverse_load(kCard, kLoad, 701), kHarbour)
      .refused(InsufficientRights, elsewhere.card(), reverse_load(kCard, kLoad, 101), kHarbour)
      .approved(elsewhere.card(), reverse_load(kCard, kLoad, 100), kHarbour);
}

TEST(CardDecider, RefusesHeadOfficesDebitsForTheFirstOfTheirMistakes) {
  using enum Rejection;
  const CardState empty;
  const CardState used = used_card().card();
  const CardState yen = held_yen_card().card();
  const std::int64_t absurd = kEventAmountMax.minor() + 1;
  const Origin office = head_office();
  PutRight()
      .refused(AmountNotPositive, empty, charge_back(kCard, kCoffee, 0, "").in(kYen), office)
      .refused(AmountAboveCeiling, empty, charge_back(kCard, kCoffee, absurd, "").in(kYen), office)
      .refused(CurrencyUnsupported, empty, charge_back(kCard, kCoffee, 1001, "").in(kYen), office)
      .refused(CardUnknown, empty, charge_back(kCard, kCoffee, 1001, ""), office)
      .refused(CurrencyMismatch, yen, charge_back(kCard, kCoffee, 1001, ""), office)
      .refused(LoadUnknown, used, charge_back(kCard, kCoffee, 1001, ""), office)
      .refused(ReversalAboveLoad, used, charge_back(kCard, kLoad, 1001, ""), office)
      .refused(ReasonMissing, used, charge_back(kCard, kLoad, 1000, ""), office)
      .approved(used, charge_back(kCard, kLoad, 1000), office);
  CardHistory reserved = used_card();
  reserved.append(kHarbour, rights_released(kCard, 100));
  PutRight()
      .refused(AmountNotPositive, empty, adjust(kCard, 0, "").in(kYen), office)
      .refused(AmountAboveCeiling, empty, adjust(kCard, absurd, "").in(kYen), office)
      .refused(CurrencyUnsupported, empty, adjust(kCard, -101, "").in(kYen), office)
      .refused(CardUnknown, empty, adjust(kCard, -101, ""), office)
      .refused(CurrencyMismatch, yen, adjust(kCard, -101, ""), office)
      .refused(BalanceAboveCeiling, reserved.card(), adjust(kCard, 199'301, ""), office)
      .refused(ReserveTooLow, reserved.card(), adjust(kCard, -101, ""), office)
      .refused(ReasonMissing, reserved.card(), adjust(kCard, -100, ""), office)
      .approved(reserved.card(), adjust(kCard, -100), office);
}

TEST(CardDecider, RefundsNeverAddUpToMoreThanThePurchase) {
  CardHistory history = used_card();
  history.append(kHarbour, redemption_reversed(kCard, kCoffee, 200));
  EXPECT_EQ(refusal(history.card(), reverse(kCard, kCoffee, 101), kHarbour),
            Rejection::ReversalAboveOriginal);
  EXPECT_EQ(refusal(history.card(), reverse(kCard, kCoffee, 100), kHarbour), std::nullopt);
}

TEST(CardDecider, RefusesStandInForTheFirstLimitInTheWay) {
  using enum Rejection;
  const CardState used = used_card().card();
  const auto expect = [&](std::optional<Rejection> expected, std::int64_t minor,
                          const Around& around) {
    EXPECT_EQ(refusal(used, redeem(kCard, minor), kStation, std::nullopt, around), expected);
  };
  expect(InsufficientValue, 701, standing_in(10, 10, 10));
  expect(StandInPurchaseLimit, 700, standing_in(10, 10, 10));
  expect(StandInCardLimit, 700, standing_in(10, 10, 700));
  expect(StandInLimitReached, 700, standing_in(10, 700, 700));
  expect(std::nullopt, 700, standing_in(700, 700, 700));
}

TEST(CardDecider, WhatTheStoreRenouncedHeadOfficeTakesBackIntoTheReserve) {
  const CardState card = renounced_card().card();
  const auto decision =
      decide(card, reverse(kCard, kCoffee, 300).build(), std::nullopt, context_of(head_office()));
  ASSERT_TRUE(decision);
  const Envelope& envelope = decision.value().events.front().envelope;
  EXPECT_EQ(envelope.reserve_effect, Amount(300));
  EXPECT_EQ(envelope.own_rights_effect, Amount());
  EXPECT_TRUE(is_foldable(decision.value().events.front()));
  EXPECT_EQ(refusal(card, reverse(kCard, kCoffee, 301), head_office()),
            Rejection::ReversalAboveOriginal);
}

TEST(CardDecider, ALoadIsNoPurchaseToRefund) {
  EXPECT_EQ(refusal(used_card().card(), reverse(kCard, event_id(kHarbour, 2), 100), kHarbour),
            Rejection::OriginalUnknown);
}

TEST(CardDecider, APurchaseKnownOnlyByItsRefundIsNotKnown) {
  CardHistory history = used_card();
  history.append(head_office(), redemption_reversed(kCard, kNoSuchCoffee, 100));
  EXPECT_EQ(refusal(history.card(), reverse(kCard, kNoSuchCoffee, 1), kHarbour),
            Rejection::OriginalUnknown);
}

TEST(CardDecider, ALimitMayBeReached) {
  CardHistory rich = used_card();
  rich.append(kHarbour, value_loaded(kCard, 100'000));
  EXPECT_EQ(refusal(rich.card(), redeem(kCard, 100'000), kHarbour), std::nullopt);
  EXPECT_EQ(refusal(rich.card(), load(kCard, 50'000), kHarbour), std::nullopt);
}

TEST(CardDecider, NoLimitIsAboveWhatOneEventMayCarry) {
  DecisionContext context = context_of(kHarbour);
  context.limits.load_max = context.limits.balance_max = Amount(INT64_MAX);
  const std::int64_t above = kEventAmountMax.minor() + 1;
  const auto decision =
      decide(used_card().card(), load(kCard, above).build(), std::nullopt, context);
  ASSERT_FALSE(decision);
  EXPECT_EQ(decision.error(), Rejection::AmountAboveCeiling);
}

/// Each command beside ones that differ from it in a single point.
TEST(SameContent, IsEveryPointOfWhatWasAsked) {
  const CardState used = used_card().card();
  const auto event_of = [](const CardState& card, const Command& command, Origin origin) {
    return decide(card, command, std::nullopt, context_of(origin)).value().events.front();
  };
  const auto expect_only_itself = [&](const CardState& card, Origin origin, const Command& asked,
                                      const std::vector<Command>& others) {
    const Event event = event_of(card, asked, origin);
    EXPECT_TRUE(has_same_content(asked, event));
    for (const Command& other : others) EXPECT_FALSE(has_same_content(other, event));
  };
  const auto with = [](auto body) { return Command{request(1), kCard, body}; };
  const IssueCard issued{"4242", ProgrammeId(1), 1, eur()};
  expect_only_itself({}, kHarbour, with(issued),
                     {with(IssueCard{"4243", ProgrammeId(1), 1, eur()}),
                      with(IssueCard{"4242", ProgrammeId(2), 1, eur()}),
                      with(IssueCard{"4242", ProgrammeId(1), 2, eur()}),
                      with(IssueCard{"4242", ProgrammeId(1), 1, kYen}),
                      {request(1), card(2), issued}});
  expect_only_itself(used, kHarbour, with(LoadValue{eur(5), Tender::Cash}),
                     {with(LoadValue{eur(6), Tender::Cash}), with(LoadValue{eur(5), Tender::Card}),
                      with(LoadValue{{Amount(5), kYen}, Tender::Cash})});
  expect_only_itself(used, kHarbour, with(Redeem{eur(5), PartialApproval::Refused}),
                     {with(Redeem{eur(6), PartialApproval::Refused}),
                      with(Redeem{eur(5), PartialApproval::Accepted}),
                      with(Redeem{eur(5), PartialApproval::Refused, "grace"}),
                      with(Redeem{{Amount(5), kYen}, PartialApproval::Refused})});
  expect_only_itself(used, kHarbour, with(ReverseRedemption{kCoffee, eur(5), ReversalReason::Void}),
                     {with(ReverseRedemption{kNoSuchCoffee, eur(5), ReversalReason::Void}),
                      with(ReverseRedemption{kCoffee, eur(6), ReversalReason::Void}),
                      with(ReverseRedemption{kCoffee, eur(5), ReversalReason::Refund}),
                      with(ReverseRedemption{kCoffee, {Amount(5), kYen}, ReversalReason::Void})});
  expect_only_itself(used, kHarbour, with(PlaceHold{eur(5), hlc(60'000).wall()}),
                     {with(PlaceHold{eur(6), hlc(60'000).wall()}), with(PlaceHold{eur(5)}),
                      with(PlaceHold{{Amount(5), kYen}, hlc(60'000).wall()})});
  const CardState held = held_card().card();
  expect_only_itself(
      held, kHarbour, with(CaptureHold{kTab, eur(5), Amount(1)}),
      {with(CaptureHold{kNoSuchTab, eur(5), Amount(1)}), with(CaptureHold{kTab, eur(6), Amount(1)}),
       with(CaptureHold{kTab, eur(5), Amount(2)}),
       with(CaptureHold{kTab, eur(5), Amount(1), RestOfHold::Kept}),
       with(CaptureHold{kTab, {Amount(5), kYen}, Amount(1)})});
  expect_only_itself(held, kHarbour, with(ReleaseHold{kTab}),
                     {with(ReleaseHold{kNoSuchTab}), with(CaptureHold{kTab, eur(5)})});
  expect_only_itself(used, kHarbour, with(ReverseLoad{kLoad, eur(5)}),
                     {with(ReverseLoad{kCoffee, eur(5)}), with(ReverseLoad{kLoad, eur(6)}),
                      with(ReverseLoad{kLoad, {Amount(5), kYen}})});
  expect_only_itself(used, head_office(), with(ChargeBack{kLoad, eur(5), "stolen", "ada"}),
                     {with(ChargeBack{kCoffee, eur(5), "stolen", "ada"}),
                      with(ChargeBack{kLoad, eur(6), "stolen", "ada"}),
                      with(ChargeBack{kLoad, {Amount(5), kYen}, "stolen", "ada"}),
                      with(ChargeBack{kLoad, eur(5), "lost", "ada"}),
                      with(ChargeBack{kLoad, eur(5), "stolen", "bob"}),
                      with(AdjustBalance{eur(-5), "stolen", "ada"})});
  expect_only_itself(used, head_office(), with(AdjustBalance{eur(5), "goodwill", "ada"}),
                     {with(AdjustBalance{eur(6), "goodwill", "ada"}),
                      with(AdjustBalance{{Amount(5), kYen}, "goodwill", "ada"}),
                      with(AdjustBalance{eur(5), "sorry", "ada"}),
                      with(AdjustBalance{eur(5), "goodwill", "bob"})});
  expect_only_itself(used, head_office(), with(FreezeCard{"lost", "ada"}),
                     {with(FreezeCard{"stolen", "ada"}), with(FreezeCard{"lost", "bob"}),
                      with(UnfreezeCard{"lost", "ada"})});
  expect_only_itself(frozen_card().card(), head_office(), with(UnfreezeCard{"found", "ada"}),
                     {with(UnfreezeCard{"back", "ada"}), with(UnfreezeCard{"found", "bob"}),
                      with(FreezeCard{"found", "ada"})});
}

}  // namespace
}  // namespace perk
