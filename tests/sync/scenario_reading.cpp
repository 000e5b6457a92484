// From the words of a scenario to values.
#include <algorithm>
#include <functional>

#include "tests/sync/scenario_words.h"

namespace perk::test {

using sync::FeedId;
using sync::FeedIndex;

namespace {

struct Place {
  FeedIndex index;
  std::string history;
};

Place read_place(const std::string& word) {
  const std::size_t slash = word.find('/');
  const std::string history = slash == std::string::npos ? "" : word.substr(slash + 1);
  return {FeedIndex(std::stoull(word.substr(0, slash))), history};
}

Epoch epoch_of(FeedId feed) { return feed.is_log() ? Epoch() : Epoch(1); }

Origin other_store() { return *Origin::incarnation(0x7700'0000'0000'0001); }

std::vector<sync::Cursor> read_shards(const Line& line) {
  std::vector<sync::Cursor> cursors;
  std::string rest = line.option("shards").value_or("");
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    cursors.push_back(read_cursor("shard" + rest.substr(0, comma)));
    rest.erase(0, comma + 1);
  }
  return cursors;
}

sync::VersionRange read_versions(const Line& line) {
  const auto text = line.option("versions");
  if (!text) return {};
  const std::size_t dash = text->find('-');
  return {static_cast<std::uint32_t>(std::stoul(text->substr(0, dash))),
          static_cast<std::uint32_t>(std::stoul(text->substr(dash + 1)))};
}

sync::Welcome read_welcome(const Line& line) {
  sync::Welcome welcome;
  welcome.version = static_cast<std::uint32_t>(line.number("version", 1));
  welcome.epoch = Epoch(1);
  welcome.cursors = {read_cursor("log@" + line.option("holds").value_or("0"))};
  if (line.option("feed")) welcome.cursors.front().feed = read_feed(*line.option("feed"));
  welcome.credits = static_cast<std::uint32_t>(line.number("credits", 0));
  welcome.heartbeat = line.millis("heartbeat", Millis(0));
  return welcome;
}

sync::Item read_item(FeedId feed, FeedIndex index, const Line& line) {
  const bool is_others = !feed.is_log() || line.option("of") == "other";
  const bool has_no_bytes = line.option("bytes") == "none";
  const Origin origin = is_others ? other_store() : scenario_store();
  return {index, {origin, Seq(index.value())}, has_no_bytes ? EventBytes() : EventBytes{1, 2, 3}};
}

sync::Message read_streaming_message(const std::string& name, const Line& line) {
  const auto number = [&line] { return std::stoull(line.word(2)); };
  if (name == "Batch") return read_batch(read_feed(line.word(2)), line.word(3), line);
  if (name == "Credit") return sync::Credit{static_cast<std::uint32_t>(number())};
  if (name == "Ping") return sync::Ping{number(), line.number("backlog", 0)};
  if (name == "Pong") return sync::Pong{number()};
  if (name.starts_with("Rights") || name == "WrongNumbers" || name == "Caution")
    return std::visit([](const auto& word) { return sync::Message(word); }, read_word(line));
  if (name == "Unknown") return sync::UnknownMessage{static_cast<std::uint8_t>(number()), {1, 2}};
  if (name != "Ack") throw BadScenario{"no message is called '" + name + "'"};
  const sync::Cursor end = read_cursor(line.word(2) + "@" + line.word(3));
  return sync::Ack(sync::Durable::reported(end.feed, end.index, end.hash));
}

}  // namespace

sync::Word read_word(const Line& line) {
  const std::string name = line.word(1);
  const Amount wanted(static_cast<std::int64_t>(line.number("wanted", 100)));
  if (name == "RightsRecall") return sync::RightsRecall{CardId(), wanted};
  if (name == "Caution") return sync::Caution{line.word(2) == "on"};
  const std::uint64_t number = std::stoull(line.word(2));
  if (name == "WrongNumbers") return sync::WrongNumbers{number, line.number("recent", 0)};
  if (name == "RightsRequest") return sync::RightsRequest{number, CardId(), wanted, Millis(150)};
  const Amount granted(static_cast<std::int64_t>(line.number("granted", 0)));
  const auto outcome =
      granted.is_zero() ? sync::RightsOutcome::NothingLeft : sync::RightsOutcome::Granted;
  return sync::RightsAnswer{number, outcome, granted};
}

Origin scenario_store() { return *Origin::incarnation(0x9c00'0000'0000'0001); }

Digest scenario_hash(FeedId feed, FeedIndex index, const std::string& history) {
  Digest digest;
  digest.bytes[0] = feed.is_log() ? 1 : 2;
  digest.bytes[1] = static_cast<std::uint8_t>(feed.key());
  digest.bytes[2] = static_cast<std::uint8_t>(index.value());
  const std::size_t length = std::min<std::size_t>(history.size(), 16);
  std::copy_n(history.begin(), length, digest.bytes.begin() + 8);
  return digest;
}

FeedId read_feed(const std::string& word) {
  if (word == "log") return FeedId::log(scenario_store());
  if (word == "otherlog") return FeedId::log(other_store());
  if (!word.starts_with("shard")) throw BadScenario{"no feed is called '" + word + "'"};
  return FeedId::shard(Shard(static_cast<std::uint16_t>(std::stoul(word.substr(5)))));
}

sync::Cursor read_cursor(const std::string& word) {
  const std::size_t at = word.find('@');
  const FeedId feed = read_feed(word.substr(0, at));
  const Place place = read_place(word.substr(at + 1));
  return {feed, epoch_of(feed), place.index, scenario_hash(feed, place.index, place.history)};
}

sync::Batch read_batch(FeedId feed, const std::string& range, const Line& line) {
  const std::size_t dots = range.find("..");
  const Place after = read_place(range.substr(0, dots));
  const Place through = read_place(range.substr(dots + 2));
  sync::Batch batch;
  batch.feed = feed;
  batch.epoch = Epoch(line.number("epoch", epoch_of(feed).value()));
  batch.after = after.index;
  batch.after_hash = scenario_hash(feed, after.index, after.history);
  batch.through = through.index;
  batch.through_hash = scenario_hash(feed, through.index, through.history);
  for (FeedIndex index = after.index.next(); index <= through.index; index = index.next()) {
    if (index.value() != line.number("missing", 0))
      batch.items.push_back(read_item(feed, index, line));
  }
  if (line.option("order") == "wrong") std::reverse(batch.items.begin(), batch.items.end());
  return batch;
}

sync::RefusalCode read_code(const std::string& word) {
  for (std::uint32_t value = 0; value < 100; ++value) {
    const auto code = static_cast<sync::RefusalCode>(value);
    if (to_string(code) == word) return code;
  }
  throw BadScenario{"no refusal is called '" + word + "'"};
}

sync::Message read_message(const Line& line) {
  const std::string name = line.word(1);
  if (name == "Hello") return read_hello(line);
  if (name == "Welcome") return read_welcome(line);
  if (name == "Challenge") {
    const auto versions = read_versions(line);
    return sync::Challenge{versions.min, versions.max, {}};
  }
  if (name == "Refusal") {
    return sync::Refusal{read_code(line.word(2)), "the peer said so",
                         line.millis("retry_after", {})};
  }
  return read_streaming_message(name, line);
}

sync::Hello read_hello(const Line& line) {
  const sync::Cursor end = read_cursor("log@" + line.option("log_end").value_or("0"));
  sync::Hello hello;
  hello.version_min = read_versions(line).min;
  hello.version_max = read_versions(line).max;
  hello.store = StoreId(3);
  hello.incarnation = scenario_store();
  hello.log_end = Seq(end.index.value());
  hello.log_end_hash = end.hash;
  hello.cursors = read_shards(line);
  hello.credits = static_cast<std::uint32_t>(line.number("credits", 0));
  return hello;
}

sync::Admission read_admission(const Line& line) {
  sync::Admission admission{read_welcome(line), read_shards(line)};
  admission.welcome.version = 0;
  return admission;
}

sync::ReplicatorLimits read_limits(const Line& line) {
  sync::ReplicatorLimits limits;
  limits.credits = static_cast<std::uint32_t>(line.number("credits", 2));
  limits.batch_memory_max = line.number("batch_memory", limits.batch_memory_max);
  limits.rights_requests_max =
      static_cast<std::uint32_t>(line.number("requests", limits.rights_requests_max));
  limits.batches_in_flight_max = line.number("in_flight", limits.batches_in_flight_max);
  limits.version_min = read_versions(line).min;
  limits.version_max = read_versions(line).max;
  return limits;
}

}  // namespace perk::test
