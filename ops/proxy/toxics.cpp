#include "ops/proxy/toxics.h"

#include <charconv>
#include <functional>
#include <span>
#include <string_view>

namespace perk::ops {
namespace {

using Numbers = std::span<const std::uint64_t>;

/// A toxic of one lane: its name, how many numbers it takes, and what it does with them.
struct LaneToxic {
  std::string_view name, usage;
  std::size_t numbers_min, numbers_max;
  std::uint64_t first_min;  ///< The smallest first number that makes sense.
  void (*apply)(LaneToxics&, Numbers);
};

constexpr std::uint64_t kNumberMax = 1'000'000'000'000;

Millis millis(std::uint64_t count) { return Millis(static_cast<std::int64_t>(count)); }

constexpr LaneToxic kLaneToxics[] = {
    {"black_hole", "black_hole [DIRECTION]                     swallow what arrives", 0, 0, 0,
     [](LaneToxics& lane, Numbers) { lane.is_black_hole = true; }},
    {"latency", "latency DELAY_MS [JITTER_MS] [DIRECTION]   pass on later", 1, 2, 0,
     [](LaneToxics& lane, Numbers n) {
       lane.latency = Latency{millis(n[0]), millis(n.size() > 1 ? n[1] : 0)};
     }},
    {"bandwidth", "bandwidth BYTES_PER_SECOND [DIRECTION]     pass on slowly", 1, 1, 1,
     [](LaneToxics& lane, Numbers n) { lane.bytes_per_second = n[0]; }},
    {"slicer", "slicer BYTES PAUSE_MS [DIRECTION]          pass on in small slices", 2, 2, 1,
     [](LaneToxics& lane, Numbers n) {
       lane.slicer = Slicer{n[0], millis(n[1])};
     }},
    {"reset_after",
     "reset_after BYTES [DIRECTION]              reset a connection that passed so much", 1, 1, 0,
     [](LaneToxics& lane, Numbers n) { lane.reset_after_bytes = n[0]; }},
    {"alter", "alter BYTES [DIRECTION]                    flip a bit in one of so many bytes", 1, 1,
     1, [](LaneToxics& lane, Numbers n) { lane.altered_every_bytes = n[0]; }},
};

const LaneToxic* find_toxic(std::string_view name) {
  for (const LaneToxic& toxic : kLaneToxics) {
    if (toxic.name == name) return &toxic;
  }
  return nullptr;
}

bool is_direction(const std::string& word) {
  return word == "up" || word == "down" || word == "both";
}

Result<std::vector<std::uint64_t>, std::string> numbers_of(std::span<const std::string> words) {
  std::vector<std::uint64_t> numbers;
  for (const std::string& word : words) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (error != std::errc() || end != word.data() + word.size() || number > kNumberMax) {
      return failed("'" + word + "' is not a whole number from 0 to " + std::to_string(kNumberMax));
    }
    numbers.push_back(number);
  }
  return numbers;
}

Result<LinkToxics, std::string> with_one_way(LinkToxics now, std::span<const std::string> rest) {
  if (rest.size() != 1 || (rest[0] != "up" && rest[0] != "down")) {
    return failed(
        std::string("one_way needs the direction that still passes: one_way up, or one_way down"));
  }
  (rest[0] == "up" ? now.down : now.up).is_black_hole = true;
  return now;
}

Result<LinkToxics, std::string> with_lane_toxic(LinkToxics now, const LaneToxic& toxic,
                                                std::span<const std::string> rest) {
  std::string direction = "both";
  if (!rest.empty() && is_direction(rest.back())) {
    direction = rest.back();
    rest = rest.first(rest.size() - 1);
  }
  const auto numbers = numbers_of(rest);
  if (!numbers) return failed(numbers.error());
  const Numbers given = numbers.value();
  if (given.size() < toxic.numbers_min || given.size() > toxic.numbers_max ||
      (!given.empty() && given[0] < toxic.first_min)) {
    return failed("it goes: " + std::string(toxic.usage));
  }
  if (direction != "down") toxic.apply(now.up, given);
  if (direction != "up") toxic.apply(now.down, given);
  return now;
}

std::string text_of(const LaneToxics& lane, const std::string& name) {
  std::string text;
  const auto say = [&](const std::string& words) {
    text += (text.empty() ? "" : "; ") + name + " " + words;
  };
  const auto number = [](auto value) { return std::to_string(value); };
  if (lane.is_black_hole) say("black_hole");
  if (lane.latency)
    say("latency " + number(lane.latency->delay.count()) + " " +
        number(lane.latency->jitter.count()));
  if (lane.bytes_per_second) say("bandwidth " + number(*lane.bytes_per_second));
  if (lane.slicer)
    say("slicer " + number(lane.slicer->bytes) + " " + number(lane.slicer->pause.count()));
  if (lane.reset_after_bytes) say("reset_after " + number(*lane.reset_after_bytes));
  if (lane.altered_every_bytes) say("alter " + number(*lane.altered_every_bytes));
  return text;
}

}  // namespace

Result<LinkToxics, std::string> with_toxic(LinkToxics now, const std::vector<std::string>& words) {
  if (words.empty()) return failed(std::string("a toxic is missing; there are:\n" + toxic_help()));
  const std::span<const std::string> rest = std::span(words).subspan(1);
  if (words[0] == "cut") {
    if (!rest.empty())
      return failed(std::string("cut takes no more words: it is of the whole link"));
    now.is_cut = true;
    return now;
  }
  if (words[0] == "one_way") return with_one_way(now, rest);
  const LaneToxic* toxic = find_toxic(words[0]);
  if (toxic == nullptr) return failed("there is no toxic '" + words[0] + "'");
  return with_lane_toxic(now, *toxic, rest);
}

std::string to_string(const LinkToxics& toxics) {
  std::string text = toxics.is_cut ? "cut" : "";
  for (const std::string& lane : {text_of(toxics.up, "up"), text_of(toxics.down, "down")}) {
    if (!lane.empty()) text += (text.empty() ? "" : "; ") + lane;
  }
  return text.empty() ? "none" : text;
}

std::string toxic_help() {
  std::string help =
      "  cut                                        reset connections, refuse new ones\n"
      "  one_way up|down                            swallow the other direction\n";
  for (const LaneToxic& toxic : kLaneToxics) help += "  " + std::string(toxic.usage) + "\n";
  return help + "DIRECTION is up, down or both (the default).\n";
}

}  // namespace perk::ops
