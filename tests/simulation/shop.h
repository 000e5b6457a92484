// One shop's machine: its disk, its clock, and while it has power the real node on them: till, serving, journal,
// and the uplink's conversation over a line of network.h. What a node does with sockets, threads and signals (store_node/node.cpp,
// net/uplink.cpp, net/terminal_*) is done here, in virtual time. Single-threaded.
#pragma once

#include <boost/asio/any_io_executor.hpp>

#include "store_node/net/conversation.h"
#include "store_node/net/uplink_ports.h"
#include "store_node/serving.h"
#include "sync/net/backoff.h"
#include "tests/simulation/machine_clock.h"
#include "tests/simulation/network.h"
#include "tests/simulation/shop_disk.h"

namespace perk::simulation {

/// Where a shop's connections go.
class FrontDoor {
 public:
  virtual ~FrontDoor() = default;
  /// False: nobody is there.
  [[nodiscard]] virtual bool take_in(std::size_t shop, std::shared_ptr<Connection> connection) = 0;
};

/// Told of what becomes durable and what is promised, for the judge.
class ShopWatcher {
 public:
  virtual ~ShopWatcher() = default;
  /// A process came up on what the disk holds, and this is what it knows.
  virtual void on_started(std::size_t shop, store_node::Journal& journal,
                          const store_node::Books& books) = 0;
  virtual void on_log_grew(std::size_t shop, store_node::Journal& journal) = 0;
  /// It cannot go on: a bug.
  virtual void on_broken(std::size_t shop, const std::string& why) = 0;
};

struct ShopSetup {
  std::size_t index = 0;  ///< Among the chain's shops, from 0.
  StoreId store;
  std::string directory;  ///< Of its virtual disk.
  sync::LogKey key;
  std::vector<sync::CardNumberKey> number_keys;
  store_node::TillSettings till;
  sync::ReplicatorLimits replicator;
  std::uint64_t seed = 0;
};

/// What all machines share.
struct Surroundings {
  Agenda& agenda;
  test::VirtualVfs& vfs;
  boost::asio::any_io_executor executor;
  FrontDoor& office;
  ShopWatcher& watcher;
};

class ShopMachine final : public store_node::TillInbox, private store_node::ConversationWatcher {
 public:
  ShopMachine(const Surroundings& around, ShopSetup setup, Line& line);
  ~ShopMachine() override;

  // Power.
  void start();
  /// The machine dies; what was not synced survives by chance.
  void lose_power();
  [[nodiscard]] bool is_up() const { return process_ != nullptr; }
  /// Which of its processes this is, from 1.
  [[nodiscard]] std::uint64_t lives() const { return lives_; }

  // What a till may do. False: nobody is there, or too much waits.
  [[nodiscard]] bool greet(const std::optional<store_node::Witness>& witness,
                           std::function<void(store_node::TerminalWelcome)> done);
  [[nodiscard]] bool sell(store_node::SaleRequest request, store_node::OnSale done);
  [[nodiscard]] bool hand_back(store_node::HandBack receipts, store_node::OnHandBack done);

  // What its line to head office leaves for the till.
  void append(sync::Batch batch, OnAppended done) override;
  void tell(Question news) override;

  // Faults.
  void be_slow(Millis group_time) { group_time_ = group_time; }
  void speak_newer(bool does) { speaks_newer_ = does; }
  [[nodiscard]] MachineClock& clock() { return clock_; }
  [[nodiscard]] ShopDisk& disk() { return disk_; }

  // For the judge. Requires is_up().
  [[nodiscard]] const store_node::Till& till() const;
  [[nodiscard]] store_node::Journal& journal();
  [[nodiscard]] bool is_streaming() const;
  [[nodiscard]] bool is_idle() const;
  [[nodiscard]] const ShopSetup& setup() const { return setup_; }

 private:
  void start_after(Millis wait);
  struct Process;
  struct Call;

  std::uint64_t on_connected() override { return ++line_number_; }
  void on_proven_good() override { backoff_.succeeded(); }
  void on_parted(const sync::Refusal&) override { farewells_ = former_; }
  void on_ended(const sync::Refusal& why) override { retry_after_ = why.retry_after; }

  // The writer's part.
  void wake();
  void wake_at(Instant when);
  void serve();
  void after_group();
  void begin_new_log();
  void note_former_logs();
  void say(std::uint64_t line, const std::vector<sync::Word>& words);
  [[nodiscard]] bool is_dark() { return disk_.disk().faults().is_dark(); }
  /// Wraps what answers somebody: a machine without power says nothing.
  template <typename Answer>
  std::function<void(Answer)> unless_dark(std::function<void(Answer)> done);

  // The uplink's part.
  void dial_after(Millis wait);
  void dial();
  void say_farewell(std::shared_ptr<Connection> connection);
  void begin_conversation(std::shared_ptr<Connection> connection);
  void hang_up();
  void tick();

  const Surroundings around_;
  const ShopSetup setup_;
  Line& line_;
  test::Random random_;
  MachineClock clock_;
  ShopDisk disk_;
  Life life_;
  std::uint64_t lives_ = 0;
  Millis group_time_{2};
  bool speaks_newer_ = false;
  std::map<Origin, ClosedWhy> former_;     // Logs on its disk that it gave up.
  std::map<Origin, ClosedWhy> farewells_;  // Those that head office may not have closed.
  std::map<Origin, ClosedWhy> ended_;      // Why, of those that ended before our eyes.
  sync::Backoff backoff_;
  Millis retry_after_;
  std::uint64_t line_number_ = 0;
  std::unique_ptr<Process> process_;
};

}  // namespace perk::simulation
