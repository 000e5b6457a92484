// The one thread that owns the till and its journal. Everything meets here: terminals' requests, head
// office's batches, questions. It takes all that waits (at most kGroupRequestsMax requests), makes it
// one commit, answers, and goes on; it keeps house when nobody waits. A sale that waits for head office
// (waiting_sales.h) holds up no other; the writer wakes when its time is over.
//
// All functions may be called from any thread and return at once. Answers come on the writer's thread,
// exactly once, unless the writer is stopped first, or the till's log given up: then what was not begun is
// never answered.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "store_node/serving.h"

namespace perk::store_node {

struct WriterLimits {
  std::size_t requests_max = 1'024;  ///< Waiting; beyond it they are refused as Overloaded.
  std::size_t others_max = 1'024;    ///< The same for hand-backs and questions.
  Millis reopen_every{250};          ///< While the journal's outcome is in doubt.
  std::uint64_t groups_between_housekeeping = 5'000;  ///< At most, however busy the shop is.
};

class Writer final : public TillInbox {
 public:
  using OnSale = store_node::OnSale;
  using OnHandBack = store_node::OnHandBack;

  /// Told on the writer's thread; the first three as ServingHooks.
  struct Hooks {
    std::function<void(LogHead)> on_grown{};
    std::function<void(bool)> on_doubt{};
    std::function<void(std::uint64_t line, std::vector<sync::Word>)> on_words{};
    /// Once, last, when the till's log is given up: nothing more is served.
    std::function<void(ClosedWhy)> on_given_up{};
  };

  /// Holds references to `till` and `clock`, which outlive it.
  Writer(Till& till, const Clock& clock, WriterLimits limits);
  ~Writer() override;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Once. The hooks may be empty.
  void start(Hooks hooks);
  /// Finishes the group that is being committed, then ends the thread. Idempotent.
  void stop();

  // False: too many wait already, and `done` is never called.
  [[nodiscard]] bool sell(SaleRequest request, OnSale done);
  [[nodiscard]] bool hand_back(HandBack hand_back, OnHandBack done);
  [[nodiscard]] bool ask(Question question);
  /// A till says hello: what it knows of the log is judged before any sale that waits with it is decided.
  [[nodiscard]] bool greet(Question hello);
  void append(sync::Batch batch, OnAppended done) override;
  void tell(Question news) override;

 private:
  void run();
  [[nodiscard]] std::optional<WaitingWork> next_group();
  void settle();
  void turn_away_all();
  [[nodiscard]] std::chrono::milliseconds until_till_wakes() const;

  Till& till_;
  const Clock& clock_;
  const WriterLimits limits_;
  Serving serving_;
  std::function<void(ClosedWhy)> on_given_up_;

  std::mutex mutex_;
  std::condition_variable changed_;
  WaitingWork waiting_;  // Guarded by mutex_, as is is_stopping_.
  bool is_stopping_ = false;
  std::uint64_t groups_since_idle_ = 0;
  std::thread thread_;
};

}  // namespace perk::store_node
