#include "store_node/writer.h"

#include <algorithm>

namespace perk::store_node {

Writer::Writer(Till& till, const Clock& clock, WriterLimits limits)
    : till_(till), clock_(clock), limits_(limits), serving_(till, clock) {}

Writer::~Writer() { stop(); }

void Writer::start(Hooks hooks) {
  on_given_up_ = std::move(hooks.on_given_up);
  serving_.begin({std::move(hooks.on_grown), std::move(hooks.on_doubt), std::move(hooks.on_words)});
  thread_ = std::thread([this] { run(); });
}

void Writer::stop() {
  {
    const std::lock_guard lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

bool Writer::sell(SaleRequest request, OnSale done) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || waiting_.sales.size() >= limits_.requests_max) return false;
    waiting_.sales.emplace_back(std::move(request), std::move(done));
  }
  changed_.notify_one();
  return true;
}

bool Writer::hand_back(HandBack hand_back, OnHandBack done) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || waiting_.hand_backs.size() >= limits_.others_max) return false;
    waiting_.hand_backs.emplace_back(std::move(hand_back), std::move(done));
  }
  changed_.notify_one();
  return true;
}

bool Writer::ask(Question question) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || waiting_.questions.size() >= limits_.others_max) return false;
    waiting_.questions.push_back(std::move(question));
  }
  changed_.notify_one();
  return true;
}

bool Writer::greet(Question hello) {
  {
    const std::lock_guard lock(mutex_);
    if (is_stopping_ || waiting_.hellos.size() >= limits_.others_max) return false;
    waiting_.hellos.push_back(std::move(hello));
  }
  changed_.notify_one();
  return true;
}

void Writer::append(sync::Batch batch, OnAppended done) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.batches.emplace_back(std::move(batch), std::move(done));
  }
  changed_.notify_one();
}

void Writer::tell(Question news) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.questions.push_back(std::move(news));
  }
  changed_.notify_one();
}

void Writer::run() {
  while (!till_.given_up()) {
    auto group = next_group();
    if (!group) break;
    serving_.serve(std::move(*group));
    if (!serving_.is_settled()) settle();
  }
  till_.close();
  if (till_.given_up() && on_given_up_) on_given_up_(*till_.given_up());
}

/// What is to be done next; none when stopping. It may be nothing but what the till itself wakes for.
/// House is kept when nobody waits, and at last also when somebody always does.
std::optional<WaitingWork> Writer::next_group() {
  std::unique_lock lock(mutex_);
  const bool is_idle = waiting_.is_empty() && !is_stopping_;
  if (is_idle || ++groups_since_idle_ > limits_.groups_between_housekeeping) {
    groups_since_idle_ = 0;
    lock.unlock();
    till_.keep_house();
    lock.lock();
  }
  changed_.wait_for(lock, until_till_wakes(),
                    [this] { return is_stopping_ || !waiting_.is_empty(); });
  if (is_stopping_) return std::nullopt;
  return waiting_.take_group();
}

std::chrono::milliseconds Writer::until_till_wakes() const {
  const Millis left = till_.wakes_at() - clock_.monotonic();
  return std::chrono::milliseconds(std::max<std::int64_t>(0, left.count()));
}

/// Until the journal can be read again, nothing that comes is tried; a repeat of what is in doubt waits
/// with it. When stopping in doubt, nobody is told what nobody knows.
void Writer::settle() {
  while (!serving_.settle()) {
    turn_away_all();
    std::unique_lock lock(mutex_);
    const auto pause = std::chrono::milliseconds(limits_.reopen_every.count());
    changed_.wait_for(lock, pause, [this] { return is_stopping_; });
    if (is_stopping_) return;
  }
}

void Writer::turn_away_all() {
  WaitingWork group;
  {
    const std::lock_guard lock(mutex_);
    group = std::exchange(waiting_, {});
  }
  WaitingWork left = serving_.turn_away(std::move(group));
  const std::lock_guard lock(mutex_);
  for (auto& sale : left.sales) waiting_.sales.push_back(std::move(sale));
}

}  // namespace perk::store_node
