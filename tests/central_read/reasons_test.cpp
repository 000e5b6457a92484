// Operators' reasons: sealed in the log, their texts beside it, shown as long as they are kept, erased for ever.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "central/desk/reason_reader.h"
#include "ledger/sealed_reason.h"
#include "sync/crypto/reason_seal.h"
#include "tests/central_read/operators_fixture.h"

namespace perk::test {
namespace {

using namespace central;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kSecret = "Mrs Miller of 7 Quay Street phoned";

class Reasons : public OperatorsTest {
 protected:
  /// Whether the text stands in the bytes of any event.
  bool is_in_log(const std::string& text) {
    for (std::uint16_t shard = 0; shard < 4; ++shard) {
      for (const StoredEvent& stored : books_.shard(shard)) {
        const auto& bytes = stored.bytes;
        if (std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end())
          return true;
      }
    }
    return false;
  }
  /// Of the last event of this type on card 1.
  template <typename Body>
  Digest seal_on_card_1() {
    const Event event = events_of_card_1<Body>().back();
    const auto seal = commitment_in(std::get<Body>(event.body).reason);
    EXPECT_TRUE(seal) << std::get<Body>(event.body).reason;
    return seal.value_or(Digest());
  }
  std::optional<ReasonOpening> kept(const Digest& seal) {
    const auto held = shelf_.events().reasons(std::vector{seal}).value();
    return held.empty() ? std::nullopt : std::optional(held.begin()->second);
  }
  static EraseReasonRequest erasing(const std::string& which, std::uint64_t counter = 90) {
    return {which, "asked to by the person", "ada", request(counter, 9)};
  }
  static EraseReasonRequest erasing(const Digest& seal, std::uint64_t counter = 90) {
    return erasing(to_hex(seal), counter);
  }
  std::size_t words_of_erasure() {
    std::size_t count = 0;
    for (const StoredEvent& stored : books_.shard(shard_of(StoreId(), 4).value())) {
      const auto recorded = decode_stored(stored);
      if (std::holds_alternative<ReasonErased>(recorded.value().event.body)) ++count;
    }
    return count;
  }
  std::string note_of_freeze() {
    fold();
    const auto lines = ask<StatementReply>(StatementRequest{by_id(card(1))}).lines;
    const auto frozen = std::ranges::find(lines, "CardFrozen", &StatementLine::type);
    return frozen == lines.end() ? "" : frozen->note;
  }
};

TEST_F(Reasons, StandSealedInTheLogWhoeverGivesThem) {
  sell_in_two_stores();
  ask<FreezeReply>(freeze(1, kSecret));
  admit_everybody();
  ASSERT_EQ(outcome("bob", unfreeze(2)), "done");
  ASSERT_EQ(outcome("bob", freeze(3, kSecret)), "done");
  EXPECT_FALSE(is_in_log("Miller"));
  EXPECT_FALSE(is_in_log("found"));
  EXPECT_TRUE(is_in_log("sealed:"));
  const auto opening = kept(seal_on_card_1<CardFrozen>());
  ASSERT_TRUE(opening);
  EXPECT_EQ(opening->text, kSecret);
  EXPECT_EQ(sync::reason_commitment(*opening), seal_on_card_1<CardFrozen>());
  EXPECT_EQ(broken_words(), "");
}

TEST_F(Reasons, AreShownWhereverTheyWereShownBefore) {
  const EventId opening = overdraw();
  admit_everybody();
  limit(DecisionKind::Adjustment, "5.00");
  ASSERT_EQ(outcome("bob", freeze(1, kSecret)), "done");
  const EventId frozen = ask_as<FreezeReply>("bob", freeze(1, kSecret)).event;
  ASSERT_EQ(outcome("bob", adjusting("9.00", 2)), "pending");
  ASSERT_EQ(outcome("bob", WriteOffRequest{opening, kSecret, ""}), "done");
  fold();
  EXPECT_EQ(ask_as<BalanceReply>("bob", balance_of(card(1))).freeze_reason, kSecret);
  const auto statement = ask_as<StatementReply>("bob", StatementRequest{by_id(card(1))});
  EXPECT_EQ(statement.balance.freeze_reason, kSecret);
  std::string notes;
  for (const StatementLine& line : statement.lines) notes += line.note + "\n";
  EXPECT_THAT(notes, HasSubstr(kSecret + " (bob)"));
  EXPECT_THAT(notes, HasSubstr("EUR, " + kSecret + " (bob)"));
  EXPECT_THAT(notes, Not(HasSubstr("sealed:")));
  EXPECT_THAT(ask_as<ExplainReply>("bob", ExplainRequest{frozen}).said,
              HasSubstr(": " + kSecret + " (bob)"));
  EXPECT_EQ(ask_as<LimitsReply>("bob", LimitsRequest{}).rows.at(0).reason, "policy");
  EXPECT_EQ(ask_as<ProposalsReply>("bob", ProposalsRequest{}).rows.at(0).reason, "goodwill");
  for (const AuditRow& row : ask_as<AuditReply>("eve", AuditRequest{}).rows)
    EXPECT_THAT(row.reason, Not(HasSubstr("sealed:"))) << row.what;
}

TEST_F(Reasons, ThatAreSignedOpenlyAreRefusedAndLeaveNothing) {
  sell_in_two_stores();
  admit_everybody();
  SignedLine line("bob", key_of("bob"));
  EXPECT_EQ(code_of(say(line.ask_as_it_is(freeze(1, kSecret), std::nullopt))), "reason_unsealed");
  EXPECT_EQ(events_of_card_1<CardFrozen>().size(), 0U);
  EXPECT_EQ(code_of(say(line.ask_as_it_is(freeze(1, " "), std::nullopt))), "rejected")
      << "a blank one is none";
}

TEST_F(Reasons, ThatDoNotFitTheirSealAreRefusedAndLeaveNothing) {
  sell_in_two_stores();
  admit_everybody();
  SignedLine line("bob", key_of("bob"));
  AdminRequest sealed = freeze(1, kSecret);
  const ReasonOpening right = seal_reason(sealed).value();
  ReasonOpening other_text = right, other_salt = right;
  other_text.text = "no reason at all";
  other_salt.salt.bytes[3] ^= 1U;
  for (const auto& wrong :
       {std::optional<ReasonOpening>(), std::optional(other_text), std::optional(other_salt)})
    EXPECT_EQ(code_of(say(line.ask_as_it_is(sealed, wrong))), "reason_unfit");
  EXPECT_EQ(events_of_card_1<CardFrozen>().size(), 0U);
  const Digest seal = commitment_in(*reason_of(sealed)).value();
  EXPECT_FALSE(kept(seal));
  EXPECT_EQ(code_of(say(line.ask_as_it_is(sealed, right))), "done");
  EXPECT_TRUE(kept(seal));
}

TEST_F(Reasons, ThatNobodySignedCannotPretendToBeSealed) {
  sell_in_two_stores();
  EXPECT_EQ(fault_of(freeze(1, sealed_form(Digest{{7}}))), "reason_unfit");
  EXPECT_EQ(events_of_card_1<CardFrozen>().size(), 0U);
}

TEST_F(Reasons, HaveALengthAndAFormAlsoWhenTheyComeSealed) {
  sell_in_two_stores();
  const std::vector<std::string> wrong{std::string(1'001, 'x'), "two\nlines", "\x1b[2J", "\xff"};
  for (const std::string& text : wrong) EXPECT_EQ(fault_of(freeze(1, text)), "malformed");
  admit_everybody();
  for (const std::string& text : wrong) EXPECT_EQ(outcome("bob", freeze(1, text)), "malformed");
  AdminRequest blank = freeze(1, "x");
  const ReasonOpening nothing{sync::random_salt(), "  "};
  *reason_of(blank) = sealed_form(sync::reason_commitment(nothing));
  EXPECT_EQ(code_of(say(SignedLine("bob", key_of("bob")).ask_as_it_is(blank, nothing))),
            "rejected");
  EXPECT_EQ(events_of_card_1<CardFrozen>().size(), 0U);
  EXPECT_EQ(outcome("bob", freeze(1, std::string(1'000, 'x'))), "done");
}

TEST_F(Reasons, OfWhatWasNotDoneAreForgotten) {
  sell_in_two_stores();
  admit_everybody();
  AdminRequest refused = unfreeze(1);
  const auto opening = seal_reason(refused);
  const Digest seal = commitment_in(*reason_of(refused)).value();
  SignedLine line("bob", key_of("bob"));
  EXPECT_EQ(code_of(say(line.ask_as_it_is(refused, opening))), "rejected") << "it is not frozen";
  EXPECT_FALSE(kept(seal));
  ASSERT_EQ(outcome("bob", freeze(2)), "done");
  EXPECT_EQ(code_of(say(line.ask_as_it_is(refused, opening))), "done");
  EXPECT_TRUE(kept(seal));
}

TEST_F(Reasons, OfARepeatAreForgottenAndTheFirstOnesStay) {
  sell_in_two_stores();
  admit_everybody();
  const auto first = ask_as<FreezeReply>("bob", freeze(1, kSecret));
  const Digest seal = seal_on_card_1<CardFrozen>();
  AdminRequest again = freeze(1, kSecret);
  const auto opening = seal_reason(again);
  const AdminReply reply = say(SignedLine("bob", key_of("bob")).ask_as_it_is(again, opening));
  EXPECT_TRUE(std::get<FreezeReply>(reply).was_repeated);
  EXPECT_EQ(std::get<FreezeReply>(reply).event, first.event);
  EXPECT_FALSE(kept(commitment_in(*reason_of(again)).value()));
  EXPECT_TRUE(kept(seal));
  EXPECT_EQ(sentence("bob", freeze(1, "something else")).rfind("request_id_reused:", 0), 0U);
}

TEST_F(Reasons, OfAProposalAreThoseOfWhatComesOfIt) {
  sell_in_two_stores();
  admit_everybody();
  limit(DecisionKind::Adjustment, "5.00");
  AdjustRequest large = adjusting("9.00", 1);
  large.reason = kSecret;
  const ProposalNumber number = ask_as<PendingApprovalReply>("bob", large).number;
  EXPECT_EQ(ask_as<PendingApprovalReply>("bob", large).number, number) << "asked again";
  ASSERT_EQ(outcome("cleo", approving(number)), "done");
  EXPECT_EQ(kept(seal_on_card_1<BalanceAdjusted>())->text, kSecret);
  EXPECT_FALSE(is_in_log("Miller"));
  ASSERT_EQ(outcome("ada", erasing(seal_on_card_1<BalanceAdjusted>())), "done");
  EXPECT_EQ(ask_as<ProposalsReply>("eve", ProposalsRequest{true}).rows.at(0).reason, kErasedReason);
}

TEST_F(Reasons, AreErasedByTheEventThatGivesThem) {
  sell_in_two_stores();
  const EventId frozen = ask<FreezeReply>(freeze(1, kSecret)).event;
  EXPECT_EQ(note_of_freeze(), kSecret + " (ada)");
  const Digest seal = seal_on_card_1<CardFrozen>();
  const auto reply = ask<EraseReasonReply>(erasing(to_string(frozen)));
  EXPECT_EQ(reply.commitment, seal);
  EXPECT_FALSE(reply.was_erased);
  EXPECT_FALSE(kept(seal));
  EXPECT_EQ(note_of_freeze(), std::string(kErasedReason) + " (ada)");
  EXPECT_EQ(ask<BalanceReply>(balance_of(card(1))).freeze_reason, kErasedReason);
  EXPECT_THAT(ask<ExplainReply>(ExplainRequest{frozen}).said, HasSubstr(kErasedReason));
  EXPECT_THAT(ask<ExplainReply>(ExplainRequest{reply.event}).said,
              HasSubstr("erased what a reason says: asked to by the person (ada)"));
  EXPECT_EQ(words_of_erasure(), 1U);
}

TEST_F(Reasons, AreErasedOnceHoweverOftenItIsAsked) {
  sell_in_two_stores();
  const EventId frozen = ask<FreezeReply>(freeze(1, kSecret)).event;
  const auto first = ask<EraseReasonReply>(erasing(to_string(frozen)));
  restart();
  for (const auto& again :
       {erasing(to_string(frozen)), erasing(first.commitment), erasing(first.commitment, 91)}) {
    const auto reply = ask<EraseReasonReply>(again);
    EXPECT_TRUE(reply.was_erased);
    EXPECT_EQ(reply.commitment, first.commitment);
    EXPECT_EQ(reply.event, first.event);
  }
  EXPECT_EQ(words_of_erasure(), 1U);
}

TEST_F(Reasons, AreErasedUnderARequestIdOfTheirOwn) {
  sell_in_two_stores();
  ask<FreezeReply>(freeze(1));
  const Digest first = seal_on_card_1<CardFrozen>();
  ask<FreezeReply>(unfreeze(2));
  ask<EraseReasonReply>(erasing(first));
  EXPECT_EQ(sentence_of(erasing(seal_on_card_1<CardUnfrozen>())).rfind("request_id_reused:", 0),
            0U);
  EXPECT_TRUE(kept(seal_on_card_1<CardUnfrozen>()));
}

TEST_F(Reasons, ThatAreNotThereAreNotErased) {
  sell_in_two_stores();
  EXPECT_EQ(fault_of(erasing("lost")), "malformed");
  EXPECT_EQ(fault_of(erasing(Digest{{7}})), "reason_unknown");
  EXPECT_EQ(fault_of(erasing(to_string(event_id(store(1), 99)))), "event_unknown");
  EXPECT_EQ(fault_of(erasing(to_string(event_id(store(1), 1)))), "reason_unsealed")
      << "an issue has none";
  const EventId of_old =
      write(card(1), EventBuilder(card(1), CardFrozen{kSecret, "ada"}).at(hlc(40)));
  EXPECT_EQ(fault_of(erasing(to_string(of_old))), "reason_unsealed");
  EXPECT_EQ(note_of_freeze(), kSecret + " (ada)") << "what was said before is shown as it is";
  EraseReasonRequest for_nothing = erasing(Digest{{7}});
  for_nothing.reason = " ";
  EXPECT_EQ(fault_of(for_nothing), "rejected");
  EXPECT_EQ(words_of_erasure(), 0U);
}

TEST_F(Reasons, AreErasedByAdminsOnlyAndItIsOnTheirRecord) {
  sell_in_two_stores();
  admit_everybody();
  ASSERT_EQ(outcome("bob", freeze(1, kSecret)), "done");
  const Digest seal = seal_on_card_1<CardFrozen>();
  for (const char* other : {"bob", "dan", "eve", "finn"})
    EXPECT_EQ(outcome(other, erasing(seal)), "role_needed") << other;
  EXPECT_EQ(fault_of(erasing(seal)), "not_allowed") << "nobody signed it";
  EXPECT_TRUE(kept(seal));
  ASSERT_EQ(outcome("ada", erasing(seal)), "done");
  const auto rows = ask_as<AuditReply>("eve", AuditRequest{}).rows;
  ASSERT_GE(rows.size(), 2U);
  const AuditRow& word = rows.back();
  EXPECT_EQ(word.what, "reason " + to_hex(seal).substr(0, 16) + ".. erased");
  EXPECT_EQ(word.operator_name, "ada");
  EXPECT_EQ(word.reason, "asked to by the person");
  EXPECT_EQ(word.word, WordState::Holds) << word.why_broken;
  const AuditRow& freeze_row = rows[rows.size() - 2];
  EXPECT_EQ(freeze_row.what, "freeze");
  EXPECT_EQ(freeze_row.reason, kErasedReason);
  EXPECT_EQ(freeze_row.word, WordState::Holds) << "the seal was signed, and it stays";
  EXPECT_EQ(broken_words(), "") << "nothing is missing without the text";
}

TEST_F(Reasons, ThatThisDatabaseNeverHadAreNotHere) {
  sell_in_two_stores();
  ask<FreezeReply>(freeze(1, kSecret));
  const Digest seal = seal_on_card_1<CardFrozen>();
  ASSERT_TRUE(shelf_.events().erase_reason(seal)) << "as after a restore";
  EXPECT_EQ(note_of_freeze(), std::string(kAbsentReason) + " (ada)");
  EXPECT_EQ(fault_of(erasing(seal)), "no fault") << "it may come back with a backup";
  EXPECT_EQ(note_of_freeze(), std::string(kErasedReason) + " (ada)");
}

TEST_F(Reasons, ThatSomebodyAlteredAreNotShown) {
  sell_in_two_stores();
  ask<FreezeReply>(freeze(1, kSecret));
  const Digest seal = seal_on_card_1<CardFrozen>();
  ReasonOpening opening = *kept(seal);
  opening.text = "he asked for it";
  ASSERT_TRUE(shelf_.events().erase_reason(seal));
  ASSERT_TRUE(shelf_.events().keep_reason(seal, opening, clock_.wall()));
  EXPECT_EQ(note_of_freeze(), std::string(kAlteredReason) + " (ada)");
}

TEST_F(Reasons, ThatABackupBringsBackAreShownNoMoreAndErasedAtTheNextStart) {
  sell_in_two_stores();
  ask<FreezeReply>(freeze(1, kSecret));
  const Digest seal = seal_on_card_1<CardFrozen>();
  const ReasonOpening opening = *kept(seal);
  ask<EraseReasonReply>(erasing(seal));
  ASSERT_TRUE(shelf_.events().keep_reason(seal, opening, clock_.wall()));
  EXPECT_EQ(note_of_freeze(), std::string(kErasedReason) + " (ada)") << "the log knows";
  restart();
  ASSERT_TRUE(service_->resume_erasures());
  EXPECT_FALSE(kept(seal));
}

TEST_F(Reasons, ThatWereErasedAreNotTakenASecondTime) {
  sell_in_two_stores();
  admit_everybody();
  AdminRequest sealed = freeze(1, kSecret);
  const auto opening = seal_reason(sealed);
  const Digest seal = commitment_in(*reason_of(sealed)).value();
  SignedLine line("bob", key_of("bob"));
  ASSERT_EQ(code_of(say(line.ask_as_it_is(sealed, opening))), "done");
  ASSERT_EQ(outcome("ada", erasing(seal)), "done");
  std::get<FreezeRequest>(sealed).request = request(5, 9);
  EXPECT_EQ(code_of(say(line.ask_as_it_is(sealed, opening))), "reason_unfit");
  EXPECT_FALSE(kept(seal));
}

TEST_F(Reasons, OfARepeatAfterErasingDoNotMatterAnyMore) {
  sell_in_two_stores();
  const EventId frozen = ask<FreezeReply>(freeze(1, kSecret)).event;
  ask<EraseReasonReply>(erasing(to_string(frozen)));
  const auto again = ask<FreezeReply>(freeze(1, kSecret));
  EXPECT_TRUE(again.was_repeated);
  EXPECT_EQ(again.event, frozen);
  EXPECT_EQ(note_of_freeze(), std::string(kErasedReason) + " (ada)");
}

}  // namespace
}  // namespace perk::test
