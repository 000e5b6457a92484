// Input: the file of a log that was handed in; a first byte from 128 up makes one of the rest: each byte is the length of
// an event's bytes that follow, and 0 begins another batch.
#include "tests/fuzz/hand_in.h"

#include <algorithm>
#include <string>

#include "sync/crypto/hash_chain.h"
#include "sync/wire/hand_in_file.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

/// What was read of a file, up to its end or to what is wrong with it.
struct Reading {
  std::optional<sync::HandInHead> head{};
  std::vector<sync::Batch> batches{};
  std::string refused{};  ///< Empty: it is whole.
  friend bool operator==(const Reading&, const Reading&) = default;
};

/// Handed over in pieces of at most so many bytes.
Reading read(Input file, std::size_t piece) {
  sync::HandInReader reader([&](std::span<std::uint8_t> room) {
    const std::size_t count = std::min({piece, room.size(), file.size()});
    std::copy_n(file.begin(), count, room.begin());
    file = file.subspan(count);
    return count;
  });
  Reading reading;
  const auto head = reader.read_head();
  if (!head) return {{}, {}, head.error()};
  reading.head = head.value();
  for (;;) {
    auto batch = reader.next();
    if (!batch) reading.refused = batch.error();
    if (!batch || !batch.value()) return reading;
    reading.batches.push_back(*std::move(batch).value());
  }
}

void check_chain(const Reading& reading) {
  Seq at = reading.head->after;
  Digest hash = reading.batches.empty() ? Digest() : reading.batches.front().after_hash;
  for (const sync::Batch& batch : reading.batches) {
    require(batch.after.value() == at.value() && batch.after_hash == hash,
            "batches continue each other");
    for (const sync::Item& item : batch.items) {
      at = at.next();
      require(item.event == EventId{reading.head->log, at}, "events are the log's, and dense");
      hash = sync::log_link(hash, at, item.bytes);
    }
    require(hash == batch.through_hash, "hashes add up");
  }
  require(at <= reading.head->through, "nothing stands behind the end");
  if (reading.refused.empty())
    require(at == reading.head->through && hash == reading.head->through_hash,
            "a whole file ends where it says");
}

void check(Input file) {
  const Reading reading = read(file, file.size() + 1);
  require(reading == read(file, 3), "how the bytes come changes nothing");
  require(reading.refused.find('\n') == std::string::npos, "what is wrong is said in one line");
  if (!reading.head) return require(!reading.refused.empty(), "a file without a head is refused");
  check_chain(reading);
  if (reading.refused.empty())
    require(read(file_of(*reading.head, reading.batches), 1'000) == reading,
            "what was read can be written, and reads as the same");
}

/// A log as the input tells it, sealed by nobody.
std::vector<std::uint8_t> told_by(InputReader& input) {
  HandInMaker maker;
  while (!input.is_empty()) {
    const std::uint8_t length = input.byte();
    length == 0 ? maker.end_batch() : maker.add(input.bytes(length));
  }
  return maker.file();
}

}  // namespace

void hand_in(Input input) {
  if (input.empty() || input.front() < 128) return check(input);
  InputReader reader(input.subspan(1));
  check(told_by(reader));
}

}  // namespace perk::fuzz
