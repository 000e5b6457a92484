// What `perk verify` says of verdicts on the quarantine: each breach is planted, and found by the check that is named
// after them.
#include <gtest/gtest.h>

#include "tests/central_read/quarantine_books.h"

namespace perk::test {
namespace {

using namespace central;

class PlantedVerdict : public ::testing::Test {
 protected:
  PlantedVerdict() {
    static_cast<void>(books_.ask<SettleQuarantineReply>(books_.accepting(books_.kCoffee)));
    const auto written = books_.written();
    word_ = written[written.size() - 2];
    money_ = written.back();
    EXPECT_EQ(books_.broken(), "");
  }
  std::string found() {
    for (const VerifyCheck& check : checks_of(shelf_))
      if (check.name == kSettlementCheck) return check.holds ? "nothing" : check.detail;
    return "no such check";
  }
  void put(const StoredEvent& at, const Event& event) {
    shelf_.sabotage("update events set bytes = " + as_sql(sync::encode_event(event)) +
                    " where shard = 1 and position = " + std::to_string(at.position.value()));
  }
  Event word() { return decode_stored(word_).value().event; }
  Event money() { return decode_stored(money_).value().event; }
  static QuarantineSettled& said_in(Event& event) {
    return std::get<QuarantineSettled>(event.body);
  }

  PostgresShelf shelf_;
  QuarantineBooks books_{shelf_};
  StoredEvent word_, money_;
};

TEST_F(PlantedVerdict, OnWhatIsNotInQuarantine) {
  shelf_.sabotage("delete from quarantine where id = 1");
  EXPECT_NE(found().find("settles what is not in quarantine with these bytes"), std::string::npos)
      << found();
}

TEST_F(PlantedVerdict, OnOtherBytesThanThoseInQuarantine) {
  shelf_.sabotage("update quarantine set bytes = '\\xff' where id = 1");
  EXPECT_NE(found().find("settles what is not in quarantine with these bytes"), std::string::npos)
      << found();
}

TEST_F(PlantedVerdict, ThatAcceptsWithoutAProof) {
  Event event = word();
  ClosedLogEventRecorded forged = *accepted_by(said_in(event));
  Event brought = *said_in(event).brought.get();
  forged.signature.bytes[3] ^= 1U;
  brought.body = forged;
  said_in(event).bytes = sync::encode_event(brought);
  said_in(event).brought = WrappedEvent(brought);
  put(word_, event);
  EXPECT_NE(found().find("accepts what its store's signature does not prove"), std::string::npos)
      << found();
}

TEST_F(PlantedVerdict, WhoseMoneyIsMissing) {
  put(money_, card_frozen(card(1)).build());
  EXPECT_NE(found().find("accepts what does not count right behind it"), std::string::npos)
      << found();
}

TEST_F(PlantedVerdict, ThatWasARefusalAndCounts) {
  Event event = word();
  said_in(event).verdict = QuarantineVerdict::Refused;
  said_in(event).bytes.clear();
  put(word_, event);
  EXPECT_NE(found().find("counts what no operator accepted"), std::string::npos) << found();
}

TEST_F(PlantedVerdict, ThatCountsTwice) {
  ASSERT_TRUE(
      books_.office().pen.write(books_.office().pen.page_of(card(1)), [&](const OfficeDesk& desk) {
        return std::vector<Event>{
            count_accepted(std::get<ClosedLogEventRecorded>(money().body), desk.stamp())};
      }));
  EXPECT_NE(found().find("counts what no operator accepted, or once more"), std::string::npos)
      << found();
}

TEST_F(PlantedVerdict, OnWhatWasSettledBefore) {
  Event second = word();
  said_in(second).verdict = QuarantineVerdict::Refused;
  said_in(second).bytes.clear();
  ASSERT_TRUE(
      books_.office().pen.write(books_.office().pen.page_of(card(1)),
                                [&](const OfficeDesk&) { return std::vector<Event>{second}; }));
  EXPECT_NE(found().find("settles what was settled before"), std::string::npos) << found();
}

}  // namespace
}  // namespace perk::test
