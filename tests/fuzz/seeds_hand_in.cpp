// Of the target hand_in: whole files, and those that were cut, altered or put together wrongly.
#include "sync/wire/message_codec.h"
#include "tests/fuzz/hand_in.h"
#include "tests/fuzz/seeds.h"

namespace perk::fuzz {
namespace {

using Bytes = std::vector<std::uint8_t>;

HandInMaker two_batches() {
  HandInMaker maker;
  maker.add(Bytes(40, 1)).add(Bytes(700, 2)).end_batch().add(Bytes(30, 3)).end_batch();
  return maker;
}

Bytes first(const Bytes& bytes, std::size_t count) {
  return {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count)};
}

Bytes as_bytes(const std::string& text) { return {text.begin(), text.end()}; }

}  // namespace

void add_hand_in_seeds(std::vector<Seed>& seeds) {
  const auto add = [&](const std::string& name, Bytes bytes) {
    seeds.push_back({"hand_in", name, std::move(bytes)});
  };
  HandInMaker maker = two_batches();
  const sync::HandInHead head = maker.head();
  const std::vector<sync::Batch> batches = maker.batches();
  const Bytes whole = maker.file();
  const std::size_t line = sync::first_line(head).size();
  add("whole", whole);
  add("of_one_batch", HandInMaker().add(Bytes(9, 1)).file());
  add("told_by_its_events", {200, 3, 1, 2, 3, 1, 9, 0, 2, 5, 5});
  add("first_line_alone", first(whole, line));
  add("cut_in_its_first_line", first(whole, line - 9));
  add("cut_in_a_batch", first(whole, whole.size() - 9));
  add("cut_between_batches", file_of(head, {batches[0]}));
  add("without_its_first_batch", file_of(head, {batches[1]}));
  add("batches_in_another_order", file_of(head, {batches[1], batches[0]}));
  Bytes altered = whole;
  altered[altered.size() - 40] ^= 1U;
  add("one_byte_altered", altered);
  auto others = batches;
  others[0].items[0].bytes[0] ^= 1U;
  add("one_event_altered_and_framed_anew", file_of(head, others));
  sync::HandInHead shorter = head;
  shorter.through = Seq(2);
  add("with_a_batch_too_many", file_of(shorter, batches));
  Bytes more = whole;
  more.push_back(0);
  add("with_a_byte_too_many", more);
  Bytes ping = first(whole, line);
  const Bytes frame = sync::encode_frame(sync::encode_message(sync::Ping{1, 2}), {});
  ping.insert(ping.end(), frame.begin(), frame.end());
  add("something_else_than_a_batch", ping);
  add("of_another_version", as_bytes("perk hand-in 2 store 3 log feedf00dcafe0003 after 0\n"));
}

}  // namespace perk::fuzz
