// SQLite on virtual disks: an sqlite3_vfs over VirtualDisk, so that shipped code opens "/disk-7/store.db" on a
// disk in memory without a change. Paths that are on no mounted disk go to the VFS that was the default before.
//
// As SQLite's own unix VFS: a file opened as a journal or WAL syncs its directory with its first sync; POWERSAFE_
// OVERWRITE is promised; locks and the WAL's index (xShm*) are shared by all connections of one process, and
// gone when the last has closed the file or the disk's life ended. Unlike it: a directory's sync that fails
// fails the sync, there is no mmap, and two connections in one process are as two processes' (one thread).
//
// Deterministic: randomness from the seed, time as it is set, sleeps that return at once (so a busy timeout is
// over at once). SQLite's own generator is one for the process and seeds itself from the default VFS: be the
// default, and make a VirtualVfs for each run, which begins that generator anew.
//
// Owns no disk; disks must outlive their connections. When the machine of a shop dies: end what uses the
// connections while the power is off (destroying them then writes nothing), crash() the disk, open anew. When
// only its process dies: end_process() before its connections are destroyed, so that closing writes nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "tests/simulation/disk/virtual_disk.h"

namespace perk::test {

class VirtualVfs {
 public:
  enum class Role { Default, ByName };

  /// Registers with SQLite as `name`, which nothing else may have; 2026-01-01 until told the time.
  explicit VirtualVfs(std::uint64_t seed, Role role = Role::Default,
                      const std::string& name = "virtual");
  ~VirtualVfs();
  VirtualVfs(const VirtualVfs&) = delete;
  VirtualVfs& operator=(const VirtualVfs&) = delete;

  /// Files of `directory` ("/disk-7") are those of the disk. In place of the disk that was there before.
  void mount(const std::string& directory, VirtualDisk& disk);
  void unmount(const std::string& directory);
  void set_time(std::int64_t unix_milliseconds);

  struct State;  // What the C callbacks see.

 private:
  std::unique_ptr<State> state_;
};

}  // namespace perk::test
