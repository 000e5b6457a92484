#include "sync/wire/hand_in_file.h"

#include <charconv>

#include "sync/batch_form.h"
#include "sync/crypto/hash_chain.h"
#include "sync/wire/message_codec.h"

namespace perk::sync {
namespace {

constexpr std::size_t kLineBytesMax = 256;
/// Of each part: what stands before it.
constexpr std::string_view kTitle = "perk hand-in 1 store ";
constexpr std::string_view kLog = " log ";
constexpr std::string_view kAfter = " after ";
constexpr std::string_view kThrough = " through ";
constexpr std::string_view kHash = " hash ";

/// What stands between `word` and the next blank, taken off the front; none if `word` is not there.
std::optional<std::string_view> take(std::string_view& line, std::string_view word) {
  if (!line.starts_with(word)) return std::nullopt;
  line.remove_prefix(word.size());
  const auto value = line.substr(0, line.find(' '));
  line.remove_prefix(value.size());
  return value;
}

std::optional<std::uint64_t> number_in(std::optional<std::string_view> digits) {
  if (!digits) return std::nullopt;
  std::uint64_t number = 0;
  const char* const end = digits->data() + digits->size();
  const auto [stop, error] = std::from_chars(digits->data(), end, number);
  return error == std::errc() && stop == end ? std::optional(number) : std::nullopt;
}

/// Of a store's log, as to_string() prints it.
std::optional<Origin> log_in(std::optional<std::string_view> text) {
  if (!text) return std::nullopt;
  const auto event = event_id_from_text(std::string(*text) + ":1");
  if (!event || !event->origin.is_incarnation()) return std::nullopt;
  return event->origin;
}

}  // namespace

bool is_cut_to_hand_in(const Batch& batch) {
  std::size_t bytes = 0;
  for (const Item& item : batch.items) bytes += item.bytes.size();
  return batch.items.size() == 1 ||
         (bytes <= kHandInBatchBytes && batch.items.size() <= kHandInBatchEvents);
}

std::string first_line(const HandInHead& head) {
  return std::string(kTitle) + std::to_string(head.store.value()) + std::string(kLog) +
         to_string(head.log) + std::string(kAfter) + std::to_string(head.after.value()) +
         std::string(kThrough) + std::to_string(head.through.value()) + std::string(kHash) +
         to_hex(head.through_hash) + "\n";
}

std::optional<HandInHead> head_in(std::string_view line) {
  std::string_view rest = line;
  const auto store = number_in(take(rest, kTitle));
  const auto log = log_in(take(rest, kLog));
  const auto after = number_in(take(rest, kAfter));
  const auto through = number_in(take(rest, kThrough));
  const auto hash = take(rest, kHash);
  const auto digest = hash ? digest_from_hex(*hash) : std::nullopt;
  if (!store || !log || !after || !through || !digest || *through <= *after) return std::nullopt;
  const HandInHead head{StoreId(*store), *log, Seq(*after), Seq(*through), *digest};
  const bool is_to_the_letter = first_line(head) == std::string(line) + "\n";
  return is_to_the_letter && *store != 0 ? std::optional(head) : std::nullopt;
}

std::vector<std::uint8_t> framed(const Batch& batch) {
  return encode_frame(encode_message(batch), FrameLimits());
}

Result<HandInHead, std::string> HandInReader::read_head() {
  std::string line;
  std::uint8_t byte = 0;
  while (source_({&byte, 1}) == 1 && byte != '\n' && line.size() < kLineBytesMax)
    line += static_cast<char>(byte);
  const auto head = byte == '\n' ? head_in(line) : std::nullopt;
  if (!head) return failed(std::string("its first line is not that of a log handed in"));
  head_ = *head;
  at_ = head_.after;
  return head_;
}

Result<std::optional<Batch>, std::string> HandInReader::next() {
  auto frame = next_frame();
  if (!frame) return failed(frame.error());
  const bool is_whole = at_ == head_.through && hash_ == head_.through_hash;
  if (!frame.value() && is_whole) return std::optional<Batch>();
  if (!frame.value()) return failed("it is cut off " + behind());
  auto message = decode_message(*frame.value());
  if (!message) return failed("what stands " + behind() + " cannot be read");
  auto* const batch = std::get_if<Batch>(&message.value());
  if (batch == nullptr) return failed("something else than events stands " + behind());
  if (auto fault = fault_in(*batch)) return failed(std::move(*fault));
  at_ = Seq(batch->through.value());
  hash_ = batch->through_hash;
  return std::optional(std::move(*batch));
}

/// None: the source has no more, and nothing is left half.
Result<std::optional<Frame>, std::string> HandInReader::next_frame() {
  for (;;) {
    auto frame = frames_.next();
    if (!frame) return failed(to_string(frame.error()) + ", " + behind());
    if (frame.value()) return std::move(frame).value();
    const auto room = frames_.room();
    const std::size_t count = source_(room);
    if (count == 0 && frames_.is_inside_frame()) return failed("it is cut off " + behind());
    if (count == 0) return std::optional<Frame>();
    frames_.filled(count);
  }
}

std::optional<std::string> HandInReader::fault_in(const Batch& batch) const {
  if (batch.feed != FeedId::log(head_.log)) return "another log's events stand " + behind();
  if (const auto fault = fault_in_form(batch)) return *fault + " stands " + behind();
  const bool is_next = batch.after.value() == at_.value() &&
                       batch.through.value() <= head_.through.value() &&
                       (!hash_ || batch.after_hash == *hash_);
  if (!is_next) return "what stands " + behind() + " does not continue it";
  if (!is_cut_to_hand_in(batch)) return "more than a store puts together stands " + behind();
  Digest hash = batch.after_hash;
  for (const Item& item : batch.items) hash = log_link(hash, item.event.seq, item.bytes);
  if (hash != batch.through_hash) return "the hashes do not add up " + behind();
  return std::nullopt;
}

std::string HandInReader::behind() const { return "behind event " + std::to_string(at_.value()); }

}  // namespace perk::sync
