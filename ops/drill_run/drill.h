// A drill: a claim that is stated first, the faults that try to break it, what the tills do meanwhile, and the
// bug that must make the same drill fail. Values; rehearsal.h runs them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "ledger/result.h"
#include "ledger/time.h"

namespace perk::ops {

class Scene;
struct Rehearsed;
struct CheckLine;

/// The places of a stage's shops.
inline constexpr std::size_t kHarbour = 0;
inline constexpr std::size_t kMarket = 1;
inline constexpr std::size_t kStation = 2;

/// Whether people do in a drill what the runbooks say, or make the mistake that it must show.
enum class Hands { Right, Wrong };

/// What somebody asked for on the command line.
struct DrillPlan {
  Millis length{12'000};        ///< From the first customer to the last.
  bool is_length_told = false;  ///< By somebody: a drill's own does not count then.
  std::uint64_t seed = 1;
  std::filesystem::path
      trace;          ///< CSV of purchases for drills that replay one; empty: customers of chance.
  Millis trace_span;  ///< From its first purchase to its last.
  Hands hands = Hands::Right;
  /// So far into the day.
  [[nodiscard]] Millis at(std::int64_t per_mille) const {
    return Millis(length.count() * per_mille / 1'000);
  }
};

/// The tills of a drill.
struct Load {
  std::uint64_t tills_per_shop = 4;
  std::uint64_t cards = 90;
  std::uint64_t cloned_cards = 0;
  std::uint64_t purchases_per_second = 60;
  bool replays_trace = false;  ///< If there is one.
};

using Act = std::function<Result<Done, std::string>(Scene&)>;

/// Something goes wrong at `from` and is mended at `until`, both since selling began.
struct Fault {
  std::string what;  ///< "Harbour's line is cut"
  Millis from, until;
  std::vector<std::size_t> shops;  ///< Whom it hits.
  Act begin, end;
};

enum class Node { Store, HeadOffice };

/// OneShopsOwn: the first shop's node runs in a network of its own, past the fault proxy (own_network.h).
enum class Network { OfTheMachine, OneShopsOwn };

/// CanBeSet: shops run the test programs, with no bug planted, whose clock can be set wrong.
enum class Clocks { OfTheMachine, CanBeSet };

/// What head office's events are in.
enum class HeldIn { OneServer, Cluster };

/// One of ledger/mutant.h, or a wrong setting, in every process of that kind; or a mistake of people.
struct PlantedBug {
  Node node = Node::Store;
  std::string mutant;      ///< As it is named there; empty: the programs are as they ship.
  std::string what;        ///< For people: "a shop sends only what is new after a reconnection".
  std::string settings{};  ///< Added to every shop's.
  Hands hands = Hands::Right;
};

struct Drill {
  std::string name;     ///< "shops-cut"
  std::string subject;  ///< What it rehearses: a fallacy, or a crash.
  std::string claim;
  Load load;
  std::function<std::vector<Fault>(const DrillPlan&)> faults;
  std::vector<std::size_t>
      new_logs{};  ///< Shops that come back with a new log, from its beginning.
  /// What this claim says besides what every drill must show (judging.h); may be empty.
  std::function<void(const Rehearsed&, std::vector<CheckLine>&)> judge;
  PlantedBug bug;
  HeldIn held_in = HeldIn::OneServer;
  Network network = Network::OfTheMachine;
  Clocks clocks = Clocks::OfTheMachine;
  Millis length{};            ///< Of its day, unless somebody says otherwise; zero: as of all.
  Millis control_length{};    ///< Of the day with the planted bug; zero: as the other.
  bool begins_older = false;  ///< With an older build of the nodes.
};

/// All of them, in the order in which they are run and told.
[[nodiscard]] const std::vector<Drill>& all_drills();
/// Null if there is none of that name.
[[nodiscard]] const Drill* find_drill(const std::string& name);

/// The parts that `all_drills` is put together of: of lines, of crashes, of disks, of head office's past, of copies and
/// thieves, of shops that come and go, of operators, of clocks, of upgrades, of the replicated database.
[[nodiscard]] std::vector<Drill> line_drills();
[[nodiscard]] std::vector<Drill> crash_drills();
[[nodiscard]] std::vector<Drill> disk_drills();
[[nodiscard]] std::vector<Drill> restore_drills();
[[nodiscard]] std::vector<Drill> upgrade_drills();
[[nodiscard]] std::vector<Drill> cluster_drills();
[[nodiscard]] std::vector<Drill> identity_drills();
[[nodiscard]] std::vector<Drill> topology_drills();
[[nodiscard]] std::vector<Drill> operator_drills();
[[nodiscard]] std::vector<Drill> link_drills();
[[nodiscard]] std::vector<Drill> clock_drills();

}  // namespace perk::ops
