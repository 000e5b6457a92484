#include "store_node/writer.h"

#include <algorithm>

namespace perk::store_node {

Writer::Writer(Till& till, const Clock& clock, WriterLimits limits)
    : till_(till), clock_(clock), limits_(limits) {}

Writer::~Writer() { stop(); }

void Writer::start(Hooks hooks) {
  hooks_ = std::move(hooks);
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
    serve(std::move(*group));
  }
  till_.close();
  if (till_.given_up() && hooks_.on_given_up) hooks_.on_given_up(*till_.given_up());
}

/// What is to be done next; none when stopping. It may be nothing but what the till itself wakes for.
/// House is kept when nobody waits, and at last also when somebody always does.
std::optional<Writer::Waiting> Writer::next_group() {
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
  return take_group();
}

std::chrono::milliseconds Writer::until_till_wakes() const {
  const Millis left = till_.wakes_at() - clock_.monotonic();
  return std::chrono::milliseconds(std::max<std::int64_t>(0, left.count()));
}

/// At most a full group of sales, and of hand-backs one: each costs a signature check for each receipt.
Writer::Waiting Writer::take_group() {
  Waiting group = std::exchange(waiting_, {});
  const auto leave = [](auto& taken, auto& left, std::size_t most) {
    while (taken.size() > most) {
      left.push_front(std::move(taken.back()));
      taken.pop_back();
    }
  };
  leave(group.sales, waiting_.sales, kGroupRequestsMax);
  leave(group.hand_backs, waiting_.hand_backs, 1);
  return group;
}

/// First whether this log is still to be served at all: a till may know that it ran back.
void Writer::serve(Waiting group) {
  for (const Question& hello : group.hellos) hello(till_);
  if (till_.given_up()) return;
  const bool has_work = !group.sales.empty() || !group.batches.empty() || !group.hand_backs.empty();
  if (has_work || till_.wakes_at() <= clock_.monotonic()) commit(group);
  for (const Question& question : group.questions) question(till_);
}

void Writer::commit(Waiting& group) {
  GroupWork work;
  for (auto& [request, done] : group.sales) work.requests.push_back(std::move(request));
  for (auto& [batch, done] : group.batches) work.batches.push_back(std::move(batch));
  for (auto& [hand_back, done] : group.hand_backs) work.hand_backs.push_back(std::move(hand_back));
  const Seq end = till_.books().head.seq;
  auto answers = till_.serve(work);
  pass_words_on();  // Before anybody is answered: customers wait for them.
  if (!answers) answers = settle();
  if (!answers) return;  // Stopping with the outcome in doubt: nobody is told what nobody knows.
  answer(group, std::move(*answers));
  if (till_.books().head.seq > end && hooks_.on_grown) hooks_.on_grown(till_.books().head);
}

void Writer::pass_words_on() {
  auto words = till_.take_words();
  if (!words.empty() && hooks_.on_words) hooks_.on_words(till_.line(), std::move(words));
}

/// Until the journal can be read again, nothing that comes is tried; a repeat of what is in doubt waits
/// with it.
std::optional<GroupAnswers> Writer::settle() {
  if (hooks_.on_doubt) hooks_.on_doubt(true);
  for (;;) {
    if (auto answers = till_.settle()) {
      if (hooks_.on_doubt) hooks_.on_doubt(false);
      return answers;
    }
    turn_away_all();
    std::unique_lock lock(mutex_);
    const auto pause = std::chrono::milliseconds(limits_.reopen_every.count());
    changed_.wait_for(lock, pause, [this] { return is_stopping_; });
    if (is_stopping_) return std::nullopt;
  }
}

void Writer::turn_away_all() {
  Waiting group;
  {
    const std::lock_guard lock(mutex_);
    group = std::exchange(waiting_, {});
  }
  for (const Question& hello : group.hellos) hello(till_);
  for (auto& [request, done] : group.sales) {
    if (till_.is_in_doubt(request.id)) {
      const std::lock_guard lock(mutex_);
      waiting_.sales.emplace_back(std::move(request), std::move(done));
    } else {
      done(till_.turn_away(request, Rejection::StorageUnavailable));
    }
  }
  for (auto& [batch, done] : group.batches)
    done(failed(sync::AppendFailure{sync::RefusalCode::StorageFailed,
                                    "the store's journal is being reopened"}));
  for (auto& [hand_back, done] : group.hand_backs)
    done({hand_back.number,
          std::vector<HandBackOutcome>(hand_back.receipts.size(), HandBackOutcome::Unspecified)});
  for (const Question& question : group.questions) question(till_);
}

void Writer::answer(Waiting& group, GroupAnswers answers) {
  auto waits = answers.waiting.begin();
  auto answer = answers.sales.begin();
  for (std::size_t i = 0; i < group.sales.size(); ++i) {
    OnSale& done = group.sales[i].second;
    if (waits != answers.waiting.end() && waits->index == i) {
      customers_.emplace((waits++)->number, std::move(done));
    } else {
      done(std::move(*answer++));
    }
  }
  for (auto& [number, said] : answers.released) {
    const auto customer = customers_.find(number);
    if (customer == customers_.end()) continue;
    customer->second(std::move(said));
    customers_.erase(customer);
  }
  for (std::size_t i = 0; i < group.batches.size(); ++i)
    group.batches[i].second(std::move(answers.batches[i]));
  for (std::size_t i = 0; i < group.hand_backs.size(); ++i)
    group.hand_backs[i].second(std::move(answers.hand_backs[i]));
}

}  // namespace perk::store_node
