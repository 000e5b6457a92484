// One file that SQLite has open on a virtual disk, and the C methods it calls on it (virtual_vfs.cpp opens them).
#pragma once

#include <memory>

#include <sqlite3.h>

#include "tests/simulation/disk/shared_locks.h"
#include "tests/simulation/disk/virtual_disk.h"

namespace perk::test {

/// What all connections to one file share. The index lives while a connection has it mapped.
struct SharedState {
  FileLocks locks;
  std::weak_ptr<WalIndex> index;
};

struct ConnectionFile {
  VirtualDisk& disk;
  FileHandle handle;
  bool is_read_only = false;  // A read-only connection to a WAL database writes to its index alone.
  bool is_name_new = false;   // The first sync must sync the directory too.
  std::string removed_on_close;  // A name, or empty.
  std::shared_ptr<SharedState> shared;
  std::shared_ptr<WalIndex> index = {};
};

/// What SQLite allocates for a file. `file` is owned, from xOpen to xClose.
struct SqliteFile {
  sqlite3_file base;
  ConnectionFile* file;
};

[[nodiscard]] const sqlite3_io_methods& virtual_file_methods();

}  // namespace perk::test
