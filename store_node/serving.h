// Serves a till, group by group: who asks is answered once what was decided for him is durable, and not
// before. While it is not known whether a group is durable, nothing else is served. A sale that waits for
// head office (waiting_sales.h) holds up no other.
//
// Owns no thread: the writer drives it in a shop, the simulator in its loop; all on one thread. It never
// waits; when to call again, wakes_at() says.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "store_node/waiting_work.h"

namespace perk::store_node {

/// Whom to tell of what happens at the till, on its thread. Any may be empty.
struct ServingHooks {
  /// After each commit that made the log grow, once those it concerns were answered.
  std::function<void(LogHead)> on_grown{};
  /// The journal's outcome is in doubt (true), or settled (false).
  std::function<void(bool)> on_doubt{};
  /// What to say to head office, and on which of its connections (counted from 1): on another one it is
  /// not to be said.
  std::function<void(std::uint64_t line, std::vector<sync::Word>)> on_words{};
};

class Serving {
 public:
  /// Both outlive it.
  Serving(Till& till, const Clock& clock) : till_(till), clock_(clock) {}

  void begin(ServingHooks hooks) { hooks_ = std::move(hooks); }
  /// Decides, makes durable, answers. A log that is given up (Till::given_up) serves nothing more. Must be
  /// settled; work may be empty.
  void serve(WaitingWork group);
  /// False: whether the last group is durable is not known yet. Then only settle() and turn_away().
  [[nodiscard]] bool is_settled() const { return !in_doubt_; }
  /// Tries to find out, and answers that group if it can. Returns is_settled().
  bool settle();
  /// Answers work that came while a group is in doubt: nothing of it is tried. Returns the repeats of what
  /// is in doubt, which wait with it.
  [[nodiscard]] WaitingWork turn_away(WaitingWork group);
  /// When there is something to do although nobody brings work.
  [[nodiscard]] Instant wakes_at() const { return till_.wakes_at(); }

 private:
  struct Group {
    WaitingWork work;
    Seq log_end_before;
  };
  void commit(WaitingWork group);
  void finish(Group group, GroupAnswers answers);
  void answer(WaitingWork& group, GroupAnswers answers);
  void pass_words_on();

  Till& till_;
  const Clock& clock_;
  ServingHooks hooks_;
  std::map<WaitingNumber, OnSale> customers_;  // Whose sales wait.
  std::optional<Group> in_doubt_;
};

}  // namespace perk::store_node
