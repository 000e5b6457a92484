// A second head office on a town's database, with a data directory of its own: it stands by until the first is gone. The
// shops of the town are told of both. Ends with the town.
#pragma once

#include "tests/end_to_end/town.h"

namespace perk::test {

class Deputy {
 public:
  /// Returns when it stands by, has seen the database, and all shops are connected again. Throws if that does not
  /// come to be.
  explicit Deputy(Town& town);

  /// As `perk --admin` takes it: the first one's, then its own.
  [[nodiscard]] std::string admins() const;
  [[nodiscard]] std::string own_admin() const { return to_string(admin_); }
  [[nodiscard]] ops::Child& process() { return *process_; }
  /// What it wrote to its log so far.
  [[nodiscard]] std::string log() const;

 private:
  [[nodiscard]] std::filesystem::path data() const { return town_.directory() / "deputy"; }
  [[nodiscard]] sync::Address address_in(const std::string& file);
  void start();
  void tell_shops();

  Town& town_;
  ops::Child* process_ = nullptr;
  sync::Address stores_, admin_;
};

}  // namespace perk::test
