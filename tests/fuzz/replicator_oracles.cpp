// What is watched at one end, piece of work by piece of work, and after every step.
#include <algorithm>

#include "tests/fuzz/replicator_end.h"

namespace perk::fuzz {
namespace {

using namespace perk::sync;

bool is_handshake(const Message& message) {
  return std::holds_alternative<Challenge>(message) || std::holds_alternative<Hello>(message) ||
         std::holds_alternative<Welcome>(message) || std::holds_alternative<Refusal>(message);
}

}  // namespace

void ReplicatorEnd::take_work() {
  for (const Work& work : replicator_.take_work()) {
    require(!has_ended_, "nothing follows the end");
    std::visit([this](const auto& piece) { watch(piece); }, work);
  }
  require(has_ended_ == replicator_.has_ended(), "the end is said");
  if (!has_ended_) check_bounds();
}

void ReplicatorEnd::check_bounds() const {
  std::size_t bytes = reads_.size() * limits_.batch_bytes_max;
  for (const Batch& batch : appends_) bytes += memory_of(batch);
  require(replicator_.bytes_in_flight() == bytes, "memory is what is under way");
  require(bytes <= limits_.credits * limits_.batch_memory_max +
                       limits_.batches_in_flight_max * limits_.batch_bytes_max,
          "memory stays within what was agreed on");
  require(credits_given_ - batches_taken_ + appends_.size() <= limits_.credits,
          "no more credits are given than there is room for");
  require(under_way_.size() + reads_.size() <= limits_.batches_in_flight_max,
          "no more is on its way than this end allows itself");
  require(batches_sent_ + reads_.size() <= credits_heard_, "nothing is sent without a credit");
  require(requests_open_ <= limits_.rights_requests_max, "requests that wait are bounded");
}

void ReplicatorEnd::watch(const SendWork& work) {
  require(replicator_.is_streaming() || replicator_.has_ended() || is_handshake(work.message),
          "before it streams an end only shakes hands");
  std::visit([this](const auto& message) { sent(message); }, work.message);
}

void ReplicatorEnd::watch(const ReadWork& work) {
  const auto is_same = [&](const ReadWork& other) { return other.after.feed == work.after.feed; };
  require(std::ranges::none_of(reads_, is_same), "a feed is read once at a time");
  reads_.push_back(work);
}

void ReplicatorEnd::watch(const AppendWork& work) {
  require(memory_of(work.batch) <= limits_.batch_memory_max, "a batch is within its bound");
  require(work.batch.through > work.batch.after, "a batch that is taken carries something");
  ++batches_taken_;
  appends_.push_back(work.batch);
}

void ReplicatorEnd::watch(const IntroduceWork&) { ++introductions_; }
void ReplicatorEnd::watch(const AdmitWork& work) { admissions_.push_back(work); }

void ReplicatorEnd::watch(const PeerHoldsWork& work) {
  const auto is_it = [&](const Batch& batch) {
    return batch.feed == work.held.feed() && batch.through == work.held.through() &&
           batch.through_hash == work.held.hash();
  };
  require(std::ranges::any_of(under_way_, is_it), "only what was sent can be acknowledged");
  std::erase_if(under_way_, [&](const Batch& batch) {
    return batch.feed == work.held.feed() && batch.through <= work.held.through();
  });
}

void ReplicatorEnd::watch(const WordWork& work) {
  if (std::holds_alternative<RightsRequest>(work.word)) ++requests_open_;
}

void ReplicatorEnd::sent(const Ack& ack) {
  const auto found = durable_.find({ack.feed, ack.through});
  require(found != durable_.end() && found->second == ack.hash,
          "an Ack is said only of what is durable");
}

void ReplicatorEnd::sent(const Batch& batch) {
  ++batches_sent_;
  under_way_.push_back(batch);
}

// The credits of a Hello that answers a second challenge count for nothing.
void ReplicatorEnd::sent(const Hello& hello) {
  if (!has_greeted_) credits_given_ += hello.credits;
  has_greeted_ = true;
}

void ReplicatorEnd::sent(const Welcome& welcome) { credits_given_ += welcome.credits; }

// One that is sent at once, because too many wait, was never open.
void ReplicatorEnd::sent(const RightsAnswer& answer) {
  if (answer.outcome != RightsOutcome::Busy && requests_open_ > 0) --requests_open_;
}

}  // namespace perk::fuzz
