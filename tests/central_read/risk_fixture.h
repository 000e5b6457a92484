// DeskTest with head office's own facts to write, and purchases that say what their store knew.
#pragma once

#include "tests/central_read/desk_fixture.h"

namespace perk::test {

/// A purchase by a store that had heard the card's shard through a position.
inline EventBuilder bought(const CardId& id, std::int64_t minor, std::uint64_t known_through,
                           std::int64_t cut_off_for = 0) {
  const ValueRedeemed body{Amount(minor),
                           PartialApproval::Refused,
                           Basis::Rights,
                           {Position(known_through), Millis(cut_off_for)}};
  return EventBuilder(id, body).value(-minor).own_rights(-minor);
}

class RiskTest : public DeskTest {
 protected:
  static constexpr AllowanceId kAllowance{7};

  /// Head office writes this in the shard of the card, or of the store.
  EventId write(const CardId& id, const EventBuilder& event) {
    return write(office_->pen.page_of(id), event);
  }
  EventId write(StoreId store, const EventBuilder& event) {
    return write(office_->pen.page_of(store), event);
  }
  EventId write(const central::Page& page, const EventBuilder& event) {
    const auto written = office_->pen.write(
        page, [&](const central::OfficeDesk&) { return std::vector<Event>{event.build()}; });
    return written.value().events.at(0);
  }
  /// Store 2 may approve 5.00 beyond its rights, 4.00 of one card.
  void allow_store_2() {
    books_.open_store(1);
    books_.open_store(2);
    write(StoreId(2), stand_in_granted(kAllowance, stand_in_terms(store(2), 500, 400, 160)));
  }
  /// Card 1 has 10.00, all of it store 1's to spend; store 2 spent 2.00 of it from its allowance.
  void spend_from_allowance() {
    allow_store_2();
    books_.open_store(1)
        .append(card_issued(card(1)).at(hlc(10)))
        .append(value_loaded(card(1), 1'000).at(hlc(20)));
    books_.take(books_.open_store(1));
    books_.open_store(2).append(
        bought(card(1), 200, 2).beyond_rights(200).drawing_on(kAllowance, 200).at(hlc(30)));
    books_.take(books_.open_store(2));
    fold();
  }
  /// What store 2 spent beyond its rights after store 1 had spent all: 2.00 that never were.
  EventId overdraw() {
    spend_from_allowance();
    books_.open_store(1).append(bought(card(1), 1'000, 0).at(hlc(25)));
    books_.take(books_.open_store(1));
    static_cast<void>(office_->rights.settle_debts(card(1), central::DebtRule::Recover).value());
    fold();
    const auto reply = ask<central::OverdraftsReply>(central::OverdraftsRequest{});
    return reply.rows.at(0).opening;
  }
  central::ExposureReply exposure() {
    return ask<central::ExposureReply>(central::ExposureRequest{});
  }
};

}  // namespace perk::test
