// Books in which a store was revoked while its new log brought something of its old one: that stands in quarantine, with
// its proof. On any shelf, with head office's desks before them.
#pragma once

#include <memory>
#include <string>

#include "central/rights/acceptances.h"
#include "central/rights/brought_events.h"
#include "central/stored_event.h"
#include "sync/wire/event_codec.h"
#include "tests/central_read/desk_fixture.h"
#include "tests/central_read/verifier_checks.h"

namespace perk::test {

class QuarantineBooks {
 public:
  static constexpr std::uint64_t kCoffee = 1, kUnreadable = 2, kForged = 3;  // By their numbers.

  /// Card 1 was loaded with 10.00 at store 1, which sold 3.00 of it that head office never heard of from there.
  explicit QuarantineBooks(Shelf& shelf) : shelf_(shelf), books_(shelf) {
    restart();
    StoreLog& old = books_.open_store(1);
    old.append(card_issued(card(1)).at(hlc(1))).append(value_loaded(card(1), 1'000).at(hlc(2)));
    books_.take(old);
    old.append(value_redeemed(card(1), 300).at(hlc(3)));
    StoreLog& next = books_.begin_anew(old);
    EXPECT_TRUE(office_->closed.close(StoreId(1), old.origin(), ClosedWhy::RanBack).value());
    EXPECT_TRUE(office_->closed.revoke({StoreId(1), "stolen", "ada"}).value());
    Event forged = old.brought(3, next.origin());
    std::get<ClosedLogEventRecorded>(forged.body).signature.bytes[0] ^= 1U;
    next.append_bytes(sync::encode_event(old.brought(3, next.origin())));
    next.append_bytes({0xff, 0xee});
    next.append_bytes(sync::encode_event(forged));
    bring(next);
    EXPECT_TRUE(office_->closed.close_revoked(StoreId(1)));
    fold_all(shelf_);
  }

  /// Head office as it is after a start: it knows what is written, and nothing else.
  void restart() {
    service_.reset();
    office_ = std::make_unique<Office>(shelf_.events(), clock_, grown_);
    EXPECT_TRUE(office_->risk.catch_up());
    service_ = std::make_unique<central::AdminService>(
        central::DeskSurroundings{shelf_.events(), shelf_.projections(), runner_, board_, lines_,
                                  clock_, office_->time, office_->pen, office_->rights,
                                  office_->risk, office_->epochs, office_->closed,
                                  office_->call_home, shelf_.events().chain().value(), kOfficeKey,
                                  [](const central::ShardEnd&) {}, std::nullopt},
        "1.2.3");
  }

  static central::SettleQuarantineRequest settling(std::uint64_t id, QuarantineVerdict verdict,
                                                   std::uint64_t counter = 1) {
    return {id, verdict, "the till has the receipt", "ada", request(counter, 9)};
  }
  static central::SettleQuarantineRequest accepting(std::uint64_t id, std::uint64_t counter = 1) {
    return settling(id, QuarantineVerdict::Accepted, counter);
  }
  static central::SettleQuarantineRequest refusing(std::uint64_t id, std::uint64_t counter = 1) {
    return settling(id, QuarantineVerdict::Refused, counter);
  }

  central::AdminReply say(const central::AdminRequest& request) {
    return service_->answer(request, [](const central::AdminProgress&) {});
  }
  template <typename Reply>
  Reply ask(const central::AdminRequest& request) {
    const central::AdminReply reply = say(request);
    if (const auto* wanted = std::get_if<Reply>(&reply)) return *wanted;
    ADD_FAILURE() << fault_in(reply);
    return {};
  }
  /// "code: sentence"; "done" if there is none.
  std::string refusal(const central::AdminRequest& request) { return fault_in(say(request)); }
  std::vector<central::QuarantineRow> rows(
      central::QuarantineScope scope = central::QuarantineScope::All) {
    return ask<central::QuarantineReply>(central::QuarantineRequest{0, scope}).rows;
  }

  CardState folded() {
    return central::fold_stored(shelf_.events().read_card(card(1)).value()).value();
  }
  /// As people read it, once folded.
  Amount shown_balance() {
    fold_all(shelf_);
    central::BalanceRequest asked;
    asked.card = {"", card(1)};
    return ask<central::BalanceReply>(asked).balance;
  }
  std::string broken() {
    fold_all(shelf_);
    return broken_checks(shelf_, {central::VerifyDepth::Deep, {}});
  }
  /// What head office wrote in card 1's shard, which is that of the store, too.
  std::vector<central::StoredEvent> written() {
    auto events = books_.shard(1);
    std::erase_if(events, [](const auto& e) { return !e.id.origin.is_head_office(); });
    return events;
  }

  Office& office() { return *office_; }
  ManualClock& clock() { return clock_; }

 private:
  static std::string fault_in(const central::AdminReply& reply) {
    const auto* fault = std::get_if<central::AdminFault>(&reply);
    return fault != nullptr ? fault->code + ": " + fault->sentence : "done";
  }
  /// As a visit does it.
  void bring(const StoreLog& log) {
    auto taken = central::take_in(log.held(), euro_chain(), log.batch(), kMorning);
    ASSERT_TRUE(taken);
    const auto sorted =
        central::sort_out_brought(std::move(taken).value(), office_->closed, kMorning).value();
    ASSERT_TRUE(sorted.groups.empty());
    // In the log's order, so that the numbers are those above.
    auto aside = sorted.quarantined;
    std::ranges::sort(aside, {}, &central::QuarantinedEvent::event);
    ASSERT_TRUE(shelf_.events().quarantine(aside));
    const std::array progress{sorted.progress};
    ASSERT_TRUE(shelf_.events().write_progress(progress));
  }

  Shelf& shelf_;
  Books books_;
  ManualClock clock_;
  central::CheckpointBoard board_;
  central::ProjectionRunner runner_{shelf_.events(), shelf_.projections(), board_,
                                    central::RunnerSettings(), [](const std::string&) {}};
  central::LineBoard lines_;
  std::vector<central::ShardEnd> grown_;
  std::unique_ptr<Office> office_;
  std::unique_ptr<central::AdminService> service_;
};

}  // namespace perk::test
