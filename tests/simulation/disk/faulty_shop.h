// A shop's journal on a virtual disk that fails, and the same journal in memory that knows what was
// acknowledged: what a promise was, and whether the disk holds it. Records what is broken as test failures.
#pragma once

#include <memory>
#include <optional>

#include "store_node/memory/memory_journal.h"
#include "store_node/sqlite/sqlite_journal.h"
#include "tests/simulation/disk/journal_books.h"
#include "tests/simulation/disk/journal_workload.h"
#include "tests/simulation/disk/virtual_vfs.h"

namespace perk::test {

class FaultyShop {
 public:
  explicit FaultyShop(std::uint64_t seed);

  [[nodiscard]] VirtualDisk& disk() { return disk_; }

  // Each goes on through errors as a shop does: it opens and reopens again and again (after some tries the
  // disk heals), and never repeats a commit. False: the power is off.
  bool start();
  bool commit_one();
  bool commit_many(int count);
  /// Commits, ends in order, kills, a reader that comes and goes, as the seed has it.
  bool run(int steps);
  void housekeep() { journal_->housekeep(); }
  /// Ends the faults: what is read is what was promised, and the next commit works.
  void finish();

  /// What crashed copies of the disk hold, each in a sentence; empty: just what was promised. `crashes`: how
  /// many by chance, each also with a second crash while the first is recovered from.
  [[nodiscard]] std::vector<std::string> broken_promises_after_power_loss(int crashes);
  /// Faults that were met, also those of a disk that healed.
  [[nodiscard]] std::uint64_t hits() const { return hits_ + disk_.faults().hits(); }

 private:
  bool take_step();
  bool restart();
  bool be_killed();
  bool reopen();
  bool use_reader();
  /// What can be read is what was promised; what was in doubt is so no longer.
  bool settle();
  void heal();
  void promise(const store_node::Commit& commit);
  [[nodiscard]] bool is_dark() const { return disk_.faults().is_dark(); }
  [[nodiscard]] std::optional<JournalBooks> read_patiently();
  [[nodiscard]] std::string judge(const JournalBooks& found) const;
  bool is_settled_on_disk();
  void lose_power();
  [[nodiscard]] std::vector<std::string> broken_promises_of_copies(int crashes);
  [[nodiscard]] std::string recover(VirtualDisk& crashed);
  [[nodiscard]] std::string recover_after_a_second_crash(VirtualDisk& crashed);
  void open_promised_books();

  VirtualDisk disk_;
  VirtualVfs vfs_;
  JournalWorkload workload_;
  store_node::MemoryJournal promised_;
  std::optional<store_node::Commit> doubtful_;
  JournalBooks books_;                          // As promised; stale until open_promised_books().
  std::optional<JournalBooks> doubtful_books_;  // The same with what is in doubt.
  std::unique_ptr<store_node::SqliteJournal> journal_;
  std::unique_ptr<store_node::SqliteLogReader> reader_;
  std::uint64_t hits_ = 0;
};

}  // namespace perk::test
