// Of the targets framing, messages and events: what tests/golden/ holds.
#include "sync/wire/message_codec.h"
#include "tests/fuzz/seeds.h"
#include "tests/wire/golden_story.h"

namespace perk::fuzz {
namespace {

using Bytes = std::vector<std::uint8_t>;

void append(Bytes& bytes, const Bytes& more) {
  bytes.insert(bytes.end(), more.begin(), more.end());
}

/// Bound and cut as framing.cpp reads them.
Bytes stream_input(std::uint8_t bound, const Bytes& pieces, const Bytes& stream) {
  Bytes input{bound, static_cast<std::uint8_t>(128 + pieces.size())};
  append(input, pieces);
  append(input, stream);
  return input;
}

void add_framing(std::vector<Seed>& seeds) {
  constexpr std::uint8_t bound = 12 + 4 * 16;  // 64 KiB; compressed above 256 bytes.
  Bytes all;
  for (const auto& golden : test::golden_messages()) {
    const Bytes frame = sync::encode_frame(sync::encode_message(golden.message), {});
    seeds.push_back({"framing", golden.name, stream_input(bound, {}, frame)});
    append(all, frame);
  }
  seeds.push_back({"framing", "all_in_small_pieces", stream_input(bound, {0, 2, 9, 1}, all)});
  const Bytes compressed = sync::encode_frame({5, Bytes(3'000, 7)}, {});
  seeds.push_back({"framing", "compressed", stream_input(bound, {6}, compressed)});
  seeds.push_back({"framing", "compressed_beyond_its_bound", stream_input(5, {}, compressed)});
  Bytes two = sync::encode_frame({9, {}}, {});
  append(two, compressed);
  two.back() ^= 1U;
  two.resize(two.size() - 1);
  seeds.push_back({"framing", "cut_short", stream_input(bound, {30}, two)});
}

}  // namespace

void add_wire_seeds(std::vector<Seed>& seeds) {
  add_framing(seeds);
  for (const auto& golden : test::golden_messages())
    seeds.push_back({"messages", golden.name, as_input(sync::encode_message(golden.message))});
  seeds.push_back({"messages", "unknown_type", {200, 1, 2, 3}});
  for (const auto& golden : test::golden_events())
    seeds.push_back({"events", golden.name, sync::encode_event(golden.event)});
  Bytes newer = sync::encode_event(test::golden_events().front().event);
  append(newer, {0xa0, 0x06, 0x01});  // Field 100, which no version has yet.
  seeds.push_back({"events", "unknown_field", newer});
}

}  // namespace perk::fuzz
