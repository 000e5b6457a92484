// A disk in memory that can lose power: named files in one flat directory, faults as data, and crashes
// that keep what was synced. For simulators and for tests of what must survive.
//
// Modelled: what was synced survives a crash; of the rest an arbitrary part does, in any order, torn between
// sectors of 512 bytes (or, named: all lost, all kept). Names (create, remove, rename) become durable by
// sync_directory() alone, or by chance at a crash, those that survive in the order they were made. Errors at a
// chosen call, once or for good; a power cut there; a sync that fails and has dropped the changes (Linux: they
// are still read, but no later sync writes them); a disk that is full.
// Not modelled: directories within it, permissions, time, reads that lie, bits that rot, writes that fail
// half done, a cache that forgets what a failed sync dropped before the crash.
//
// A value: a copy is the same disk with the same faults and unsynced changes; snapshot() is a backup or clone.
// One thread. Deterministic: the same calls and the same chance give the same bytes.
#pragma once

#include <map>
#include <string>

#include "ledger/result.h"
#include "tests/simulation/disk/disk_fault.h"
#include "tests/simulation/disk/virtual_file.h"

namespace perk::test {

/// Missing: no file has that name. Io also of a handle from before a crash, and without power.
enum class DiskError { Io, Full, Missing };

/// An open file. Stays the same file when its name is removed or taken over; stale after a crash.
struct FileHandle {
  std::uint64_t file = 0;
  std::uint64_t life = 0;
};

class VirtualDisk {
 public:
  template <typename T>
  using Answer = Result<T, DiskError>;
  enum class IfMissing { Fail, Create };

  [[nodiscard]] Answer<FileHandle> open(const std::string& name, IfMissing if_missing);
  /// Never fails. A file without a name is gone when nobody has it open.
  void close(FileHandle handle);
  /// The bytes read: fewer than asked for at the end of the file.
  [[nodiscard]] Answer<std::size_t> read(FileHandle handle, std::uint64_t offset,
                                         std::span<std::uint8_t> out);
  [[nodiscard]] Answer<Done> write(FileHandle handle, std::uint64_t offset,
                                   std::span<const std::uint8_t> bytes);
  [[nodiscard]] Answer<Done> truncate(FileHandle handle, std::uint64_t size);
  [[nodiscard]] Answer<Done> sync(FileHandle handle);
  [[nodiscard]] Answer<std::uint64_t> size(FileHandle handle) const;

  [[nodiscard]] Answer<Done> remove(const std::string& name);
  /// Atomic; a file that had the name `to` loses it.
  [[nodiscard]] Answer<Done> rename(const std::string& from, const std::string& to);
  [[nodiscard]] Answer<Done> sync_directory();

  /// Bytes of each file, by name, as a reader sees them. Asks for no power and meets no fault.
  [[nodiscard]] std::map<std::string, std::uint64_t> files() const;

  /// Power is lost and comes back: handles are stale, faults are gone, the room stays as it was set.
  void crash(const Chance& chance);
  void crash(Unsynced fate);
  /// The process ends and the machine goes on: handles are stale, what was written is still read and still unsynced.
  void end_process();
  /// Counts crashes and ends of processes: what was shared between handles of another life is gone.
  [[nodiscard]] std::uint64_t life() const { return life_; }
  /// What a reader sees now, all of it durable, on a disk without faults.
  [[nodiscard]] VirtualDisk snapshot() const;

  /// In place of the faults before; counts begin anew.
  void set_faults(std::vector<DiskFault> faults) { faults_ = DiskFaults(std::move(faults)); }
  [[nodiscard]] const DiskFaults& faults() const { return faults_; }
  /// All files together, bytes; what grows beyond is Full.
  void set_room(std::uint64_t bytes_max) { bytes_max_ = bytes_max; }
  /// A planted bug, for oracles to catch: syncs of files whose names end so succeed and do nothing.
  void lie_about_syncs_of(const std::string& name_end) { lied_about_ = name_end; }

 private:
  struct Inode {
    VirtualFile contents;
    std::uint64_t handles = 0;
    std::string name_at_open;  // For lies.
  };
  struct NameChange {
    enum class Kind { Create, Remove, Rename };
    Kind kind = Kind::Create;
    std::string name;
    std::string to;          // Of a rename.
    std::uint64_t file = 0;  // Of a creation.
  };
  using Names = std::map<std::string, std::uint64_t>;

  [[nodiscard]] Answer<Done> meet(DiskCall call);
  [[nodiscard]] VirtualFile* find(FileHandle handle);
  [[nodiscard]] bool has_room_for(std::uint64_t more) const;
  void note(NameChange change);
  static void apply(const NameChange& change, Names& names);
  void end_crash();
  void remove_nameless();

  std::map<std::uint64_t, Inode> inodes_;
  Names seen_;
  Names durable_;
  std::vector<NameChange> unsynced_;
  DiskFaults faults_;
  std::uint64_t bytes_max_ = UINT64_MAX;
  std::optional<std::string> lied_about_;
  std::uint64_t next_file_ = 1;
  std::uint64_t life_ = 1;
};

}  // namespace perk::test
