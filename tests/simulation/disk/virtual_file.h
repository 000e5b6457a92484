// One file of a VirtualDisk: what a reader sees, what is durable, and the changes between, in order.
// A value type, single-threaded; never fails (the disk decides on faults). Holes read as zeros.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace perk::test {

/// Randomness as an argument: any source of 64-bit numbers.
using Chance = std::function<std::uint64_t()>;

/// What a crash does to changes that were not synced, where chance does not decide.
enum class Unsynced { Lost, Kept };

class VirtualFile {
 public:
  /// What a disk writes whole or not at all, bytes.
  static constexpr std::size_t kSectorBytes = 512;

  [[nodiscard]] std::uint64_t size() const { return seen_.size(); }
  /// The bytes read: fewer than asked for at the end of the file.
  std::size_t read(std::uint64_t offset, std::span<std::uint8_t> out) const;
  void write(std::uint64_t offset, std::span<const std::uint8_t> bytes);
  void truncate(std::uint64_t size);

  /// Makes all changes durable but those that were dropped.
  void sync();
  /// A sync that failed as Linux lets it: the changes are still read, but no later sync writes them.
  void drop_unsynced() { unsynced_.clear(); }
  /// Makes what a reader sees durable, the dropped too: a copy of the file is so.
  void settle();

  void crash(Unsynced fate);
  /// An arbitrary part of the unsynced changes survives, in any order, each whole or torn between sectors.
  void crash(const Chance& chance);

 private:
  struct Change {
    enum class Kind { Write, Truncate };
    Kind kind = Kind::Write;
    std::uint64_t offset = 0;  // Of a truncation: the size.
    std::vector<std::uint8_t> bytes;
  };
  static void apply(const Change& change, std::vector<std::uint8_t>& contents);
  void apply_some_sectors(const Change& change, const Chance& chance);

  std::vector<std::uint8_t> seen_;
  std::vector<std::uint8_t> durable_;
  std::vector<Change> unsynced_;
};

}  // namespace perk::test
