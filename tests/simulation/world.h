// The machines of one run, and what its faults do to them. For chain.cpp and world_faults.cpp.
#pragma once

#include <boost/asio/io_context.hpp>

#include "tests/simulation/chain.h"
#include "tests/simulation/operators.h"

namespace perk::simulation {

class World {
 public:
  explicit World(const Plan& plan);
  ~World();

  [[nodiscard]] Verdict live();

 private:
  struct Shop {
    std::unique_ptr<Line> line;
    std::unique_ptr<ShopMachine> machine;
    ShopMachine* counter = nullptr;  ///< Where its tills are: the machine, while it is in service.
    std::vector<std::unique_ptr<Terminal>> tills;
    std::optional<test::VirtualDisk> backup;
    std::set<Origin> backup_logs;
  };
  struct Clone {
    std::size_t shop = 0;
    std::unique_ptr<Line> line;
    std::unique_ptr<ShopMachine> machine;
    ShopMachine* counter = nullptr;
    std::unique_ptr<Terminal> till;
  };

  void open_shop(std::size_t index);
  [[nodiscard]] ShopSetup setup_of(std::size_t index, const std::string& directory,
                                   std::uint64_t seed) const;
  void run_until(Instant end);
  void step_done();
  void look_around();
  [[nodiscard]] bool is_over() const { return judge_.objection().has_value(); }

  // world_faults.cpp
  void begin(const Fault& fault);
  void harm(ShopMachine& machine);
  void restore_shop(std::size_t index, const Fault& fault);
  void clone_shop(std::size_t index, const Fault& fault);
  void burn_shop(std::size_t index);
  [[nodiscard]] bool has_clone(std::size_t index) const;
  void come_back(std::size_t index, Millis later);
  void fail_over(const Fault& fault);
  void restore_office(const Fault& fault);
  void back_up();
  void heal();
  void operate();

  // world_end.cpp
  void wait_for_convergence();
  [[nodiscard]] std::optional<std::string> what_is_missing();
  void retire_clones();
  [[nodiscard]] std::string why_not_retired(const Clone& clone) const;
  /// What head office lacks of its former logs, and of receipts handed back to it; none: nothing.
  [[nodiscard]] std::optional<std::string> not_brought(ShopMachine& machine) const;

  const Plan plan_;
  test::Random random_;
  Agenda agenda_;
  test::VirtualVfs vfs_;
  boost::asio::io_context io_{1};  // Of the shops.
  Judge judge_;
  std::vector<SimCard> cards_;
  std::vector<sync::CardNumberKey> keys_;
  std::unique_ptr<OfficeMachine> office_;
  std::unique_ptr<Operators> operators_;
  std::vector<Shop> shops_;
  std::vector<std::unique_ptr<Clone>> clones_;
  std::optional<OfficeMachine::Backup> office_backup_;
  std::set<std::size_t> to_declare_lost_;
  std::uint64_t terminals_ = 0;
  bool is_healed_ = false;
};

}  // namespace perk::simulation
