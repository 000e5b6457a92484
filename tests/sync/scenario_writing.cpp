// From values to the words of a scenario.
#include "tests/sync/scenario_words.h"

namespace perk::test {
namespace {

using sync::FeedId;
using sync::FeedIndex;

std::string name_of(FeedId feed) {
  if (!feed.is_log()) return "shard" + std::to_string(feed.key());
  return feed == FeedId::log(scenario_store()) ? "log" : "otherlog";
}

std::string place(FeedIndex index, const Digest& hash) {
  std::string text = std::to_string(index.value());
  if (hash.bytes[8] == 0) return text;
  text += '/';
  for (std::size_t i = 8; hash.bytes[i] != 0; ++i) text += static_cast<char>(hash.bytes[i]);
  return text;
}

std::string shards_of(const std::vector<sync::Cursor>& cursors) {
  std::string text;
  for (const sync::Cursor& cursor : cursors) {
    text += text.empty() ? " shards=" : ",";
    text += std::to_string(cursor.feed.key()) + "@" + place(cursor.index, cursor.hash);
  }
  return text;
}

std::string range_of(const sync::Batch& batch) {
  return name_of(batch.feed) + " " + place(batch.after, batch.after_hash) + ".." +
         place(batch.through, batch.through_hash);
}

std::string versions(std::uint32_t min, std::uint32_t max) {
  if (min == 1 && max == 1) return "";
  return " versions=" + std::to_string(min) + "-" + std::to_string(max);
}

std::string credits(std::uint32_t count) {
  return count == 0 ? "" : " credits=" + std::to_string(count);
}

std::string refusal_text(const sync::Refusal& refusal) {
  const std::int64_t wait = refusal.retry_after.count();
  const std::string later = wait == 0 ? "" : " retry_after=" + std::to_string(wait);
  return to_string(refusal.code) + later + ": " + refusal.sentence;
}

struct WriteMessage {
  std::string operator()(const sync::Challenge& challenge) const {
    return "Challenge" + versions(challenge.version_min, challenge.version_max);
  }
  std::string operator()(const sync::Hello& hello) const {
    return "Hello log_end=" + place(FeedIndex(hello.log_end.value()), hello.log_end_hash) +
           shards_of(hello.cursors) + credits(hello.credits) +
           versions(hello.version_min, hello.version_max);
  }
  std::string operator()(const sync::Welcome& welcome) const {
    const sync::Cursor& held = welcome.cursors.front();
    return "Welcome holds=" + place(held.index, held.hash) + credits(welcome.credits) +
           " version=" + std::to_string(welcome.version) +
           " heartbeat=" + std::to_string(welcome.heartbeat.count());
  }
  std::string operator()(const sync::Refusal& refusal) const {
    return "Refusal " + refusal_text(refusal);
  }
  std::string operator()(const sync::Batch& batch) const { return "Batch " + range_of(batch); }
  std::string operator()(const sync::Ack& ack) const {
    return "Ack " + name_of(ack.feed) + " " + place(ack.through, ack.hash);
  }
  std::string operator()(const sync::Credit& credit) const {
    return "Credit " + std::to_string(credit.batches);
  }
  std::string operator()(const sync::Ping& ping) const {
    return "Ping " + std::to_string(ping.number) + " backlog=" + std::to_string(ping.backlog);
  }
  std::string operator()(const sync::Pong& pong) const {
    return "Pong " + std::to_string(pong.number);
  }
  std::string operator()(const sync::RightsRequest& request) const {
    return "RightsRequest " + std::to_string(request.number) +
           " wanted=" + std::to_string(request.wanted.minor());
  }
  std::string operator()(const sync::RightsAnswer& answer) const {
    return "RightsAnswer " + std::to_string(answer.number) + " " + to_string(answer.outcome) +
           " granted=" + std::to_string(answer.granted.minor());
  }
  std::string operator()(const sync::RightsRecall& recall) const {
    return "RightsRecall wanted=" + std::to_string(recall.wanted.minor());
  }
  std::string operator()(const sync::WrongNumbers& wrong) const {
    return "WrongNumbers " + std::to_string(wrong.count) +
           " recent=" + std::to_string(wrong.recent);
  }
  std::string operator()(const sync::Caution& caution) const {
    return caution.is_on ? "Caution on" : "Caution off";
  }
  std::string operator()(const sync::UnknownMessage& unknown) const {
    return "Unknown " + std::to_string(unknown.type);
  }
};

struct WriteWork {
  std::string operator()(const sync::SendWork& work) const {
    return "send " + std::visit(WriteMessage{}, work.message);
  }
  std::string operator()(const sync::ReadWork& work) const {
    return "read " + name_of(work.after.feed) + " after " +
           place(work.after.index, work.after.hash);
  }
  std::string operator()(const sync::AppendWork& work) const {
    return "append " + range_of(work.batch);
  }
  std::string operator()(const sync::IntroduceWork&) const { return "introduce"; }
  std::string operator()(const sync::AdmitWork&) const { return "admit"; }
  std::string operator()(const sync::StreamingWork&) const { return "streaming"; }
  std::string operator()(const sync::PeerHoldsWork& work) const {
    return "peer holds " + name_of(work.held.feed()) + " " +
           place(work.held.through(), work.held.hash());
  }
  std::string operator()(const sync::WordWork& work) const {
    return std::visit([](const auto& word) { return "heard " + WriteMessage{}(word); }, work.word);
  }
  std::string operator()(const sync::EndWork& work) const {
    return "end " + refusal_text(work.why);
  }
};

}  // namespace

std::string written(const sync::Work& work) { return std::visit(WriteWork{}, work); }

}  // namespace perk::test
