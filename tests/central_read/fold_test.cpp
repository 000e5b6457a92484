// The pure folds: what people read is what the ledger says.
#include <gtest/gtest.h>

#include "central/projections/projection.h"
#include "sync/wire/event_codec.h"
#include "tests/central_read/books.h"
#include "tests/support/random_chain.h"
#include "tests/support/seeds.h"

namespace perk::test {
namespace {

using namespace central;

Fact fact(const RecordedEvent& recorded, std::uint64_t position = 1, StoreId store = StoreId(1)) {
  return {Position(position), store, kMorning, recorded};
}

FactRun run_of(const std::vector<RecordedEvent>& events) {
  FactRun run;
  for (const RecordedEvent& event : events) {
    run.through = run.through.next();
    run.facts.push_back(fact(event, run.through.value()));
  }
  return run;
}

StoredEvent stored(EventBytes bytes, std::uint64_t position) {
  StoredEvent event;
  event.position = Position(position);
  event.id = event_id(store(1), position);
  event.store = StoreId(1);
  event.bytes = std::move(bytes);
  return event;
}

void expect_same(const BalanceRow& row, const CardState& card) {
  EXPECT_EQ(row.value, card.balance());
  EXPECT_EQ(row.held, card.held());
  EXPECT_EQ(row.rights, card.rights_of_all());
  EXPECT_EQ(row.reserve, card.reserve());
  EXPECT_EQ(row.loaded, card.loaded());
  EXPECT_EQ(row.redeemed, card.redeemed());
  EXPECT_EQ(row.reversed, card.reversed());
  EXPECT_EQ(row.is_frozen, card.is_frozen());
  EXPECT_EQ(row.issued_by.seq != Seq(), card.is_known());
  if (card.issue) {
    EXPECT_EQ(row.issued_by, card.issue->by);
    EXPECT_EQ(row.last_four, card.issue->last_four);
  }
}

// Events of closed logs.

RecordedEvent brought(const RecordedEvent& event, std::uint64_t by, std::uint64_t seq) {
  return {event_id(store(by), seq), wrapped(event, store(by))};
}
/// A purchase of a log that was closed, brought by two later logs of its store, and its load by one.
std::vector<RecordedEvent> brought_twice() {
  const auto loaded = value_loaded(card(1), 900).recorded(store(1), 1);
  const auto bought = value_redeemed(card(1), 300).recorded(store(1), 2);
  return {card_issued(card(1)).recorded(store(5), 1), brought(loaded, 6, 1), brought(bought, 6, 2),
          brought(bought, 7, 1)};
}
FactRun marked(const std::vector<RecordedEvent>& events) {
  FactRun run = run_of(events);
  CountedWraps none;
  mark_counted(run, none);
  return run;
}

TEST(BalanceFold, CountsAnEventOfAClosedLogOnceWhoeverBringsIt) {
  ProjectionRows rows;
  fold(ProjectionKind::Balance, rows, marked(brought_twice()));
  const BalanceRow& row = rows.balances.at(card(1));
  expect_same(row, folded(brought_twice()).at(card(1)));
  EXPECT_EQ(row.value, Amount(600));
  EXPECT_EQ(row.redeemed, Amount(300));
  EXPECT_EQ(row.last_position, Position(4));
}

TEST(BalanceFold, ACardIssuedInAClosedLogIsIssued) {
  ProjectionRows rows;
  const std::vector<RecordedEvent> events{
      brought(card_issued(card(1)).recorded(store(1), 1), 6, 1)};
  fold(ProjectionKind::Balance, rows, marked(events));
  expect_same(rows.balances.at(card(1)), folded(events).at(card(1)));
}

/// As it stands in the event store, with the bytes of the event that is brought.
ArrivedEvent whole(RecordedEvent recorded) {
  if (auto* wrapped = std::get_if<ClosedLogEventRecorded>(&recorded.event.body))
    wrapped->bytes = sync::encode_event(*wrapped->event.get());
  return arrived(recorded);
}

TEST(Folder, CountsWhatIsBroughtOfAClosedLogOnceAcrossItsRuns) {
  MemoryShelf shelf;
  const Shard shard = shard_of(card(1), 4);
  for (const RecordedEvent& event : brought_twice()) {
    ASSERT_TRUE(shelf.events().append({shard, {whole(event)}}, kMorning));
    fold_all(shelf);  // One run for each.
  }
  EXPECT_EQ(shelf.projections().balance(shard, card(1)).value().row->value, Amount(600));
  EXPECT_EQ(shelf.projections().statement(shard, card(1)).value().lines.back().balance_after,
            Amount(600));
  EXPECT_EQ(shelf.projections().store_positions().value().at(StoreId(1)).sold, Amount(300));
}

TEST(StatementFold, ALineForWhatIsBroughtAgainMovesNothing) {
  ProjectionRows rows;
  fold(ProjectionKind::Statement, rows, marked(brought_twice()));
  ASSERT_EQ(rows.lines.size(), 4U);
  EXPECT_EQ(rows.lines[2].value_effect, Amount(-300));
  EXPECT_EQ(rows.lines[2].balance_after, Amount(600));
  EXPECT_EQ(rows.lines[3].value_effect, Amount());
  EXPECT_EQ(rows.lines[3].balance_after, Amount(600));
  EXPECT_NE(rows.lines[3].note.find("brought again"), std::string::npos) << rows.lines[3].note;
}

TEST(StorePositionFold, WhatIsBroughtOfAClosedLogIsItsStoresOnce) {
  ProjectionRows rows;
  fold(ProjectionKind::StorePosition, rows, marked(brought_twice()));
  const StorePositionRow& row = rows.stores.at(StoreId(1));
  EXPECT_EQ(row.sold, Amount(300));
  EXPECT_EQ(row.purchases, 1U);
  EXPECT_EQ(row.loaded, Amount(900));
  EXPECT_EQ(row.events, 4U);
}

TEST(BalanceFold, SaysOfEveryCardWhatTheLedgerSays) {
  for_each_seed(20, [](Random& random) {
    const RandomChain chain(random, {});
    const auto events = merged_at_random(chain.logs(), random);
    ProjectionRows rows;
    fold(ProjectionKind::Balance, rows, run_of(events));
    const Cards cards = folded(events);
    ASSERT_EQ(rows.balances.size(), cards.size());
    for (const auto& [id, card] : cards) expect_same(rows.balances.at(id), card);
  });
}

TEST(StatementFold, LinesAddUpToTheBalance) {
  for_each_seed(10, [](Random& random) {
    const RandomChain chain(random, {});
    const auto events = merged_at_random(chain.logs(), random);
    ProjectionRows rows;
    fold(ProjectionKind::Statement, rows, run_of(events));
    Cards cards;
    ASSERT_EQ(rows.lines.size(), events.size());
    for (std::size_t at = 0; at < events.size(); ++at) {
      CardState& card = cards[*events[at].event.envelope.card];
      evolve(card, events[at]);
      ASSERT_EQ(rows.lines[at].balance_after, card.balance());
      ASSERT_EQ(rows.lines[at].event, events[at].id);
    }
  });
}

TEST(StatementFold, ALineSaysWhatAPersonAsks) {
  const StatementRow line = statement_line(
      Amount(500),
      fact(value_redeemed(card(1), 300).asked_as(request(7, 12)).recorded(store(1), 3)));
  EXPECT_EQ(line.type, "ValueRedeemed");
  EXPECT_EQ(line.value_effect, Amount(-300));
  EXPECT_EQ(line.balance_after, Amount(200));
  EXPECT_EQ(line.terminal, TerminalId(12));
  EXPECT_EQ(line.store, StoreId(1));
  EXPECT_EQ(line.recorded, kMorning);
}

TEST(StatementFold, AReversalNamesThePurchaseItTakesBack) {
  const EventId purchase = event_id(store(1), 2);
  const StatementRow line = statement_line(
      Amount(), fact(redemption_reversed(card(1), purchase, 100).recorded(store(1), 3)));
  EXPECT_NE(line.note.find(to_string(purchase)), std::string::npos);
}

TEST(StatementFold, ControlCharactersOfAStoreDoNotReachATerminal) {
  Event frozen = card_frozen(card(1)).build();
  std::get<CardFrozen>(frozen.body).reason = "lost\x1b[2J\nand found";
  const StatementRow line =
      statement_line(Amount(), fact(RecordedEvent{event_id(head_office(), 1), frozen}));
  EXPECT_EQ(line.note.find('\x1b'), std::string::npos);
  EXPECT_EQ(line.note.find('\n'), std::string::npos);
}

TEST(StorePositionFold, TellsPurchasesMadeWhileCutOff) {
  Event offline = value_redeemed(card(1), 250).build();
  std::get<ValueRedeemed>(offline.body).knowledge.cut_off_for = Millis(90'000);
  ProjectionRows rows;
  fold(ProjectionKind::StorePosition, rows,
       run_of({value_loaded(card(1), 1'000).recorded(store(1), 1),
               value_redeemed(card(1), 300).recorded(store(1), 2),
               RecordedEvent{event_id(store(1), 3), offline},
               redemption_reversed(card(1), event_id(store(1), 2), 100).recorded(store(1), 4)}));
  const StorePositionRow& row = rows.stores.at(StoreId(1));
  EXPECT_EQ(row.sold, Amount(550));
  EXPECT_EQ(row.sold_cut_off, Amount(250));
  EXPECT_EQ(row.purchases, 2U);
  EXPECT_EQ(row.purchases_cut_off, 1U);
  EXPECT_EQ(row.loaded, Amount(1'000));
  EXPECT_EQ(row.reversed, Amount(100));
  EXPECT_EQ(row.events, 4U);
}

TEST(StorePositionFold, HeadOfficeIsNoStore) {
  ProjectionRows rows;
  fold(ProjectionKind::StorePosition, rows,
       run_of({card_frozen(card(1)).recorded(head_office(), 1)}));
  EXPECT_TRUE(rows.stores.empty());
}

TEST(ReadFacts, WhatCannotBeFoldedIsParkedByNameAndTheRestGoesOn) {
  const EventBytes absurd = sync::encode_event(value_loaded(card(1), 20'000'000'000).build());
  const EventBytes good = sync::encode_event(value_loaded(card(1), 100).build());
  const FactRun run = read_facts(Shard(1), Position(4),
                                 {stored({0xff, 0xff}, 5), stored(good, 6), stored(absurd, 7)});
  EXPECT_EQ(run.through, Position(7));
  ASSERT_EQ(run.facts.size(), 1U);
  EXPECT_EQ(run.facts[0].position, Position(6));
  ASSERT_EQ(run.poison.size(), 2U);
  EXPECT_EQ(run.poison[0].position, Position(5));
  EXPECT_EQ(run.poison[1].event, event_id(store(1), 7));
}

}  // namespace
}  // namespace perk::test
