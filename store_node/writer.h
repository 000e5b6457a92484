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
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "store_node/till.h"

namespace perk::store_node {

struct WriterLimits {
  std::size_t requests_max = 1'024;  ///< Waiting; beyond it they are refused as Overloaded.
  std::size_t others_max = 1'024;    ///< The same for hand-backs and questions.
  Millis reopen_every{250};          ///< While the journal's outcome is in doubt.
  std::uint64_t groups_between_housekeeping = 5'000;  ///< At most, however busy the shop is.
};

class Writer {
 public:
  using OnSale = std::function<void(SaleAnswer)>;
  using OnAppended = std::function<void(Result<sync::Durable, sync::AppendFailure>)>;
  using OnHandBack = std::function<void(HandBackAnswer)>;
  using Question = std::function<void(Till&)>;
  /// Told on the writer's thread after each commit that made the log grow.
  using OnGrown = std::function<void(LogHead)>;
  /// Told on the writer's thread what to say to head office, and on which of its connections (counted
  /// from 1): on another one it is not to be said.
  using OnWords = std::function<void(std::uint64_t line, std::vector<sync::RightsRequest>)>;
  /// Told once when the journal's outcome is in doubt (true) and when it is settled (false).
  using OnDoubt = std::function<void(bool)>;
  /// Told once, last, when the till's log is given up: nothing more is served.
  using OnGivenUp = std::function<void(ClosedWhy)>;

  struct Hooks {
    OnGrown on_grown{};
    OnDoubt on_doubt{};
    OnWords on_words{};
    OnGivenUp on_given_up{};
  };

  /// Holds references to `till` and `clock`, which outlive it.
  Writer(Till& till, const Clock& clock, WriterLimits limits);
  ~Writer();
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
  /// Bounded by the credits that head office was given, so never refused.
  void append(sync::Batch batch, OnAppended done);
  /// What the uplink learns; never refused.
  void tell(Question news);

 private:
  struct Waiting {
    std::deque<Question> hellos;
    std::deque<std::pair<SaleRequest, OnSale>> sales;
    std::deque<std::pair<sync::Batch, OnAppended>> batches;
    std::deque<std::pair<HandBack, OnHandBack>> hand_backs;
    std::deque<Question> questions;
    [[nodiscard]] bool is_empty() const {
      return hellos.empty() && sales.empty() && batches.empty() && hand_backs.empty() &&
             questions.empty();
    }
  };
  void run();
  [[nodiscard]] std::optional<Waiting> next_group();
  [[nodiscard]] Waiting take_group();
  void serve(Waiting group);
  void commit(Waiting& group);
  [[nodiscard]] std::optional<GroupAnswers> settle();
  void turn_away_all();
  void answer(Waiting& group, GroupAnswers answers);
  void pass_words_on();
  [[nodiscard]] std::chrono::milliseconds until_till_wakes() const;

  Till& till_;
  const Clock& clock_;
  const WriterLimits limits_;
  Hooks hooks_;
  std::map<WaitingNumber, OnSale> customers_;  // Whose sales wait; of the writer's thread alone.

  std::mutex mutex_;
  std::condition_variable changed_;
  Waiting waiting_;  // Guarded by mutex_, as is is_stopping_.
  bool is_stopping_ = false;
  std::uint64_t groups_since_idle_ = 0;
  std::thread thread_;
};

}  // namespace perk::store_node
