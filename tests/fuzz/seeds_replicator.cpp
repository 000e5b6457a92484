// Of the target replicator: short stories, as the steps of replicator_steps.h.
#include "sync/wire/message_codec.h"
#include "tests/fuzz/replicator_steps.h"
#include "tests/fuzz/seeds.h"
#include "tests/wire/golden_story.h"

namespace perk::fuzz {
namespace {

constexpr std::uint8_t kOpener = 0;
constexpr std::uint8_t kAcceptor = 1;

class Story {
 public:
  explicit Story(std::uint8_t end) : bytes_{end} {}
  Story& step(Step step, std::uint8_t choice = 0) {
    bytes_.push_back(static_cast<std::uint8_t>(step));
    bytes_.push_back(choice);
    return *this;
  }
  Story& raw(const sync::Message& message) {
    const sync::Frame frame = sync::encode_message(message);
    step(Step::Raw, frame.type);
    bytes_.push_back(static_cast<std::uint8_t>(frame.payload.size()));
    bytes_.insert(bytes_.end(), frame.payload.begin(), frame.payload.end());
    return *this;
  }
  [[nodiscard]] std::vector<std::uint8_t> bytes() const { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

// Choices: a Challenge is 0, a Hello 1 and a Welcome 2 modulo 4, the rest is credits times 4.
Story streaming_opener() {
  return Story(kOpener).step(Step::Greet, 0).step(Step::Greeting).step(Step::Greet, 2 + 4 * 5);
}
Story streaming_acceptor() {
  return Story(kAcceptor).step(Step::Greet, 1 + 4 * 5).step(Step::Greeting);
}

void add_openers(std::vector<Seed>& seeds) {
  const auto add = [&seeds](const char* name, const Story& story) {
    seeds.push_back({"replicator", name, story.bytes()});
  };
  add("a_store_shakes_hands", streaming_opener());
  add("a_store_sells_before_it_connects", Story(kOpener)
                                              .step(Step::Grow, 4 * 9)
                                              .step(Step::Greet, 0)
                                              .step(Step::Greeting)
                                              .step(Step::Greet, 2 + 4 * 5 + 128)
                                              .step(Step::Read, 4 * 3)
                                              .step(Step::Read, 4 * 3)
                                              .step(Step::Ack, 0));
  add("a_store_sends_its_log", streaming_opener()
                                   .step(Step::Read)
                                   .step(Step::Grow, 4 * 6)
                                   .step(Step::Read, 4 * 3)
                                   .step(Step::Read, 4 * 3)
                                   .step(Step::Ack, 4)
                                   .step(Step::Credit, 2));
  add("a_store_hears_a_shard", streaming_opener()
                                   .step(Step::Batch, 2 * 8)
                                   .step(Step::Batch, 1 * 8)
                                   .step(Step::Batch, 1 * 8 + 1)
                                   .step(Step::Append)
                                   .step(Step::Append, 2)
                                   .step(Step::Append));
  add("a_store_is_challenged_again",
      streaming_opener().step(Step::Greet, 0).step(Step::Greeting).step(Step::Greet, 0));
  add("a_wrong_ack", streaming_opener()
                         .step(Step::Read)
                         .step(Step::Grow, 4 * 2)
                         .step(Step::Read, 4 * 2)
                         .step(Step::Ack, 1));
  add("a_busy_head_office", streaming_opener().step(Step::Greet, 3 + 4));
  Story silent = streaming_opener();
  for (int i = 0; i < 8; ++i) silent.step(Step::Pass, 15);
  add("a_silent_line", silent);
}

void add_acceptors(std::vector<Seed>& seeds) {
  const auto add = [&seeds](const char* name, const Story& story) {
    seeds.push_back({"replicator", name, story.bytes()});
  };
  add("head_office_admits", streaming_acceptor());
  add("head_office_stores_a_log", streaming_acceptor()
                                      .step(Step::Batch, 3 * 8)
                                      .step(Step::Batch, 2 * 8)
                                      .step(Step::Append, 2)
                                      .step(Step::Append));
  add("too_many_batches", streaming_acceptor()
                              .step(Step::Batch, 8)
                              .step(Step::Batch, 8)
                              .step(Step::Batch, 8)
                              .step(Step::Batch, 8)
                              .step(Step::Batch, 8));
  add("head_office_sends_two_shards", streaming_acceptor()
                                          .step(Step::Grow, 4 * 4)
                                          .step(Step::Grow, 4 * 4 + 1)
                                          .step(Step::Read, 4 * 2)
                                          .step(Step::Read, 4 * 2)
                                          .step(Step::Read, 4 * 2)
                                          .step(Step::Ack)
                                          .step(Step::Pass, 30));
  Story asked = streaming_acceptor();
  for (int i = 0; i < 5; ++i) asked.step(Step::Rights, 3);
  add("a_store_asks_for_rights", asked.step(Step::Say, 1).step(Step::Rights, 6));
  add("a_failed_append", streaming_acceptor().step(Step::Batch, 16).step(Step::Append, 1));
  add("an_answer_nobody_asked_for", streaming_acceptor().step(Step::Unasked));
  add("an_unknown_message", streaming_acceptor().step(Step::Unknown, 4).step(Step::Beat, 2));
  Story golden = streaming_acceptor();
  for (const auto& message : test::golden_messages()) {
    if (sync::encode_message(message.message).payload.size() < 256) golden.raw(message.message);
  }
  add("golden_messages", golden);
}

}  // namespace

void add_replicator_seeds(std::vector<Seed>& seeds) {
  add_openers(seeds);
  add_acceptors(seeds);
}

}  // namespace perk::fuzz
