#include "tests/end_to_end/restored_shop.h"

#include <stdexcept>

namespace perk::test {
ShopBackup::ShopBackup(Town& town, std::size_t shop) : town_(town), shop_(shop) {
  town.stage().crash_shop(shop);
  const auto copied = town.stage().copy_database(shop);
  if (!copied) throw std::runtime_error(copied.error());
  if (!serves_again(town, shop)) throw std::runtime_error("the shop does not come back");
}

void ShopBackup::put_back() {
  town_.stage().crash_shop(shop_);
  const auto done = town_.stage().put_copy_back(shop_);
  if (!done) throw std::runtime_error(done.error());
}

bool serves_again(Town& town, std::size_t shop) {
  if (!town.stage().restart_shop(shop)) return false;
  return town.wait_until(town.shop(shop).name + " serves again",
                         [&] { return town.status(shop).has_value(); });
}

}  // namespace perk::test
