// Head office as a shop's machine meets it first: a doorway where newcomers may enrol, on a thread of its own,
// and an event store in memory. What a shop's end does blocks on the test's own thread.
#pragma once

#include <memory>
#include <mutex>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include "central/enrol/enrol_server.h"
#include "central/memory/memory_event_store.h"
#include "central/rights/office_pen.h"
#include "store_node/enrolling.h"
#include "sync/tls/doorway.h"
#include "tests/support/manual_clock.h"
#include "tests/tls/trust.h"

namespace perk::test {

/// Certificates are judged by the machine's clock, so this one starts from there; safe from any thread.
class DeskClock final : public Clock {
 public:
  [[nodiscard]] WallTime wall() const override;
  [[nodiscard]] Instant monotonic() const override;
  void advance(Millis by);

 private:
  mutable std::mutex mutex_;
  Millis passed_;
};

class FrontDesk {
 public:
  /// `chain`: whose head office it is.
  explicit FrontDesk(Trust& chain, central::EnrolLimits limits = {});
  ~FrontDesk();
  FrontDesk(const FrontDesk&) = delete;
  FrontDesk& operator=(const FrontDesk&) = delete;

  [[nodiscard]] const sync::Address& address() const { return doorway_->address(); }
  [[nodiscard]] central::MemoryEventStore& events() { return events_; }
  [[nodiscard]] DeskClock& clock() { return clock_; }
  [[nodiscard]] central::LogGate& gate() { return gate_; }
  [[nodiscard]] central::Registrar& registrar() { return registrar_; }
  /// Head office makes a key, and says so; true if both are durable.
  [[nodiscard]] bool make_key(const std::string& prefix, const sync::SecretNumberKey& key);
  /// Connections that TLS was agreed on; once the desk is gone from its thread.
  [[nodiscard]] std::uint64_t let_in();
  /// A code for a store, good for an hour.
  [[nodiscard]] sync::EnrolCode code_for(const std::string& name);
  [[nodiscard]] store_node::EnrolByCode order(const sync::EnrolCode& code,
                                              const std::filesystem::path& directory) const {
    return {code, address(), directory};
  }
  /// Ends the thread: nothing happens any more.
  void close();

 private:
  DeskClock clock_;
  central::MemoryEventStore events_;
  const Digest authority_;
  central::ShardTails tails_;
  central::RiskBook risk_;
  central::NumberBook numbers_;
  central::LogGate gate_;
  central::Registrar registrar_;
  boost::asio::io_context io_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
  std::unique_ptr<sync::Doorway> doorway_;
  std::unique_ptr<central::EnrolServer> server_;
  std::thread thread_;
};

}  // namespace perk::test
