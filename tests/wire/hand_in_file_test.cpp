// The file of a log that is carried by hand: read only whole, and only as it was written.
#include "sync/wire/hand_in_file.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/fuzz/hand_in.h"

namespace perk::sync {
namespace {

using fuzz::file_of;
using fuzz::HandInMaker;
using Bytes = std::vector<std::uint8_t>;

HandInMaker three_events() {
  HandInMaker maker;
  maker.add({1, 2, 3}).add(Bytes(900, 4)).end_batch().add({5}).end_batch();
  return maker;
}

struct Read {
  std::vector<Batch> batches{};
  std::string refused{};
};

/// Byte by byte, as the slowest disk would give it.
Read read(const Bytes& file) {
  std::size_t at = 0;
  HandInReader reader([&](std::span<std::uint8_t> room) {
    if (at == file.size()) return std::size_t{0};
    room.front() = file[at++];
    return std::size_t{1};
  });
  if (const auto head = reader.read_head(); !head) return {{}, head.error()};
  Read read;
  for (;;) {
    const auto batch = reader.next();
    if (!batch) read.refused = batch.error();
    if (!batch || !batch.value()) return read;
    read.batches.push_back(*batch.value());
  }
}

TEST(HandInFile, IsReadAsItWasWritten) {
  HandInMaker maker = three_events();
  const Read whole = read(maker.file());
  EXPECT_EQ(whole.refused, "");
  EXPECT_EQ(whole.batches, maker.batches());
}

TEST(HandInFile, SaysInItsFirstLineWhatIsInIt) {
  const HandInHead head = three_events().head();
  std::string line = first_line(head);
  EXPECT_EQ(line.rfind("perk hand-in 1 store 3 log feedf00dcafe0003 after 0 through 3 hash ", 0),
            0U)
      << line;
  line.pop_back();
  EXPECT_EQ(head_in(line), head);
  EXPECT_FALSE(head_in(line + " "));
  EXPECT_FALSE(head_in("perk hand-in 2" + line.substr(14)));
  EXPECT_FALSE(head_in("perk hand-in 1 store 03" + line.substr(22)));
}

TEST(HandInFile, ThatHoldsNothingIsNone) {
  HandInHead head = three_events().head();
  head.through = head.after;
  std::string line = first_line(head);
  line.pop_back();
  EXPECT_FALSE(head_in(line));
}

TEST(HandInFile, CutOffAnywhereItIsRefused) {
  const Bytes whole = three_events().file();
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_NE(read(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))).refused,
              "")
        << size;
}

TEST(HandInFile, WithAnyByteAlteredItIsRefused) {
  const Bytes whole = three_events().file();
  const std::size_t store = first_line(three_events().head()).find("store 3") + 6;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    Bytes altered = whole;
    altered[at] ^= 1U;
    // Whose log it is stands in its hashes' beginning alone, which head office knows.
    if (at == store) continue;
    EXPECT_NE(read(altered).refused, "") << at;
  }
}

TEST(HandInFile, WithAByteTooManyItIsRefused) {
  Bytes file = three_events().file();
  file.push_back(0);
  EXPECT_NE(read(file).refused, "");
}

TEST(HandInFile, AnEventThatWasChangedAndFramedAnewIsFound) {
  HandInMaker maker = three_events();
  auto batches = maker.batches();
  batches[0].items[0].bytes[0] = 9;
  EXPECT_EQ(read(file_of(maker.head(), batches)).refused,
            "the hashes do not add up behind event 0");
}

TEST(HandInFile, BatchesThatAreLeftOutOrChangePlacesAreFound) {
  HandInMaker maker = three_events();
  const auto batches = maker.batches();
  EXPECT_EQ(read(file_of(maker.head(), {batches[0]})).refused, "it is cut off behind event 2");
  EXPECT_NE(read(file_of(maker.head(), {batches[1], batches[0]})).refused, "");
  EXPECT_NE(read(file_of(maker.head(), {batches[0], batches[0]})).refused, "");
}

TEST(HandInFile, MoreThanAStorePutsTogetherIsRefused) {
  HandInMaker one;
  one.add(Bytes(kHandInBatchBytes + 1, 7)).end_batch();
  EXPECT_EQ(read(file_of(one.head(), one.batches())).refused, "");
  HandInMaker two;
  two.add(Bytes(kHandInBatchBytes, 7)).add({1}).end_batch();
  EXPECT_EQ(read(file_of(two.head(), two.batches())).refused,
            "more than a store puts together stands behind event 0");
  HandInMaker many;
  for (std::size_t event = 0; event <= kHandInBatchEvents; ++event) many.add({1});
  many.end_batch();
  EXPECT_EQ(read(file_of(many.head(), many.batches())).refused,
            "more than a store puts together stands behind event 0");
}

TEST(HandInFile, AnotherLogsEventsAreRefused) {
  HandInMaker maker = three_events();
  HandInHead head = maker.head();
  head.log = *Origin::incarnation(0xfeedf00dcafe0004);
  EXPECT_EQ(read(file_of(head, maker.batches())).refused,
            "another log's events stand behind event 0");
}

}  // namespace
}  // namespace perk::sync
