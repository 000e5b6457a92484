// A program's settings, judged once at start: every getter notes what is wrong and goes on, so that a
// person is told everything at once.
//
//   Settings settings({"perk-store.toml", process_environment(), flags});
//   config.name = settings.text("store.name");                            // must be set
//   config.port = settings.port("terminals.port", 7101);                  // 7101 unless set
//   config.heartbeat = settings.duration("uplink.heartbeat", {Millis(100), Millis(60'000)}, Millis(2'000));
//   config.policy = settings.choice<PolicyKind>("policy.kind", {{"cached", PolicyKind::Cached}});
//   if (!settings.problems().empty()) { print each on a line of its own; exit with 2; }
//
// After the last getter, problems() also names every setting that nobody asked for. A getter that
// failed returns its fallback or an empty value; do not start with it. Single-threaded; reads its
// sources in the constructor only; never prints; never repeats the value of a secret.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ledger/time.h"
#include "sync/net/address.h"
#include "sync/process/setting_sources.h"

namespace perk::sync {

/// Both ends are allowed.
struct IntegerRange {
  std::int64_t min;
  std::int64_t max;
};
struct DurationRange {
  Millis min;
  Millis max;
};

class Settings {
 public:
  explicit Settings(const SettingSources& sources);

  // Each: the value set last, or `fallback`, or (with neither) a problem. Keys: "section.key".
  std::string text(const std::string& key, const std::optional<std::string>& fallback = {});
  /// Text that problems() never repeats.
  std::string secret(const std::string& key, const std::optional<std::string>& fallback = {});
  std::int64_t integer(const std::string& key, IntegerRange range,
                       std::optional<std::int64_t> fallback = {});
  bool boolean(const std::string& key, std::optional<bool> fallback = {});
  /// "250ms", "10s", "2m", "1h".
  Millis duration(const std::string& key, DurationRange range, std::optional<Millis> fallback = {});
  /// 0 to 65535; a listener takes 0 as any free one.
  std::uint16_t port(const std::string& key, std::optional<std::uint16_t> fallback = {});
  /// "127.0.0.1:7400".
  Address address(const std::string& key, const std::optional<Address>& fallback = {});
  /// Not empty; whether it exists is for whoever opens it.
  std::filesystem::path path(const std::string& key,
                             const std::optional<std::filesystem::path>& fallback = {});
  /// An array of text; in the environment and flags, separated by commas.
  std::vector<std::string> list(const std::string& key,
                                const std::optional<std::vector<std::string>>& fallback = {});

  /// One of a few words.
  template <typename T>
  using Choices = std::vector<std::pair<std::string, T>>;
  template <typename T>
  T choice(const std::string& key, const Choices<T>& choices,
           const std::optional<T>& fallback = {});

  /// A problem that only the program sees (two settings that contradict each other).
  void add_problem(std::string sentence) { problems_.push_back(std::move(sentence)); }
  /// One sentence each, on one line, in the order of asking; then the settings that nobody asked for.
  [[nodiscard]] std::vector<std::string> problems() const;

 private:
  enum class Privacy { Open, Secret };
  /// The raw value, or null after noting that a setting without fallback is missing.
  const RawSetting* ask(const std::string& key, const std::string& expected, bool has_fallback);
  void add_wrong(const std::string& key, const RawSetting& raw, const std::string& expected,
                 Privacy privacy);
  void add_unknown(std::vector<std::string>& problems) const;
  /// `read` makes a T of a raw value, or none if it is not what is expected.
  template <typename T, typename Read>
  T get(const std::string& key, const std::optional<T>& fallback, const std::string& expected,
        const Read& read, Privacy privacy = Privacy::Open);

  RawSettings raw_;
  std::set<std::string> asked_for_;
  std::vector<std::string> problems_;
};

/// What was written where text is wanted; none for a number or a list.
[[nodiscard]] std::optional<std::string> written_text(const RawSetting& raw);

template <typename T, typename Read>
T Settings::get(const std::string& key, const std::optional<T>& fallback,
                const std::string& expected, const Read& read, Privacy privacy) {
  const RawSetting* raw = ask(key, expected, fallback.has_value());
  if (raw == nullptr) return fallback.value_or(T{});
  if (std::optional<T> value = read(*raw)) return *std::move(value);
  add_wrong(key, *raw, expected, privacy);
  return fallback.value_or(T{});
}

template <typename T>
T Settings::choice(const std::string& key, const Choices<T>& choices,
                   const std::optional<T>& fallback) {
  std::string expected = "one of:";
  for (const auto& [word, value] : choices) expected += ' ' + word;
  return get<T>(key, fallback, expected, [&choices](const RawSetting& raw) -> std::optional<T> {
    for (const auto& [word, value] : choices) {
      if (word == written_text(raw)) return value;
    }
    return std::nullopt;
  });
}

}  // namespace perk::sync
