#include "tests/simulation/disk/virtual_vfs.h"

#include <algorithm>
#include <tuple>

#include <sqlite3.h>

#include "ledger/check.h"
#include "tests/simulation/disk/connection_file.h"
#include "tests/support/random.h"

namespace perk::test {

struct VirtualVfs::State {
  using FileKey = std::tuple<const VirtualDisk*, std::uint64_t, std::uint64_t>;
  struct Place {
    VirtualDisk& disk;
    std::string name;
  };

  explicit State(std::uint64_t seed) : random(seed) {}
  [[nodiscard]] std::optional<Place> find(const char* path) const;
  [[nodiscard]] std::shared_ptr<SharedState> share(const VirtualDisk& disk, FileHandle handle);

  sqlite3_vfs vfs{};
  std::string name;
  sqlite3_vfs* real = nullptr;
  Random random;
  std::int64_t unix_milliseconds = 1'767'225'600'000;  // 2026-01-01T00:00:00Z.
  std::map<std::string, VirtualDisk*> mounts;          // By directory, with a slash at its end.
  std::map<FileKey, std::weak_ptr<SharedState>> shared;
};

std::optional<VirtualVfs::State::Place> VirtualVfs::State::find(const char* path) const {
  if (path == nullptr) return std::nullopt;
  const std::string_view whole(path);
  for (const auto& [directory, disk] : mounts)
    if (whole.starts_with(directory))
      return Place{*disk, std::string(whole.substr(directory.size()))};
  return std::nullopt;
}

std::shared_ptr<SharedState> VirtualVfs::State::share(const VirtualDisk& disk, FileHandle handle) {
  std::erase_if(shared, [](const auto& each) { return each.second.expired(); });
  auto& known = shared[{&disk, handle.file, handle.life}];
  auto state = known.lock();
  if (!state) known = state = std::make_shared<SharedState>();
  return state;
}

namespace {

/// Of 1970-01-01T00:00Z, in SQLite's unit: milliseconds since noon of the Julian day 0.
constexpr std::int64_t kUnixEpochJulianMilliseconds = 210'866'760'000'000;
constexpr double kMillisecondsPerDay = 86'400'000.0;
constexpr int kNamesThatAreSynced =
    SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL | SQLITE_OPEN_WAL;

VirtualVfs::State& of(sqlite3_vfs* vfs) { return *static_cast<VirtualVfs::State*>(vfs->pAppData); }

int open(sqlite3_vfs* vfs, sqlite3_filename path, sqlite3_file* base, int flags, int* out_flags) {
  VirtualVfs::State& state = of(vfs);
  base->pMethods = nullptr;
  const auto place = state.find(path);
  if (!place) return state.real->xOpen(state.real, path, base, flags, out_flags);
  const bool is_created = (flags & SQLITE_OPEN_CREATE) != 0;
  const auto handle = place->disk.open(
      place->name, is_created ? VirtualDisk::IfMissing::Create : VirtualDisk::IfMissing::Fail);
  if (!handle) return SQLITE_CANTOPEN;
  auto file = std::make_unique<ConnectionFile>(ConnectionFile{
      place->disk, handle.value(), {}, {}, {}, state.share(place->disk, handle.value())});
  file->is_read_only = (flags & SQLITE_OPEN_READONLY) != 0;
  file->is_name_new = is_created && (flags & kNamesThatAreSynced) != 0;
  if ((flags & SQLITE_OPEN_DELETEONCLOSE) != 0) file->removed_on_close = place->name;
  reinterpret_cast<SqliteFile*>(base)->file = file.release();
  base->pMethods = &virtual_file_methods();
  if (out_flags != nullptr) *out_flags = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs* vfs, const char* path, int is_durable) {
  VirtualVfs::State& state = of(vfs);
  const auto place = state.find(path);
  if (!place) return state.real->xDelete(state.real, path, is_durable);
  const auto done = place->disk.remove(place->name);
  if (!done)
    return done.error() == DiskError::Missing ? SQLITE_IOERR_DELETE_NOENT : SQLITE_IOERR_DELETE;
  if (is_durable != 0 && !place->disk.sync_directory()) return SQLITE_IOERR_DIR_FSYNC;
  return SQLITE_OK;
}

/// An empty file counts as none where SQLite asks whether there is one, as with the unix VFS.
int access(sqlite3_vfs* vfs, const char* path, int flags, int* out) {
  VirtualVfs::State& state = of(vfs);
  const auto place = state.find(path);
  if (!place) return state.real->xAccess(state.real, path, flags, out);
  if (place->disk.faults().is_dark()) return SQLITE_IOERR_ACCESS;
  const auto files = place->disk.files();
  const auto found = files.find(place->name);
  *out = found != files.end() && (flags != SQLITE_ACCESS_EXISTS || found->second > 0) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs* vfs, const char* path, int room, char* out) {
  VirtualVfs::State& state = of(vfs);
  if (!state.find(path)) return state.real->xFullPathname(state.real, path, room, out);
  sqlite3_snprintf(room, out, "%s", path);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs* vfs, int count, char* out) {
  for (int at = 0; at < count; ++at) out[at] = static_cast<char>(of(vfs).random.below(256));
  return count;
}

int sleep(sqlite3_vfs* /*vfs*/, int microseconds) { return microseconds; }

int time_milliseconds(sqlite3_vfs* vfs, sqlite3_int64* out) {
  *out = kUnixEpochJulianMilliseconds + of(vfs).unix_milliseconds;
  return SQLITE_OK;
}

int time_days(sqlite3_vfs* vfs, double* out) {
  sqlite3_int64 milliseconds = 0;
  time_milliseconds(vfs, &milliseconds);
  *out = static_cast<double>(milliseconds) / kMillisecondsPerDay;
  return SQLITE_OK;
}

int last_error(sqlite3_vfs* /*vfs*/, int /*room*/, char* /*out*/) { return 0; }

}  // namespace

VirtualVfs::VirtualVfs(std::uint64_t seed, Role role, const std::string& name)
    : state_(std::make_unique<State>(seed)) {
  PERK_CHECK(sqlite3_vfs_find(name.c_str()) == nullptr, "a VFS of this name is registered");
  State& state = *state_;
  state.name = name;
  state.real = sqlite3_vfs_find(nullptr);
  sqlite3_vfs& vfs = state.vfs;
  vfs = *state.real;  // Loading of extensions and the like is the real one's.
  vfs.iVersion = 2;
  vfs.szOsFile = std::max(static_cast<int>(sizeof(SqliteFile)), state.real->szOsFile);
  vfs.pNext = nullptr;
  vfs.zName = state.name.c_str();
  vfs.pAppData = &state;
  vfs.xOpen = open;
  vfs.xDelete = remove;
  vfs.xAccess = access;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep;
  vfs.xCurrentTime = time_days;
  vfs.xCurrentTimeInt64 = time_milliseconds;
  vfs.xGetLastError = last_error;
  const int code = sqlite3_vfs_register(&vfs, role == Role::Default ? 1 : 0);
  PERK_CHECK(code == SQLITE_OK, "SQLite takes the virtual VFS");
  sqlite3_randomness(0, nullptr);
}

VirtualVfs::~VirtualVfs() {
  sqlite3_vfs_unregister(&state_->vfs);
  sqlite3_randomness(0, nullptr);
}

void VirtualVfs::mount(const std::string& directory, VirtualDisk& disk) {
  state_->mounts[directory + "/"] = &disk;
}

void VirtualVfs::unmount(const std::string& directory) { state_->mounts.erase(directory + "/"); }

void VirtualVfs::set_time(std::int64_t unix_milliseconds) {
  state_->unix_milliseconds = unix_milliseconds;
}

}  // namespace perk::test
