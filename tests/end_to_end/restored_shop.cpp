#include "tests/end_to_end/restored_shop.h"

#include <stdexcept>

namespace perk::test {
namespace {

namespace fs = std::filesystem;

constexpr const char* kFiles[] = {"store.db", "store.db-wal", "store.db-shm"};

void copy_database(const fs::path& from, const fs::path& to) {
  for (const char* const file : kFiles) {
    fs::remove(to / file);
    if (fs::exists(from / file)) fs::copy_file(from / file, to / file);
  }
}

fs::path data_of(const Town& town, std::size_t shop) { return town.shop(shop).directory / "data"; }

}  // namespace

ShopBackup::ShopBackup(Town& town, std::size_t shop)
    : town_(town), shop_(shop), copy_(town.shop(shop).directory / "backup") {
  town.stage().crash_shop(shop);
  fs::create_directories(copy_);
  copy_database(data_of(town, shop), copy_);
  if (!serves_again(town, shop)) throw std::runtime_error("the shop does not come back");
}

void ShopBackup::put_back() {
  town_.stage().crash_shop(shop_);
  copy_database(copy_, data_of(town_, shop_));
}

bool serves_again(Town& town, std::size_t shop) {
  if (!town.stage().restart_shop(shop)) return false;
  return town.wait_until(town.shop(shop).name + " serves again",
                         [&] { return town.status(shop).has_value(); });
}

}  // namespace perk::test
