// Head office's desks over books in memory: stores' logs to fill them with, a clock to set, a restart.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <gtest/gtest.h>

#include "central/desk/admin_service.h"
#include "tests/central_read/books.h"
#include "tests/central_read/flaky_projection_store.h"
#include "tests/support/manual_clock.h"

namespace perk::test {

inline const sync::LogKey kOfficeKey = sync::LogKey::from_seed({9});

/// Connected stores that do what a test says when their rights are called home.
class ObedientStores final : public central::StoreLines {
 public:
  [[nodiscard]] std::vector<central::ConnectedStore> connected() const override { return there; }
  void recall(Origin holder, const CardId& card, Amount wanted) override {
    if (on_recall) on_recall(holder, card, wanted);
  }
  std::vector<central::ConnectedStore> there;
  std::function<void(Origin, const CardId&, Amount)> on_recall;
};

/// What head office's desks share and lose with a restart.
struct Office {
  Office(central::EventStore& events, const Clock& clock, std::vector<central::ShardEnd>& grown)
      : time(events, clock),
        pen(events, time, clock, euro_chain().shard_count,
            [&grown](const central::ShardEnd& end) { grown.push_back(end); }),
        tails(events),
        risk(events, tails, euro_chain().shard_count),
        epochs(events, pen, risk, clock, events.chain().value()),
        rights(pen, PlacementKind::OnDemand, &epochs),
        closed(events, pen, risk, gate),
        call_home(risk, stores, euro_chain().shard_count) {}
  central::DeskClock time;
  central::OfficePen pen;
  central::ShardTails tails;
  central::RiskBook risk;
  central::EpochDesk epochs;
  central::RightsDesk rights;
  central::LogGate gate;
  central::ClosedLogs closed;
  ObedientStores stores;
  central::CallHome call_home;
};

class DeskTest : public ::testing::Test {
 protected:
  DeskTest() { restart(); }

  template <typename Reply>
  Reply ask(const central::AdminRequest& request) {
    const central::AdminReply reply =
        service_->answer(request, [](const central::AdminProgress&) {});
    if (const auto* wanted = std::get_if<Reply>(&reply)) return *wanted;
    const auto* fault = std::get_if<central::AdminFault>(&reply);
    ADD_FAILURE() << (fault != nullptr ? fault->code + ": " + fault->sentence : "another reply");
    return {};
  }
  std::string fault_of(const central::AdminRequest& request) {
    const central::AdminReply reply =
        service_->answer(request, [](const central::AdminProgress&) {});
    const auto* fault = std::get_if<central::AdminFault>(&reply);
    return fault != nullptr ? fault->code : "no fault";
  }
  std::string sentence_of(const central::AdminRequest& request) {
    const central::AdminReply reply =
        service_->answer(request, [](const central::AdminProgress&) {});
    const auto* fault = std::get_if<central::AdminFault>(&reply);
    return fault != nullptr ? fault->sentence : "no fault";
  }
  /// Head office as it is after a start: it remembers what it has written, and nothing else.
  void restart() {
    service_.reset();
    office_ = std::make_unique<Office>(shelf_.events(), clock_, grown_);
    service_ = std::make_unique<central::AdminService>(
        central::DeskSurroundings{
            shelf_.events(), shelf_.projections(), runner_, board_, lines_, clock_, office_->time,
            office_->pen, office_->rights, office_->risk, office_->epochs, office_->closed,
            office_->call_home, shelf_.events().chain().value(), kOfficeKey,
            [this](const central::ShardEnd& end) { grown_.push_back(end); }, authority_},
        "1.2.3");
  }
  void fold() {
    while (runner_.run_pass().value() > 0) {
    }
  }

  static central::CardRef by_id(const CardId& id) { return {"", id}; }
  static central::FreezeRequest freeze(std::uint64_t counter, std::string reason = "lost") {
    return {by_id(card(1)), central::FreezeChange::Freeze, std::move(reason), "ada",
            request(counter, 9)};
  }
  static central::FreezeRequest unfreeze(std::uint64_t counter) {
    return {by_id(card(1)), central::FreezeChange::Unfreeze, "found", "ada", request(counter, 9)};
  }
  static central::BalanceRequest balance_of(const CardId& id) {
    central::BalanceRequest request;
    request.card = by_id(id);
    return request;
  }
  /// Card 1: issued and loaded with 10.00 at store 1, 3.00 spent there, 2.00 in store 2.
  void sell_in_two_stores() {
    books_.open_store(1)
        .append(card_issued(card(1)).at(hlc(10)))
        .append(value_loaded(card(1), 1'000).at(hlc(20)));
    books_.open_store(2);
    books_.take(books_.open_store(1));
    books_.open_store(2).append(value_redeemed(card(1), 200).beyond_rights(200).at(hlc(30)));
    books_.take(books_.open_store(2));
    // It happened before the purchase in store 2, and was heard after it.
    books_.open_store(1).append(value_redeemed(card(1), 300).at(hlc(25)));
    books_.take(books_.open_store(1));
    fold();
  }

  MemoryShelf shelf_;
  Books books_{shelf_};
  ManualClock clock_;
  central::CheckpointBoard board_;
  FlakyProjectionStore saving_{shelf_.projections(), {}};
  central::ProjectionRunner runner_{shelf_.events(), saving_, board_, central::RunnerSettings(),
                                    [](const std::string&) {}};
  central::LineBoard lines_;
  std::vector<central::ShardEnd> grown_;
  std::optional<Digest> authority_;  ///< That this head office signs for; from the next restart().
  std::unique_ptr<Office> office_;
  std::unique_ptr<central::AdminService> service_;
};

}  // namespace perk::test
