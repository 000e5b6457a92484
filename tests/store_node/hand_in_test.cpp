// A shop's log goes into a file without head office, a certificate or a change to what is there.
#include "store_node/hand_in.h"

#include <fstream>
#include <map>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <unistd.h>

#include "store_node/key_files.h"
#include "store_node/sqlite/open_journal.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/log_key_proof.h"
#include "sync/wire/event_codec.h"
#include "tests/store_node/scratch.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/shell.h"

namespace perk::test {
namespace {

using namespace store_node;
namespace fs = std::filesystem;

constexpr std::uint64_t kEvents = 200;

class HandInTest : public ::testing::Test {
 protected:
  HandInTest() {
    fs::create_directory(data_);
    EXPECT_TRUE(key_.save(directory_.file("log.key")));
    open();
    for (std::uint64_t seq = 1; seq <= kEvents; ++seq)
      append(EventBytes(50, static_cast<std::uint8_t>(seq)));
  }
  void open() {
    auto opened = open_journal(
        database(), StoreId(3), [] { return store(3); }, "now");
    ASSERT_TRUE(opened) << opened.error().sentence;
    journal_ = std::move(opened.value().journal);
  }
  void append(EventBytes bytes) {
    LogHead head = journal_->head().value();
    const Seq seq = head.seq.next();
    head = {seq, sync::log_link(head.hash, seq, bytes)};
    Commit commit;
    commit.own.push_back({head.seq, head.hash, std::move(bytes), std::nullopt});
    ASSERT_TRUE(journal_->commit(commit));
  }
  /// Its last life was killed: what is only in the write-ahead log must be read, too.
  [[nodiscard]] HandInTask task(std::uint64_t after = 0) const {
    return {database(), directory_.file("log.key"), Seq(after), to()};
  }
  [[nodiscard]] std::string database() const { return data_ + "/store.db"; }
  [[nodiscard]] std::string to() const { return directory_.file("harbour.hand-in"); }

  /// Every file of the shop, by name; what SQLite shares between processes while they run is none.
  [[nodiscard]] std::map<std::string, std::string> everything() const {
    std::map<std::string, std::string> files;
    for (const auto& entry : fs::directory_iterator(data_)) {
      if (entry.path().extension() == ".db-shm") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      files[entry.path().filename()] = {std::istreambuf_iterator<char>(file),
                                        std::istreambuf_iterator<char>()};
    }
    return files;
  }
  struct Read {
    sync::HandInHead head;
    std::vector<sync::Batch> batches;
  };
  [[nodiscard]] Read read() const {
    std::ifstream file(to(), std::ios::binary);
    sync::HandInReader reader([&](std::span<std::uint8_t> room) {
      file.read(reinterpret_cast<char*>(room.data()), static_cast<std::streamsize>(room.size()));
      return static_cast<std::size_t>(file.gcount());
    });
    const auto head = reader.read_head();
    EXPECT_TRUE(head);
    if (!head) return {};
    Read read{head.value(), {}};
    for (;;) {
      const auto batch = reader.next();
      EXPECT_TRUE(batch) << (batch ? "" : batch.error());
      if (!batch || !batch.value()) return read;
      read.batches.push_back(*batch.value());
    }
  }
  static bool are_sealed(const Read& read, const LogKeys& keys) {
    return std::ranges::all_of(read.batches, [&](const sync::Batch& batch) {
      return sync::is_signed_head(keys, StoreId(3), store(3), Seq(batch.through.value()),
                                  batch.through_hash, batch.seal);
    });
  }
  [[nodiscard]] std::string refusal(const HandInTask& wanted) const {
    const auto done = hand_in(wanted);
    EXPECT_FALSE(fs::exists(to()));
    return done ? "done" : done.error();
  }

