#include "tests/simulation/disk/faulty_shop.h"

#include <gtest/gtest.h>

#include "ledger/check.h"
#include "tests/support/ledger_builders.h"

namespace perk::test {
namespace {

using namespace store_node;

constexpr int kTriesBeforeTheDiskHeals = 3;
const char* const kPath = "/shop/store.db";
const char* const kPathAfterwards = "/afterwards/store.db";

LogIdentity identity() { return {StoreId(3), store(3)}; }

}  // namespace

FaultyShop::FaultyShop(std::uint64_t seed) : vfs_(seed), workload_(seed), promised_(identity()) {
  vfs_.mount("/shop", disk_);
}

void FaultyShop::promise(const Commit& commit) {
  PERK_CHECK(promised_.commit(commit), "memory takes what fits");
}

void FaultyShop::heal() {
  hits_ += disk_.faults().hits();
  disk_.set_faults({});
}

bool FaultyShop::start() {
  for (int tries = 0; !journal_; ++tries) {
    if (tries == kTriesBeforeTheDiskHeals) heal();
    auto opened = SqliteJournal::open(kPath, identity());
    if (is_dark()) return false;
    if (opened) {
      journal_ = std::move(opened).value();
      break;
    }
    EXPECT_EQ(opened.error().kind, OpenFailure::Kind::Unusable) << opened.error().sentence;
    EXPECT_LE(tries, kTriesBeforeTheDiskHeals) << opened.error().sentence;
    if (::testing::Test::HasFailure()) return false;
  }
  return settle();
}

bool FaultyShop::restart() {
  journal_.reset();
  if (workload_.random().chance(50)) reader_.reset();
  return !is_dark() && start();
}

/// The machine goes on: what was written is still read, and still not durable.
bool FaultyShop::be_killed() {
  disk_.end_process();
  journal_.reset();
  reader_.reset();
  return !is_dark() && start();
}

bool FaultyShop::reopen() {
  for (int tries = 0; !is_dark(); ++tries) {
    if (tries == kTriesBeforeTheDiskHeals) heal();
    const auto done = journal_->reopen();
    if (done) return settle() && is_settled_on_disk();
    EXPECT_LE(tries, kTriesBeforeTheDiskHeals) << done.error().detail;
    if (::testing::Test::HasFailure()) return false;
  }
  return false;
}

bool FaultyShop::commit_one() {
  const Commit commit = workload_.next(promised_);
  const auto done = journal_->commit(commit);
  if (done) {
    promise(commit);
    return true;
  }
  if (done.error().failure == StorageFailure::OutcomeUnknown) {
    doubtful_ = commit;
    return workload_.random().chance(50) ? reopen() : be_killed();
  }
  return !is_dark() && (workload_.random().chance(50) || settle());
}

bool FaultyShop::commit_many(int count) {
  for (int number = 0; number < count; ++number) {
    const bool is_sale = number % 20 == 0;
    Commit commit;
    commit.synced_through = Seq(static_cast<std::uint64_t>(number));
    if (is_sale) commit = workload_.next_sale(promised_);
    if (!journal_->commit(commit)) return false;
    promise(commit);
  }
  return true;
}

bool FaultyShop::use_reader() {
  if (!reader_) {
    auto opened = SqliteLogReader::open(kPath);
    if (opened) reader_ = std::move(opened).value();
  } else if (const auto head = reader_->head()) {
    EXPECT_EQ(head.value(), promised_.head().value()) << "as the uplink's reader sees it";
  }
  return !is_dark();
}

bool FaultyShop::take_step() {
  switch (workload_.random().below(14)) {
    case 0:
      return restart();
    case 1:
      return be_killed();
    case 2:
      return use_reader();
    default:
      return commit_one();
  }
}

bool FaultyShop::run(int steps) {
  use_reader();
  for (int step = 0; step < steps; ++step) {
    if (!take_step() || ::testing::Test::HasFailure()) return false;
  }
  return true;
}

void FaultyShop::finish() {
  heal();
  if (!settle()) return;
  const Commit commit = workload_.next_sale(promised_);
  const auto done = journal_->commit(commit);
  EXPECT_TRUE(done) << "a disk without faults: " << done.error().detail;
  if (done) promise(commit);
}

std::optional<JournalBooks> FaultyShop::read_patiently() {
  for (int tries = 0; !is_dark(); ++tries) {
    if (tries == kTriesBeforeTheDiskHeals) heal();
    auto books = read_books(*journal_, workload_.requests());
    if (books) return std::move(books).value();
    EXPECT_LE(tries, kTriesBeforeTheDiskHeals) << books.error().detail;
    if (::testing::Test::HasFailure()) break;
  }
  return std::nullopt;
}

bool FaultyShop::settle() {
  const auto books = read_patiently();
  if (!books) return false;
  open_promised_books();
  const std::string broken = judge(*books);
  EXPECT_EQ(broken, "");
  if (doubtful_books_ == *books) promise(*doubtful_);
  doubtful_.reset();
  return broken.empty();
}

void FaultyShop::open_promised_books() {
  books_ = read_books(promised_, workload_.requests()).value();
  doubtful_books_.reset();
  if (!doubtful_) return;
  MemoryJournal journal = promised_;
  PERK_CHECK(journal.commit(*doubtful_), "memory takes what fits");
  doubtful_books_ = read_books(journal, workload_.requests()).value();
}

std::string FaultyShop::judge(const JournalBooks& found) const {
  const std::string broken = difference(found, books_);
  if (broken.empty() || !doubtful_books_) return broken;
  return difference(found, *doubtful_books_);
}

std::string FaultyShop::recover(VirtualDisk& crashed) {
  vfs_.mount("/afterwards", crashed);
  auto opened = SqliteJournal::open(kPathAfterwards, identity());
  if (!opened) return opened.error().sentence;
  Journal& journal = *opened.value();
  const auto books = read_books(journal, workload_.requests());
  if (!books) return books.error().detail;
  const std::string broken = judge(books.value());
  if (!broken.empty()) return "What was promised is not what is there: " + broken;
  const auto done = journal.commit(workload_.next_sale(journal));
  return done ? "" : "The recovered log cannot be gone on with: " + done.error().detail;
}

void FaultyShop::lose_power() {
  disk_.set_faults({{DiskCall::Any, 1, DiskFault::Effect::PowerCut}});
  journal_.reset();  // Without power nothing is tidied up.
  reader_.reset();
}

std::string FaultyShop::recover_after_a_second_crash(VirtualDisk& crashed) {
  Random& random = workload_.random();
  crashed.set_faults({{DiskCall::Any, 1 + random.below(40), DiskFault::Effect::PowerCut}});
  vfs_.mount("/afterwards", crashed);
  static_cast<void>(SqliteJournal::open(kPathAfterwards, identity()));
  crashed.crash([&random] { return random.next(); });
  return recover(crashed);
}

std::vector<std::string> FaultyShop::broken_promises_after_power_loss(int crashes) {
  lose_power();
  return broken_promises_of_copies(crashes);
}

/// What a reopen() showed is durable, and what it did not show never comes back.
bool FaultyShop::is_settled_on_disk() {
  const auto broken = broken_promises_of_copies(0);
  for (const std::string& each : broken) ADD_FAILURE() << "after reopening, " << each;
  return broken.empty();
}

std::vector<std::string> FaultyShop::broken_promises_of_copies(int crashes) {
  open_promised_books();
  std::vector<std::string> broken;
  const auto note = [&](const std::string& fate, const std::string& found) {
    if (!found.empty()) broken.push_back(fate + ": " + found);
  };
  for (const Unsynced fate : {Unsynced::Lost, Unsynced::Kept}) {
    VirtualDisk crashed = disk_;
    crashed.crash(fate);
    note(fate == Unsynced::Lost ? "all lost" : "all kept", recover(crashed));
  }
  for (int number = 1; number <= crashes; ++number) {
    VirtualDisk crashed = disk_;
    crashed.crash([this] { return workload_.random().next(); });
    VirtualDisk crashed_again = crashed;
    note("lost by chance", recover(crashed));
    note("lost by chance, twice", recover_after_a_second_crash(crashed_again));
  }
  return broken;
}

}  // namespace perk::test
