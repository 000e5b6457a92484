// One shop's disk: SQLite's files on a disk in memory, and what a node does with them between two lives. The
// journal is the one that ships; renaming a database that is given up, which a node does with the file
// system's own calls, is done here.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "store_node/sqlite/sqlite_journal.h"
#include "tests/simulation/disk/virtual_vfs.h"

namespace perk::simulation {

struct OpenedLog {
  std::unique_ptr<store_node::SqliteJournal> journal;
  std::unique_ptr<store_node::SqliteLogReader> reader;
};
struct FormerLogOnDisk {
  Origin log;
  std::string path;
};

class ShopDisk {
 public:
  /// `directory`: "/shop-3"; nothing else is mounted there.
  ShopDisk(test::VirtualVfs& vfs, std::string directory);
  ~ShopDisk() { vfs_.unmount(directory_); }
  ShopDisk(const ShopDisk&) = delete;
  ShopDisk& operator=(const ShopDisk&) = delete;

  /// As a node does at its start; a damaged database is set aside, and a new log begins. None: it cannot be
  /// opened now (no room, no power).
  [[nodiscard]] std::optional<OpenedLog> open(StoreId store,
                                              const std::function<Origin()>& draw_incarnation);
  [[nodiscard]] std::vector<FormerLogOnDisk> former_logs() const;
  /// Of a log that nobody has open.
  void put_away(Origin log);

  [[nodiscard]] test::VirtualDisk& disk() { return disk_; }
  /// Another disk in its place: a backup that is put back, an empty one.
  void replace(test::VirtualDisk with);

 private:
  [[nodiscard]] std::string present() const { return directory_ + "/store.db"; }
  void rename_present(const std::string& name);

  test::VirtualVfs& vfs_;
  const std::string directory_;
  test::VirtualDisk disk_;
};

}  // namespace perk::simulation
