// The people at head office: they freeze cards and let them go again, put right what was wrong, set policies, and
// take a load down when its payer's bank took the money back. Each asks once; whether it was done, the ledger knows.
#pragma once

#include <set>

#include "tests/simulation/office.h"
#include "tests/simulation/terminal.h"

namespace perk::simulation {

class Operators {
 public:
  /// All references outlive it.
  Operators(Agenda& agenda, OfficeMachine& office, CustomerWatcher& watcher,
            std::vector<SimCard>& cards, std::size_t stores, std::uint64_t seed)
      : agenda_(agenda),
        office_(office),
        watcher_(watcher),
        cards_(cards),
        stores_(stores),
        random_(seed) {}

  void open();
  /// Lets every card go that it froze; does nothing more then.
  void close();
  /// Closed, and nothing is frozen by them.
  [[nodiscard]] bool is_done() const { return is_closed_ && frozen_.empty(); }

 private:
  void work();
  void freeze(std::size_t card);
  /// Whether nothing is frozen by them any more.
  [[nodiscard]] bool unfreeze_all();
  void adjust(std::size_t card);
  void charge_back(std::size_t card);
  void set_policy();
  /// Whether head office did it.
  template <typename Reply>
  [[nodiscard]] bool hears(const central::AdminRequest& asked, const RequestId& id);
  [[nodiscard]] RequestId next_request();
  [[nodiscard]] bool is_there() const;

  Agenda& agenda_;
  OfficeMachine& office_;
  CustomerWatcher& watcher_;
  std::vector<SimCard>& cards_;
  const std::size_t stores_;
  test::Random random_;
  std::set<std::size_t> frozen_;
  std::uint64_t requests_ = 0;
  bool is_closed_ = false;
};

}  // namespace perk::simulation