  const ScratchDirectory directory_;
  const std::string data_ = directory_.file("data");
  const sync::LogKey key_ = sync::LogKey::from_seed({1});
  std::unique_ptr<SqliteJournal> journal_;
};

TEST_F(HandInTest, TheWholeLogIsInTheFileSealedInSmallBatches) {
  const auto done = hand_in(task());
  ASSERT_TRUE(done) << done.error();
  const Read read = this->read();
  EXPECT_EQ(read.head, done.value());
  EXPECT_EQ(read.head.store, StoreId(3));
  EXPECT_EQ(read.head.through, Seq(kEvents));
  EXPECT_EQ(read.head.through_hash, journal_->head().value().hash);
  std::size_t events = 0;
  for (const sync::Batch& batch : read.batches) {
    events += batch.items.size();
    EXPECT_LE(batch.items.size() * 50, sync::kHandInBatchBytes);
  }
  EXPECT_EQ(events, kEvents);
  EXPECT_TRUE(are_sealed(read, key_.public_key()));
  EXPECT_EQ(fs::status(to()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(HandInTest, NothingIsChangedAndNothingIsLeftBehind) {
  const auto before = everything();
  ASSERT_TRUE(hand_in(task()));
  EXPECT_EQ(everything(), before);
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(directory_.path())) {
    static_cast<void>(entry);
    ++count;
  }
  EXPECT_EQ(count, 3U) << "its data, its key, and the file";
}

TEST_F(HandInTest, FromWhereHeadOfficeSaysOn) {
  ASSERT_TRUE(hand_in(task(kEvents - 2)));
  const Read read = this->read();
  EXPECT_EQ(read.head.after, Seq(kEvents - 2));
  ASSERT_EQ(read.batches.size(), 1U);
  EXPECT_EQ(read.batches[0].items.size(), 2U);
  EXPECT_TRUE(are_sealed(read, key_.public_key()));
}

TEST_F(HandInTest, WhatIsNotThereIsSaidInOneSentence) {
  EXPECT_EQ(refusal(task(kEvents)), "The log in " + database() +
                                        " cannot be handed in: nothing stands in it behind event " +
                                        std::to_string(kEvents) + ".");
  HandInTask elsewhere = task();
  elsewhere.database = data_ + "/none.db";
  EXPECT_NE(refusal(elsewhere).find("none.db"), std::string::npos);
  HandInTask keyless = task();
  keyless.log_key = directory_.file("no.key");
  EXPECT_NE(refusal(keyless).find("Nothing else proves what a log says"), std::string::npos);
}

TEST_F(HandInTest, AFileThatIsThereIsNotWrittenOver) {
  std::ofstream(to()) << "another's";
  const auto done = hand_in(task());
  ASSERT_FALSE(done);
  EXPECT_NE(done.error().find("exists"), std::string::npos) << done.error();
  EXPECT_EQ(fs::file_size(to()), 9U);
}

TEST_F(HandInTest, ANodeThatRunsIsNotDisturbed) {
  const int lock = ::open((data_ + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  ASSERT_EQ(::flock(lock, LOCK_EX | LOCK_NB), 0);
  EXPECT_NE(refusal(task()).find("is in use by another process"), std::string::npos);
  ::close(lock);
  EXPECT_TRUE(hand_in(task()));
}

TEST_F(HandInTest, ACopyOfTheDatabaseAndTheKeyAreEnough) {
  const std::string copy = directory_.file("copy.db");
  fs::copy_file(database(), copy);
  fs::copy_file(database() + "-wal", copy + "-wal");
  journal_.reset();
  fs::remove_all(data_);
  HandInTask of_copy = task();
  of_copy.database = copy;
  const auto done = hand_in(of_copy);
  ASSERT_TRUE(done) << done.error();
  EXPECT_EQ(done.value().through, Seq(kEvents));
}

TEST_F(HandInTest, WhatTheLogSaidOfItsKeyInItsLastMomentsIsFollowed) {
  ASSERT_TRUE(KeyFiles(directory_.file("log.key")).make_next());
  const auto next = sync::LogKey::load(directory_.file("log.key.next"));
  ASSERT_TRUE(next);
  const EventId at{store(3), Seq(kEvents + 1)};
  Event event;
  event.envelope.hlc = hlc(5);
  event.body = sync::rotate_key(StoreId(3), at, key_, next.value());
  append(sync::encode_event(event));
  append(EventBytes(50, 7));
  ASSERT_TRUE(hand_in(task()));
  LogKeys keys(key_.public_key());
  const auto change = key_change_of({at, event});
  ASSERT_TRUE(change && keys.follows(*change));
  EXPECT_FALSE(are_sealed(read(), keys)) << "its end is sealed with the next key";
  keys.add(*change);
  EXPECT_TRUE(are_sealed(read(), keys));
}

/// As people do it, on the machine.
TEST_F(HandInTest, TheProgramSaysWhatIsInTheFileAndWhatToDoNext) {
  const std::string command = std::string(PERK_STORE_PROGRAM) + " hand-in --database " +
                              database() + " --key " + directory_.file("log.key") + " --to " +
                              to() + " --after 198";
  const ShellOutcome said = run_shell(command);
  EXPECT_EQ(said.exit_code, 0) << said.output;
  EXPECT_NE(said.output.find("199 to 200"), std::string::npos) << said.output;
  EXPECT_NE(said.output.find("perk quarantine bring " + to()), std::string::npos) << said.output;
  const ShellOutcome again = run_shell(command);
  EXPECT_EQ(again.exit_code, 1) << again.output;
  const ShellOutcome nothing = run_shell(std::string(PERK_STORE_PROGRAM) + " hand-in --to " + to());
  EXPECT_EQ(nothing.exit_code, 2) << nothing.output;
  EXPECT_NE(nothing.output.find("Say which log"), std::string::npos) << nothing.output;
}

}  // namespace
}  // namespace perk::test
