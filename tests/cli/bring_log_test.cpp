// A file that was handed in goes to head office whole, in requests of a bounded size, or not at all.
#include "ops/cli/bring_log.h"

#include <fstream>

#include <gtest/gtest.h>

#include "ops/cli/render.h"
#include "tests/fuzz/hand_in.h"
#include "tests/wire/temporary_directory.h"

namespace perk::ops {
namespace {

using central::AdminFault;
using central::AdminReply;
using central::AdminRequest;
using central::BringLogReply;
using central::BringLogRequest;
using fuzz::HandInMaker;

/// Head office holds the log through `held`, and takes all else.
class HeadOffice {
 public:
  explicit HeadOffice(std::uint64_t held = 0) : held_(held) {}
  Ask ask() {
    return [this](const AdminRequest& request) -> Result<AdminReply, std::string> {
      asked.push_back(std::get<BringLogRequest>(request));
      if (asked.size() > answers_max)
        return AdminReply(AdminFault{"log_unproven", "It is forged."});
      BringLogReply reply{StoreId(3), "Harbour", HandInMaker::kLog, Seq(held_), Seq()};
      for (const sync::Batch& batch : asked.back().batches) {
        reply.through = Seq(batch.through.value());
        for (const sync::Item& item : batch.items) reply.brought += item.index.value() > held_;
      }
      return AdminReply(reply);
    };
  }
  std::vector<BringLogRequest> asked;
  std::size_t answers_max = 1'000;

 private:
  const std::uint64_t held_;
};

class BringLogTest : public ::testing::Test {
 protected:
  BringLog what(const std::vector<std::uint8_t>& bytes) {
    const std::string path = (directory_.path() / "harbour.hand-in").string();
    std::ofstream(path, std::ios::binary)
        .write(reinterpret_cast<const char*>(bytes.data()),
               static_cast<std::streamsize>(bytes.size()));
    return {path, "its machine was found", "ada"};
  }
  /// Of more events than one request brings.
  static HandInMaker long_log() {
    HandInMaker maker;
    for (int batch = 0; batch < 40; ++batch) {
      for (int event = 0; event < 4; ++event)
        maker.add(std::vector<std::uint8_t>(1'000, static_cast<std::uint8_t>(batch)));
      maker.end_batch();
    }
    return maker;
  }

  test::TemporaryDirectory directory_;
};

TEST_F(BringLogTest, AllOfItIsBroughtInOrderInRequestsThatFit) {
  HandInMaker maker = long_log();
  HeadOffice office;
  const auto reply = bring_log(what(maker.file()), office.ask());
  ASSERT_TRUE(reply) << reply.error().fault.sentence;
  EXPECT_EQ(reply.value().brought, 160U);
  EXPECT_EQ(reply.value().known, 0U);
  EXPECT_EQ(reply.value().through, Seq(160));
  EXPECT_GT(office.asked.size(), 1U);
  std::vector<sync::Batch> brought;
  for (const BringLogRequest& asked : office.asked) {
    EXPECT_EQ(asked.store, StoreId(3));
    EXPECT_EQ(asked.reason, "its machine was found");
    EXPECT_EQ(asked.operator_name, "ada");
    std::size_t bytes = 0;
    for (const sync::Batch& batch : asked.batches) bytes += sync::memory_of(batch);
    EXPECT_LE(bytes, central::kBringBytesMax);
    brought.insert(brought.end(), asked.batches.begin(), asked.batches.end());
  }
  EXPECT_EQ(brought, maker.batches());
}

TEST_F(BringLogTest, WhatIsHeldIsNotSentOnceThatIsKnown) {
  HandInMaker maker = long_log();
  HeadOffice office(158);
  const auto reply = bring_log(what(maker.file()), office.ask());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply.value().brought, 2U);
  EXPECT_EQ(reply.value().known, 158U);
  EXPECT_EQ(office.asked.size(), 2U);
  EXPECT_EQ(office.asked[1].batches.size(), 1U);
}

TEST_F(BringLogTest, AFileThatEndsBeforeWhatIsHeldIsComparedAsAWhole) {
  HandInMaker maker = long_log();
  HeadOffice office(161);
  const auto reply = bring_log(what(maker.file()), office.ask());
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply.value().known, 160U);
  std::size_t batches = 0;
  for (const BringLogRequest& asked : office.asked) batches += asked.batches.size();
  EXPECT_EQ(batches, maker.batches().size()) << "a copy that parted would be found in any of them";
}

TEST_F(BringLogTest, AFileThatIsCutOffOrAlteredIsSentToNobody) {
  const auto whole = HandInMaker().add({1, 2, 3}).add({4}).file();
  auto cut = whole;
  cut.pop_back();
  auto altered = whole;
  altered[altered.size() - 3] ^= 1U;
  for (const auto& bytes : {cut, altered, std::vector<std::uint8_t>{'x', '\n'}}) {
    HeadOffice office;
    const auto reply = bring_log(what(bytes), office.ask());
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().code, ExitCode::Usage);
    EXPECT_EQ(reply.error().fault.sentence.rfind("Nothing of ", 0), 0U);
    EXPECT_TRUE(office.asked.empty());
  }
  HeadOffice office;
  EXPECT_FALSE(bring_log({"no/such/file", "found", "ada"}, office.ask()));
}

TEST_F(BringLogTest, WhereHeadOfficeRefusesItSaysWhatStands) {
  HeadOffice office;
  office.answers_max = 1;
  const auto reply = bring_log(what(long_log().file()), office.ask());
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().code, ExitCode::Refused);
  EXPECT_EQ(reply.error().fault.code, "log_unproven");
  EXPECT_EQ(reply.error().fault.sentence.rfind("It stopped behind event ", 0), 0U)
      << reply.error().fault.sentence;
  const auto unheard = bring_log(what(long_log().file()),
                                 [](const AdminRequest&) -> Result<AdminReply, std::string> {
                                   return failed(std::string("Head office hung up."));
                                 });
  ASSERT_FALSE(unheard);
  EXPECT_EQ(unheard.error().code, ExitCode::Unreachable);
  EXPECT_EQ(unheard.error().fault.sentence, "Head office hung up.");
}

TEST_F(BringLogTest, WhatBecameOfItIsToldToPeople) {
  BringLogReply reply{StoreId(3), "Harbour", HandInMaker::kLog, Seq(2), Seq(4), 2, 2, 1};
  EXPECT_EQ(render_text(reply),
            "2 events of log feedf00dcafe0003 of Harbour, through event 4, are in quarantine now; "
            "2 more were known.\n"
            "1 of the new can only be refused: `perk quarantine` says why.\n"
            "None of it counts: `perk quarantine --open`, then `accept` or `refuse` each of "
            "them.\n");
  reply.brought = 0;
  EXPECT_EQ(render_text(reply),
            "Nothing of log feedf00dcafe0003 of Harbour is new: all of it was known, through event "
            "4.\n");
}

}  // namespace
}  // namespace perk::ops
