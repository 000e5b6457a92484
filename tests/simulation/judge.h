// Judges what every message promises, and what really happened, against head office's durable order and the shops' own
// logs. The workload knows nothing of it. Each law is a sentence; the first that breaks ends the run.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "tests/simulation/office.h"
#include "tests/simulation/order.h"
#include "tests/simulation/terminal.h"

namespace perk::simulation {

class Judge final : public Eavesdropper,
                    public ShopWatcher,
                    public OfficeWatcher,
                    public CustomerWatcher {
 public:
  explicit Judge(std::uint16_t shard_count) : shard_count_(shard_count), order_(shard_count) {}
  void watch(OfficeMachine& office) { office_ = &office; }

  [[nodiscard]] const std::optional<std::string>& objection() const { return objection_; }
  void object(const std::string& law, const std::string& sentence);
  /// SHA-256 over all that was sent, answered and stored, in order: equal for equal seeds.
  [[nodiscard]] Digest trace() const { return trace_; }

  // What happens, told by the world.
  void on_sent(std::size_t shop, Side from, const sync::Message& message) override;
  void on_started(std::size_t shop, store_node::Journal& journal,
                  const store_node::Books& books) override;
  void on_log_grew(std::size_t shop, store_node::Journal& journal) override;
  void on_broken(std::size_t shop, const std::string& why) override;
  void on_order_grew() override { has_grown_ = true; }
  void on_asked(std::size_t shop, const store_node::SaleRequest& request,
                std::size_t card) override;
  void on_answered(std::size_t shop, const store_node::SaleRequest& request, std::size_t card,
                   const store_node::SaleAnswer& answer) override;
  void on_ordered(const RequestId& request) override { ordered_.insert(request); }
  /// The disk of a log was lost, put back or copied: what it promised may be forgotten there.
  void log_was_harmed(Origin log) { harmed_.insert(log); }
  void shop_was_copied() { may_have_copies_ = true; }
  /// It holds an earlier order, and begins a new epoch: read anew.
  void office_was_restored();

  // Laws looked at when told to.
  /// After every act: the order, if it grew and is durable.
  void read_order();
  void look_at_exposure();
  [[nodiscard]] const Order& order() const { return order_; }

  /// When all has healed.
  void judge_end(const std::vector<ShopMachine*>& shops);

  struct Counts {
    std::uint64_t asked = 0, approved = 0, declined = 0, unanswered = 0, events = 0, messages = 0;
    Amount stand_in, overdrafts, exposure_peak;
  };
  [[nodiscard]] Counts counts() const;

 private:
  struct Request {
    store_node::RequestKind kind;
    std::size_t shop = 0;
    std::optional<store_node::SaleAnswer> answer;
  };
  struct LogTruth {
    std::vector<Digest> digests;  ///< Of events' bytes, by seq - 1, as a disk held them.
    Seq approved_through;         ///< A customer was told.
    std::map<Shard, std::pair<sync::FeedIndex, Digest>> acked;
  };
  void note(std::string_view what, std::uint64_t a, std::uint64_t b);
  void hear_ack(std::size_t shop, Side from, const sync::Ack& ack);
  void check_claims();
  /// A restart forgets nothing that the disk holds.
  void judge_memory(std::size_t shop, store_node::Journal& journal, const store_node::Books& books);
  void hear_witness(TerminalId till, const store_node::SaleAnswer& answer);
  void judge_requests();
  /// What head office did for an operator stands there once, unless it was restored since.
  void judge_orders();
  void judge_money();
  void judge_risks();
  void judge_views(const std::vector<ShopMachine*>& shops);
  void judge_projections();

  const std::uint16_t shard_count_;
  OfficeMachine* office_ = nullptr;
  Order order_;
  std::optional<std::string> objection_;
  Digest trace_;
  bool has_grown_ = false, may_have_copies_ = false, was_restored_ = false;
  std::map<RequestId, Request> requests_;
  std::set<RequestId> ordered_;              // Of operators, and done as head office said.
  std::map<TerminalId, EventId> witnesses_;  // The last event that each till has a receipt of.
  std::map<std::size_t, Origin> present_;    // Log of each shop's machine.
  std::map<Origin, LogTruth> logs_;
  std::set<Origin> harmed_;
  /// Events of shops that head office was not seen to hold, and what each drew beyond rights.
  std::map<std::pair<EventId, Digest>, Amount> unheard_;
  Amount unheard_drawn_;
  std::map<std::pair<Shard, Position>, Digest> claims_;  // Told to a shop, not in the order yet.
  Counts counts_;
};

}  // namespace perk::simulation
