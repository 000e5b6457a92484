// A shop in memory: a till on a journal that can be told to fail, a clock that is moved by hand, cards
// by their printed numbers. Single-threaded.
#pragma once

#include <optional>
#include <string>

#include "store_node/memory/memory_journal.h"
#include "store_node/till.h"
#include "tests/support/ledger_builders.h"
#include "tests/support/manual_clock.h"

namespace perk::test {

inline sync::LogKey shop_log_key() { return sync::LogKey::from_seed({1, 2, 3}); }
inline sync::CardNumberKey shop_number_key() { return sync::CardNumberKey(1, {4, 5, 6}); }

/// The number of card `n`, with its check digit.
inline std::string card_number(std::uint64_t n) {
  std::string payload = std::to_string(n);
  payload.insert(0, 11 - payload.size(), '0');
  payload.insert(0, "6006");
  return std::string(CardNumber::with_check_digit(payload)->secret_digits());
}
inline CardId card_id(std::uint64_t n) {
  return shop_number_key().card_id(*CardNumber::parse(card_number(n)));
}

// Requests; `counter` is the till's, and the till is terminal 1 unless told otherwise.
inline store_node::SaleRequest sale(store_node::RequestKind kind, std::uint64_t counter,
                                    std::uint64_t card, std::int64_t minor,
                                    std::uint64_t terminal = 1) {
  store_node::SaleRequest asked;
  asked.id = request(counter, terminal);
  asked.kind = kind;
  asked.card_number = card_number(card);
  asked.money = eur(minor);
  return asked;
}
inline store_node::SaleRequest issue_card(std::uint64_t counter, std::uint64_t card) {
  return sale(store_node::RequestKind::Issue, counter, card, 0);
}
inline store_node::SaleRequest load_card(std::uint64_t counter, std::uint64_t card,
                                         std::int64_t minor) {
  auto asked = sale(store_node::RequestKind::Load, counter, card, minor);
  asked.tender = Tender::Cash;
  return asked;
}
inline store_node::SaleRequest buy(std::uint64_t counter, std::uint64_t card, std::int64_t minor) {
  return sale(store_node::RequestKind::Redeem, counter, card, minor);
}

/// Passes everything on, and fails the next commit when told to.
class FailingJournal final : public store_node::Journal {
 public:
  explicit FailingJournal(store_node::Journal& disk) : disk_(disk) {}

  enum class Fate { Refused, InDoubtAndLost, InDoubtAndKept };
  void fail_next(Fate fate) { fate_ = fate; }
  void never_mind() { fate_.reset(); }
  void refuse_reopening(bool refused) { is_reopening_refused_ = refused; }
  void refuse_looking_up(bool refused) { is_looking_up_refused_ = refused; }

  Result<store_node::LogHead, StorageError> head() override { return disk_.head(); }
  Result<std::vector<sync::Cursor>, StorageError> cursors() override { return disk_.cursors(); }
  Result<std::optional<store_node::OwnEvent>, StorageError> own_event(Seq seq) override {
    return disk_.own_event(seq);
  }
  Result<std::vector<store_node::OwnEvent>, StorageError> read_log(Seq after,
                                                                   std::size_t bytes) override {
    return disk_.read_log(after, bytes);
  }
  Result<std::uint64_t, StorageError> past_end() override { return disk_.past_end(); }
  Result<std::vector<store_node::PastEvent>, StorageError> read_past(std::uint64_t after,
                                                                     std::size_t bytes) override {
    return disk_.read_past(after, bytes);
  }
  store_node::LogIdentity identity() const override { return disk_.identity(); }
  Result<Done, StorageError> commit(const store_node::Commit& commit) override {
    const auto fate = std::exchange(fate_, std::nullopt);
    if (!fate) return disk_.commit(commit);
    if (fate == Fate::Refused)
      return failed(StorageError{StorageFailure::Retry, "the disk is full"});
    if (fate == Fate::InDoubtAndKept && !disk_.commit(commit)) std::abort();
    return failed(StorageError{StorageFailure::OutcomeUnknown, "fsync failed"});
  }
  Result<Done, StorageError> reopen() override {
    if (is_reopening_refused_) return failed(StorageError{StorageFailure::Retry, "still full"});
    return disk_.reopen();
  }
  Result<std::optional<store_node::Remembered>, StorageError> find_request(
      const RequestId& id) override {
    if (is_looking_up_refused_) return failed(StorageError{StorageFailure::Retry, "locked"});
    return disk_.find_request(id);
  }
  Result<bool, StorageError> is_kept(const sync::Receipt& receipt) override {
    return disk_.is_kept(receipt);
  }
  Result<std::uint64_t, StorageError> handed_back_count() override {
    return disk_.handed_back_count();
  }
  Result<Seq, StorageError> synced_through() override { return disk_.synced_through(); }
  Result<Done, StorageError> replay_own(
      const std::function<void(const store_node::OwnEvent&)>& visit) override {
    return disk_.replay_own(visit);
  }
  Result<Done, StorageError> replay_replica(
      const std::function<void(const store_node::ReplicaItem&)>& visit) override {
    return disk_.replay_replica(visit);
  }
  Result<Done, StorageError> replay_shard(
      Shard shard, const std::function<void(const store_node::ReplicaItem&)>& visit) override {
    return disk_.replay_shard(shard, visit);
  }
  Result<Done, StorageError> replay_past(
      const std::function<void(const store_node::PastEvent&)>& visit) override {
    return disk_.replay_past(visit);
  }
  Result<Done, StorageError> replay_handed_back(
      const std::function<void(const sync::Receipt&)>& visit) override {
    return disk_.replay_handed_back(visit);
  }
  void housekeep() override { disk_.housekeep(); }

 private:
  store_node::Journal& disk_;
  std::optional<Fate> fate_;
  bool is_reopening_refused_ = false;
  bool is_looking_up_refused_ = false;
};

class Shop {
 public:
  /// Until head office sets another policy (PolicySet) it is `policy`.
  explicit Shop(std::uint64_t number = 3, PolicyKind policy = PolicyKind::Cached)
      : disk({StoreId(number), store(number)}),
        journal(disk),
        settings{"Main St", Limits{}, Policy{policy}, 16} {
    settings.limits.currency = eur();
    start();
  }

  /// The process ends and another begins on the same disk.
  void start() {
    till.emplace(journal, clock, shop_log_key(), std::vector{shop_number_key()}, settings);
    PERK_CHECK(till->load().has_value(), "a memory journal can be read");
  }

  store_node::GroupAnswers serve(std::vector<store_node::SaleRequest> requests) {
    auto answers = till->serve({std::move(requests), {}, {}});
    PERK_CHECK(answers.has_value(), "the group is settled");
    return std::move(*answers);
  }
  store_node::SaleAnswer ask(const store_node::SaleRequest& request) {
    return serve({request}).sales.front();
  }
  /// A card that is issued and loaded, with counters from 1,000,000 + 2 * card.
  void open_card(std::uint64_t card, std::int64_t minor) {
    const std::uint64_t counter = 1'000'000 + 2 * card;
    serve({issue_card(counter, card), load_card(counter + 1, card, minor)});
  }
  [[nodiscard]] Amount available(std::uint64_t card) const {
    return till->books().cards.find(card_id(card)).available();
  }

  ManualClock clock;
  store_node::MemoryJournal disk;
  FailingJournal journal;
  store_node::TillSettings settings;
  std::optional<store_node::Till> till;
};

}  // namespace perk::test
