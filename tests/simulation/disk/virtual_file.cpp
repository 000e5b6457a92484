#include "tests/simulation/disk/virtual_file.h"

#include <algorithm>
#include <utility>

namespace perk::test {

std::size_t VirtualFile::read(std::uint64_t offset, std::span<std::uint8_t> out) const {
  if (offset >= seen_.size()) return 0;
  const std::size_t first = static_cast<std::size_t>(offset);
  const std::size_t count = std::min(out.size(), seen_.size() - first);
  std::copy_n(seen_.begin() + static_cast<std::ptrdiff_t>(first), count, out.begin());
  return count;
}

void VirtualFile::write(std::uint64_t offset, std::span<const std::uint8_t> bytes) {
  unsynced_.push_back({Change::Kind::Write, offset, {bytes.begin(), bytes.end()}});
  apply(unsynced_.back(), seen_);
}

void VirtualFile::truncate(std::uint64_t size) {
  unsynced_.push_back({Change::Kind::Truncate, size, {}});
  apply(unsynced_.back(), seen_);
}

void VirtualFile::sync() {
  for (const Change& change : unsynced_) apply(change, durable_);
  unsynced_.clear();
}

void VirtualFile::settle() {
  durable_ = seen_;
  unsynced_.clear();
}

void VirtualFile::crash(Unsynced fate) {
  if (fate == Unsynced::Kept) sync();
  unsynced_.clear();
  seen_ = durable_;
}

void VirtualFile::crash(const Chance& chance) {
  for (std::size_t left = unsynced_.size(); left > 1; --left)
    std::swap(unsynced_[left - 1], unsynced_[static_cast<std::size_t>(chance() % left)]);
  for (const Change& change : unsynced_) {
    const std::uint64_t fate = chance() % 3;
    if (fate == 0) continue;
    if (fate == 1 || change.kind == Change::Kind::Truncate) {
      apply(change, durable_);
    } else {
      apply_some_sectors(change, chance);
    }
  }
  crash(Unsynced::Lost);
}

void VirtualFile::apply(const Change& change, std::vector<std::uint8_t>& contents) {
  const std::size_t first = static_cast<std::size_t>(change.offset);
  if (change.kind == Change::Kind::Truncate) {
    contents.resize(first);
    return;
  }
  contents.resize(std::max(contents.size(), first + change.bytes.size()));
  std::copy(change.bytes.begin(), change.bytes.end(),
            contents.begin() + static_cast<std::ptrdiff_t>(first));
}

void VirtualFile::apply_some_sectors(const Change& change, const Chance& chance) {
  std::size_t first = 0;
  while (first < change.bytes.size()) {
    const std::uint64_t offset = change.offset + first;
    const std::size_t room = kSectorBytes - static_cast<std::size_t>(offset % kSectorBytes);
    const std::size_t end = std::min(change.bytes.size(), first + room);
    const auto from = change.bytes.begin();
    if (chance() % 2 == 0)
      apply({Change::Kind::Write,
             offset,
             {from + static_cast<std::ptrdiff_t>(first), from + static_cast<std::ptrdiff_t>(end)}},
            durable_);
    first = end;
  }
}

}  // namespace perk::test
