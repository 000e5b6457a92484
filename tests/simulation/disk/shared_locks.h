// What the connections to one database file share beside the file: its locks, and the WAL's index with the
// locks on it. Rules as in SQLite's locking and WAL-index documents (sqlite.org/lockingv3, walformat). Pure memory.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace perk::test {

/// In SQLite's order, and with its numbers.
enum class FileLock { None, Shared, Reserved, Pending, Exclusive };

/// The lock of each connection on the file itself.
class FileLocks {
 public:
  /// False: another is in the way (a wish for Exclusive may then have become Pending).
  [[nodiscard]] bool lock(const void* owner, FileLock wish);
  void unlock(const void* owner, FileLock down_to);
  [[nodiscard]] bool is_reserved() const;

 private:
  struct Held {
    const void* owner;
    FileLock lock;
  };
  Held& of(const void* owner);
  [[nodiscard]] bool another_has(const void* owner, FileLock at_least) const;
  std::vector<Held> held_;
};

/// The WAL's index: regions of memory, and eight locks that one may have alone or several share.
class WalIndex {
 public:
  static constexpr std::size_t kLocks = 8;

  /// Null: there is no such region, and none was to be made. Zeros at first; never moves.
  [[nodiscard]] void* region(std::size_t index, std::size_t bytes, bool is_made);
  /// All of [first, end) or none.
  [[nodiscard]] bool lock_shared(const void* owner, std::size_t first, std::size_t end);
  [[nodiscard]] bool lock_alone(const void* owner, std::size_t first, std::size_t end);
  void unlock(const void* owner, std::size_t first, std::size_t end);

 private:
  struct Slot {
    const void* alone = nullptr;
    std::vector<const void*> sharers;
    [[nodiscard]] bool is_shared_by_another(const void* owner) const;
  };
  using Region = std::vector<std::uint64_t>;  // Aligned for what SQLite keeps there.
  std::array<Slot, kLocks> slots_;
  std::vector<std::unique_ptr<Region>> regions_;
};

}  // namespace perk::test
