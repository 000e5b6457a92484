#include "tests/simulation/disk/connection_file.h"

#include <algorithm>

namespace perk::test {
namespace {

using Bytes = std::uint8_t*;

ConnectionFile& of(sqlite3_file* base) { return *reinterpret_cast<SqliteFile*>(base)->file; }

int code_of(DiskError error, int code) { return error == DiskError::Full ? SQLITE_FULL : code; }

/// Handles of a life that ended share nothing with anybody any more.
bool is_stale(const ConnectionFile& file) {
  return file.handle.life != file.disk.life() || file.disk.faults().is_dark();
}

int close(sqlite3_file* base) {
  const std::unique_ptr<ConnectionFile> file(&of(base));
  if (!is_stale(*file)) {
    file->shared->locks.unlock(file.get(), FileLock::None);
    if (!file->removed_on_close.empty())
      static_cast<void>(file->disk.remove(file->removed_on_close));
  }
  file->disk.close(file->handle);
  return SQLITE_OK;
}

int read(sqlite3_file* base, void* out, int count, sqlite3_int64 offset) {
  const std::span<std::uint8_t> wanted(static_cast<Bytes>(out), static_cast<std::size_t>(count));
  ConnectionFile& file = of(base);
  const auto got = file.disk.read(file.handle, static_cast<std::uint64_t>(offset), wanted);
  if (!got) return SQLITE_IOERR_READ;
  const auto missing = wanted.subspan(got.value());
  std::ranges::fill(missing, std::uint8_t{0});
  return missing.empty() ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* base, const void* in, int count, sqlite3_int64 offset) {
  ConnectionFile& file = of(base);
  const auto done =
      file.disk.write(file.handle, static_cast<std::uint64_t>(offset),
                      {static_cast<const std::uint8_t*>(in), static_cast<std::size_t>(count)});
  return done ? SQLITE_OK : code_of(done.error(), SQLITE_IOERR_WRITE);
}

int truncate(sqlite3_file* base, sqlite3_int64 size) {
  ConnectionFile& file = of(base);
  const auto done = file.disk.truncate(file.handle, static_cast<std::uint64_t>(size));
  return done ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

int sync(sqlite3_file* base, int /*flags*/) {
  ConnectionFile& file = of(base);
  if (!file.disk.sync(file.handle)) return SQLITE_IOERR_FSYNC;
  if (!file.is_name_new) return SQLITE_OK;
  if (!file.disk.sync_directory()) return SQLITE_IOERR_DIR_FSYNC;
  file.is_name_new = false;
  return SQLITE_OK;
}

int size(sqlite3_file* base, sqlite3_int64* out) {
  const auto bytes = of(base).disk.size(of(base).handle);
  if (!bytes) return SQLITE_IOERR_FSTAT;
  *out = static_cast<sqlite3_int64>(bytes.value());
  return SQLITE_OK;
}

int lock(sqlite3_file* base, int wish) {
  ConnectionFile& file = of(base);
  const bool is_allowed = !file.is_read_only || wish == SQLITE_LOCK_SHARED;
  if (is_stale(file) || !is_allowed) return SQLITE_IOERR_LOCK;
  const bool is_mine = file.shared->locks.lock(&file, static_cast<FileLock>(wish));
  return is_mine ? SQLITE_OK : SQLITE_BUSY;
}

int unlock(sqlite3_file* base, int down_to) {
  of(base).shared->locks.unlock(&of(base), static_cast<FileLock>(down_to));
  return SQLITE_OK;
}

int is_reserved(sqlite3_file* base, int* out) {
  *out = of(base).shared->locks.is_reserved() ? 1 : 0;
  return SQLITE_OK;
}

int control(sqlite3_file* /*base*/, int /*operation*/, void* /*argument*/) {
  return SQLITE_NOTFOUND;
}

int sector_size(sqlite3_file* /*base*/) { return 4096; }  // As the unix VFS says.

int characteristics(sqlite3_file* /*base*/) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

int map_index(sqlite3_file* base, int region, int bytes, int is_made, void volatile** out) {
  ConnectionFile& file = of(base);
  *out = nullptr;
  if (is_stale(file)) return SQLITE_IOERR_SHMMAP;
  if (!file.index) file.index = file.shared->index.lock();
  if (!file.index) file.shared->index = file.index = std::make_shared<WalIndex>();
  *out = file.index->region(static_cast<std::size_t>(region), static_cast<std::size_t>(bytes),
                            is_made != 0);
  return SQLITE_OK;
}

int lock_index(sqlite3_file* base, int first, int count, int flags) {
  ConnectionFile& file = of(base);
  const auto from = static_cast<std::size_t>(first);
  const auto end = from + static_cast<std::size_t>(count);
  if ((flags & SQLITE_SHM_UNLOCK) != 0) {
    if (file.index) file.index->unlock(&file, from, end);
    return SQLITE_OK;
  }
  if (is_stale(file) || !file.index) return SQLITE_IOERR_SHMLOCK;
  const bool is_mine = (flags & SQLITE_SHM_SHARED) != 0 ? file.index->lock_shared(&file, from, end)
                                                        : file.index->lock_alone(&file, from, end);
  return is_mine ? SQLITE_OK : SQLITE_BUSY;
}

void index_barrier(sqlite3_file* /*base*/) {}  // One thread.

int unmap_index(sqlite3_file* base, int /*is_deleted*/) {
  ConnectionFile& file = of(base);
  if (file.index) file.index->unlock(&file, 0, WalIndex::kLocks);
  file.index.reset();
  return SQLITE_OK;
}

}  // namespace

const sqlite3_io_methods& virtual_file_methods() {
  static constexpr sqlite3_io_methods methods = {2,
                                                 close,
                                                 read,
                                                 write,
                                                 truncate,
                                                 sync,
                                                 size,
                                                 lock,
                                                 unlock,
                                                 is_reserved,
                                                 control,
                                                 sector_size,
                                                 characteristics,
                                                 map_index,
                                                 lock_index,
                                                 index_barrier,
                                                 unmap_index,
                                                 nullptr,
                                                 nullptr};
  return methods;
}

}  // namespace perk::test
