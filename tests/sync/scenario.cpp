#include "tests/sync/scenario.h"

#include <sstream>

#include "tests/sync/scenario_words.h"

namespace perk::test {
namespace {

StorageError broken_disk() { return {StorageFailure::GiveUp, "the disk failed"}; }

}  // namespace

Line::Line(const std::string& text) {
  std::istringstream words(text);
  for (std::string word; words >> word;) {
    const std::size_t equals = word.find('=');
    if (equals == std::string::npos) {
      words_.push_back(word);
    } else {
      options_[word.substr(0, equals)] = word.substr(equals + 1);
    }
  }
}

std::string Line::word(std::size_t place) const {
  return place < words_.size() ? words_[place] : std::string();
}

std::optional<std::string> Line::option(const std::string& key) const {
  const auto found = options_.find(key);
  if (found == options_.end()) return std::nullopt;
  return found->second;
}

std::uint64_t Line::number(const std::string& key, std::uint64_t otherwise) const {
  const auto text = option(key);
  return text ? std::stoull(*text) : otherwise;
}

Millis Line::millis(const std::string& key, Millis otherwise) const {
  const auto text = option(key);
  return text ? Millis(std::stoll(*text)) : otherwise;
}

std::vector<std::string> Scenario::happens(const std::string& text) {
  const Line line(text);
  const std::string what = line.word(0);
  if (what == "opener") {
    begin(sync::Role::Opener, line);
  } else if (what == "acceptor") {
    begin(sync::Role::Acceptor, line);
  } else if (!replicator_) {
    throw BadScenario{"begin with 'opener' or 'acceptor'"};
  } else if (const auto answer_to_it = look_up(what)) {
    return {*answer_to_it};
  } else {
    answer(line);
  }
  return take_trace();
}

void Scenario::begin(sync::Role role, const Line& line) {
  replicator_.emplace(role, read_limits(line), now_);
  if (role == sync::Role::Acceptor) replicator_->challenge({}, now_);
}

std::optional<std::string> Scenario::look_up(const std::string& what) const {
  if (what == "state?") return to_string(replicator_->state());
  if (what == "backlog?") return std::to_string(replicator_->backlog());
  if (what == "peer_backlog?") return std::to_string(replicator_->peer_backlog());
  if (what == "unknown?") return std::to_string(replicator_->unknown_messages());
  return std::nullopt;
}

void Scenario::answer(const Line& line) {
  const std::string what = line.word(0);
  if (what == "receive") {
    replicator_->receive(read_message(line), now_);
  } else if (what == "after" || what == "wait") {
    now_ = now_ + Millis(std::stoll(line.word(1)));
    if (what == "after") replicator_->tick(now_);
  } else if (what == "introduced" && line.word(1) == "failed") {
    replicator_->introduced(failed(broken_disk()), now_);
  } else if (what == "introduced") {
    replicator_->introduced(read_hello(line), now_);
  } else if (what == "admitted" && line.word(1) == "refused") {
    const sync::Refusal why{read_code(line.word(2)), "no", line.millis("retry_after", {})};
    replicator_->admitted(failed(why), now_);
  } else if (what == "admitted") {
    replicator_->admitted(read_admission(line), now_);
  } else if (what == "grew") {
    replicator_->feed_grew(read_feed(line.word(1)), sync::FeedIndex(std::stoull(line.word(2))),
                           now_);
  } else if (what == "say") {
    replicator_->say(read_word(line), now_);
  } else if (what == "read") {
    answer_read(line);
  } else if (what == "appended") {
    answer_append(line);
  } else {
    throw BadScenario{"nothing is called '" + what + "'"};
  }
}

void Scenario::answer_read(const Line& line) {
  const sync::FeedId feed = read_feed(line.word(1));
  const std::string range = line.word(2);
  if (range == "failed") return replicator_->read_done(feed, failed(broken_disk()), now_);
  if (range != "nothing") return replicator_->read_done(feed, read_batch(feed, range, line), now_);
  const sync::Cursor at = reads_[feed];
  const sync::Batch nothing{feed, at.epoch, at.index, at.hash, {}, at.index, at.hash, {}};
  replicator_->read_done(feed, nothing, now_);
}

void Scenario::answer_append(const Line& line) {
  const std::string where = line.word(2);
  const sync::FeedId feed = read_feed(line.word(1));
  if (where == "failed") {
    const sync::AppendFailure why{read_code(line.word(3)), "the sink said no"};
    return replicator_->append_done(feed, failed(why), now_);
  }
  const sync::Cursor end = read_cursor(line.word(1) + "@" + where);
  replicator_->append_done(feed, sync::Durable::reported(end.feed, end.index, end.hash), now_);
}

std::vector<std::string> Scenario::take_trace() {
  std::vector<std::string> trace;
  for (const sync::Work& work : replicator_->take_work()) {
    if (const auto* const read = std::get_if<sync::ReadWork>(&work)) {
      reads_[read->after.feed] = read->after;
    }
    trace.push_back(written(work));
  }
  return trace;
}

}  // namespace perk::test
