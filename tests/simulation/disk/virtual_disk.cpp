#include "tests/simulation/disk/virtual_disk.h"

#include <algorithm>

namespace perk::test {

namespace {

DiskError error_of(DiskFault::Effect effect) {
  return effect == DiskFault::Effect::Full ? DiskError::Full : DiskError::Io;
}

}  // namespace

VirtualDisk::Answer<Done> VirtualDisk::meet(DiskCall call) {
  const auto effect = faults_.meet(call);
  if (effect) return failed(error_of(*effect));
  return Done{};
}

VirtualFile* VirtualDisk::find(FileHandle handle) {
  if (handle.life != life_) return nullptr;
  const auto found = inodes_.find(handle.file);
  return found == inodes_.end() ? nullptr : &found->second.contents;
}

bool VirtualDisk::has_room_for(std::uint64_t more) const {
  if (bytes_max_ == UINT64_MAX) return true;
  std::uint64_t used = 0;
  for (const auto& [number, inode] : inodes_) used += inode.contents.size();
  return used + more <= bytes_max_;
}

VirtualDisk::Answer<FileHandle> VirtualDisk::open(const std::string& name, IfMissing if_missing) {
  if (const auto met = meet(DiskCall::Open); !met) return failed(met.error());
  if (!seen_.contains(name)) {
    if (if_missing == IfMissing::Fail) return failed(DiskError::Missing);
    note({NameChange::Kind::Create, name, {}, next_file_++});
  }
  const std::uint64_t file = seen_.at(name);
  Inode& inode = inodes_[file];
  inode.name_at_open = name;
  ++inode.handles;
  return FileHandle{file, life_};
}

void VirtualDisk::close(FileHandle handle) {
  const auto found = inodes_.find(handle.file);
  if (handle.life != life_ || found == inodes_.end() || found->second.handles == 0) return;
  --found->second.handles;
  remove_nameless();
}

VirtualDisk::Answer<std::size_t> VirtualDisk::read(FileHandle handle, std::uint64_t offset,
                                                   std::span<std::uint8_t> out) {
  VirtualFile* const file = find(handle);
  if (file == nullptr) return failed(DiskError::Io);
  if (const auto met = meet(DiskCall::Read); !met) return failed(met.error());
  return file->read(offset, out);
}

VirtualDisk::Answer<Done> VirtualDisk::write(FileHandle handle, std::uint64_t offset,
                                             std::span<const std::uint8_t> bytes) {
  VirtualFile* const file = find(handle);
  if (file == nullptr) return failed(DiskError::Io);
  if (const auto met = meet(DiskCall::Write); !met) return met;
  const std::uint64_t end = offset + bytes.size();
  if (end > file->size() && !has_room_for(end - file->size())) return failed(DiskError::Full);
  file->write(offset, bytes);
  return Done{};
}

VirtualDisk::Answer<Done> VirtualDisk::truncate(FileHandle handle, std::uint64_t size) {
  VirtualFile* const file = find(handle);
  if (file == nullptr) return failed(DiskError::Io);
  if (const auto met = meet(DiskCall::Truncate); !met) return met;
  if (size > file->size() && !has_room_for(size - file->size())) return failed(DiskError::Full);
  file->truncate(size);
  return Done{};
}

VirtualDisk::Answer<Done> VirtualDisk::sync(FileHandle handle) {
  VirtualFile* const file = find(handle);
  if (file == nullptr) return failed(DiskError::Io);
  if (const auto effect = faults_.meet(DiskCall::Sync)) {
    if (effect == DiskFault::Effect::SyncDrops) file->drop_unsynced();
    return failed(error_of(*effect));
  }
  const std::string& name = inodes_.at(handle.file).name_at_open;
  if (!lied_about_ || !name.ends_with(*lied_about_)) file->sync();
  return Done{};
}

VirtualDisk::Answer<std::uint64_t> VirtualDisk::size(FileHandle handle) const {
  const auto found = inodes_.find(handle.file);
  if (handle.life != life_ || found == inodes_.end() || faults_.is_dark())
    return failed(DiskError::Io);
  return found->second.contents.size();
}

VirtualDisk::Answer<Done> VirtualDisk::remove(const std::string& name) {
  if (const auto met = meet(DiskCall::Remove); !met) return met;
  if (!seen_.contains(name)) return failed(DiskError::Missing);
  note({NameChange::Kind::Remove, name, {}, 0});
  return Done{};
}

VirtualDisk::Answer<Done> VirtualDisk::rename(const std::string& from, const std::string& to) {
  if (const auto met = meet(DiskCall::Rename); !met) return met;
  if (!seen_.contains(from)) return failed(DiskError::Missing);
  if (from == to) return Done{};
  note({NameChange::Kind::Rename, from, to, 0});
  return Done{};
}

VirtualDisk::Answer<Done> VirtualDisk::sync_directory() {
  if (const auto effect = faults_.meet(DiskCall::Sync)) return failed(error_of(*effect));
  for (const NameChange& change : unsynced_) apply(change, durable_);
  unsynced_.clear();
  remove_nameless();
  return Done{};
}

std::map<std::string, std::uint64_t> VirtualDisk::files() const {
  std::map<std::string, std::uint64_t> sizes;
  for (const auto& [name, file] : seen_) sizes[name] = inodes_.at(file).contents.size();
  return sizes;
}

void VirtualDisk::crash(Unsynced fate) {
  if (fate == Unsynced::Kept) durable_ = seen_;
  for (auto& [number, inode] : inodes_) inode.contents.crash(fate);
  end_crash();
}

void VirtualDisk::crash(const Chance& chance) {
  for (const NameChange& change : unsynced_)
    if (chance() % 2 == 0) apply(change, durable_);
  for (auto& [number, inode] : inodes_) inode.contents.crash(chance);
  end_crash();
}

void VirtualDisk::end_crash() {
  unsynced_.clear();
  seen_ = durable_;
  faults_ = DiskFaults();
  end_process();
}

void VirtualDisk::end_process() {
  for (auto& [number, inode] : inodes_) inode.handles = 0;
  ++life_;
  remove_nameless();
}

VirtualDisk VirtualDisk::snapshot() const {
  VirtualDisk copy(*this);
  for (auto& [number, inode] : copy.inodes_) inode.contents.settle();
  copy.crash(Unsynced::Kept);
  copy.lied_about_.reset();
  return copy;
}

void VirtualDisk::note(NameChange change) {
  apply(change, seen_);
  unsynced_.push_back(std::move(change));
  if (unsynced_.back().kind == NameChange::Kind::Create) inodes_[unsynced_.back().file];
}

/// A rename of what is not there (its creation did not survive) changes nothing.
void VirtualDisk::apply(const NameChange& change, Names& names) {
  if (change.kind == NameChange::Kind::Create) {
    names[change.name] = change.file;
    return;
  }
  const auto found = names.find(change.name);
  if (found == names.end()) return;
  if (change.kind == NameChange::Kind::Rename) names[change.to] = found->second;
  names.erase(change.name);
}

/// A name that is not durable yet, or whose removal is not, still needs its file.
void VirtualDisk::remove_nameless() {
  std::vector<std::uint64_t> named;
  for (const Names* const names : {&seen_, &durable_})
    for (const auto& [name, file] : *names) named.push_back(file);
  for (const NameChange& change : unsynced_) named.push_back(change.file);
  std::erase_if(inodes_, [&](const auto& each) {
    return each.second.handles == 0 && std::ranges::find(named, each.first) == named.end();
  });
}

}  // namespace perk::test
