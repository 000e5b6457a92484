#include "tests/simulation/shop_disk.h"

#include <charconv>

namespace perk::simulation {
namespace {

constexpr std::string_view kClosed = "store.closed-";
constexpr std::string_view kEnd = ".db";

/// As decimal digits: what ledger/ids.h prints is for people.
std::string name_of(Origin log, int copy) {
  return std::string(kClosed) + std::to_string(log.value()) + "-" + std::to_string(copy) +
         std::string(kEnd);
}

std::optional<Origin> log_named(std::string_view name) {
  if (!name.starts_with(kClosed) || !name.ends_with(kEnd)) return std::nullopt;
  std::uint64_t value = 0;
  const std::string_view digits = name.substr(kClosed.size());
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return Origin::from_value(value);
}

}  // namespace

ShopDisk::ShopDisk(test::VirtualVfs& vfs, std::string directory)
    : vfs_(vfs), directory_(std::move(directory)) {
  vfs_.mount(directory_, disk_);
}

void ShopDisk::replace(test::VirtualDisk with) {
  vfs_.unmount(directory_);
  disk_ = std::move(with);
  vfs_.mount(directory_, disk_);
}

std::optional<OpenedLog> ShopDisk::open(StoreId store,
                                        const std::function<Origin()>& draw_incarnation) {
  for (int attempt = 0; attempt < 2; ++attempt) {
    auto journal = store_node::SqliteJournal::open(present(), {store, draw_incarnation()});
    if (!journal && journal.error().kind == store_node::OpenFailure::Kind::Damaged) {
      rename_present("store.damaged-" + std::to_string(disk_.files().size()));
      continue;
    }
    if (!journal) return std::nullopt;
    auto reader = store_node::SqliteLogReader::open(present());
    if (!reader) return std::nullopt;
    return OpenedLog{std::move(journal).value(), std::move(reader).value()};
  }
  return std::nullopt;
}

std::vector<FormerLogOnDisk> ShopDisk::former_logs() const {
  std::vector<FormerLogOnDisk> logs;
  for (const auto& [name, size] : disk_.files())
    if (const auto log = log_named(name)) logs.push_back({*log, directory_ + "/" + name});
  return logs;
}

void ShopDisk::put_away(Origin log) {
  int copy = 1;
  while (disk_.files().contains(name_of(log, copy))) ++copy;
  rename_present(name_of(log, copy));
}

void ShopDisk::rename_present(const std::string& name) {
  for (const char* const beside : {"-wal", "-shm", ""})
    if (disk_.files().contains("store.db" + std::string(beside)))
      (void)disk_.rename("store.db" + std::string(beside), name + beside);
  (void)disk_.sync_directory();
}

}  // namespace perk::simulation
