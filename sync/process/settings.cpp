#include "sync/process/settings.h"

#include <algorithm>
#include <limits>

#include "sync/process/setting_text.h"

namespace perk::sync {
namespace {

using Kind = RawSetting::Kind;

template <typename T, typename Parse>
std::optional<T> read_written(const RawSetting& raw, const Parse& parse) {
  const auto text = written_text(raw);
  return text ? parse(*text) : std::nullopt;
}

std::optional<std::int64_t> read_integer(const RawSetting& raw, IntegerRange range) {
  if (raw.kind != Kind::Integer && raw.kind != Kind::Untyped) return std::nullopt;
  const auto number = parse_integer(raw.text);
  const bool is_within = number && *number >= range.min && *number <= range.max;
  return is_within ? number : std::nullopt;
}

std::optional<std::vector<std::string>> read_list(const RawSetting& raw) {
  if (raw.kind == Kind::List) return raw.items;
  if (raw.kind == Kind::Untyped) return parse_list(raw.text);
  return std::nullopt;
}

/// "PERK_STORE" of "PERK_STORE_PORT" when "store.*" is a section that was asked for.
bool is_in_section_asked_for(const std::string& variable, const std::set<std::string>& asked_for) {
  for (const std::string& key : asked_for) {
    const std::size_t dot = key.find('.');
    if (dot != std::string::npos && variable.starts_with(environment_name(key.substr(0, dot + 1))))
      return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> written_text(const RawSetting& raw) {
  const bool is_text = raw.kind == Kind::Text || raw.kind == Kind::Untyped;
  return is_text ? std::optional(raw.text) : std::nullopt;
}

Settings::Settings(const SettingSources& sources)
    : raw_(read_setting_sources(sources)), problems_(raw_.problems) {}

const RawSetting* Settings::ask(const std::string& key, const std::string& expected,
                                bool has_fallback) {
  asked_for_.insert(key);
  const RawSetting* raw = raw_.find(key);
  if (raw == nullptr && !has_fallback) {
    problems_.push_back(key + " is missing: expected " + expected + ", in the settings file, as " +
                        environment_name(key) + " or with --" + key + "=VALUE.");
  }
  return raw;
}

void Settings::add_wrong(const std::string& key, const RawSetting& raw, const std::string& expected,
                         Privacy privacy) {
  const std::string value =
      privacy == Privacy::Secret ? "(a secret)" : '"' + one_line(raw.text) + '"';
  problems_.push_back(key + " is " + value + " (" + raw.source + "): expected " + expected + ".");
}

std::string Settings::text(const std::string& key, const std::optional<std::string>& fallback) {
  return get<std::string>(key, fallback, "text", [&fallback](const RawSetting& raw) {
    const auto written = written_text(raw);
    const bool is_enough = written && (!written->empty() || fallback);
    return is_enough ? written : std::nullopt;
  });
}

std::string Settings::secret(const std::string& key, const std::optional<std::string>& fallback) {
  return get<std::string>(key, fallback, "secret text", written_text, Privacy::Secret);
}

std::int64_t Settings::integer(const std::string& key, IntegerRange range,
                               std::optional<std::int64_t> fallback) {
  const std::string expected =
      "a whole number from " + std::to_string(range.min) + " to " + std::to_string(range.max);
  return get<std::int64_t>(key, fallback, expected,
                           [range](const RawSetting& raw) { return read_integer(raw, range); });
}

bool Settings::boolean(const std::string& key, std::optional<bool> fallback) {
  return get<bool>(key, fallback, "true or false", [](const RawSetting& raw) {
    const bool is_boolean = raw.kind == Kind::Boolean || raw.kind == Kind::Untyped;
    return is_boolean ? parse_boolean(raw.text) : std::nullopt;
  });
}

Millis Settings::duration(const std::string& key, DurationRange range,
                          std::optional<Millis> fallback) {
  const std::string expected = "a time such as \"250ms\", \"10s\" or \"2m\", from " +
                               duration_text(range.min) + " to " + duration_text(range.max);
  return get<Millis>(key, fallback, expected, [range](const RawSetting& raw) {
    const auto time = read_written<Millis>(raw, parse_duration);
    const bool is_within = time && *time >= range.min && *time <= range.max;
    return is_within ? time : std::nullopt;
  });
}

std::uint16_t Settings::port(const std::string& key, std::optional<std::uint16_t> fallback) {
  constexpr IntegerRange kPorts{0, std::numeric_limits<std::uint16_t>::max()};
  return get<std::uint16_t>(key, fallback, "a port number from 0 to 65535",
                            [kPorts](const RawSetting& raw) -> std::optional<std::uint16_t> {
                              const auto number = read_integer(raw, kPorts);
                              if (!number) return std::nullopt;
                              return static_cast<std::uint16_t>(*number);
                            });
}

Address Settings::address(const std::string& key, const std::optional<Address>& fallback) {
  return get<Address>(
      key, fallback, "an address such as \"127.0.0.1:7400\"",
      [](const RawSetting& raw) { return read_written<Address>(raw, parse_address); });
}

std::filesystem::path Settings::path(const std::string& key,
                                     const std::optional<std::filesystem::path>& fallback) {
  using Path = std::filesystem::path;
  return get<Path>(key, fallback, "the path of a file or directory", [](const RawSetting& raw) {
    const auto written = written_text(raw);
    return written && !written->empty() ? std::optional(Path(*written)) : std::nullopt;
  });
}

std::vector<std::string> Settings::list(const std::string& key,
                                        const std::optional<std::vector<std::string>>& fallback) {
  return get<std::vector<std::string>>(key, fallback, "a list of text", read_list);
}

std::vector<std::string> Settings::problems() const {
  std::vector<std::string> all = problems_;
  add_unknown(all);
  // A key that is quoted in a file may hold anything, and so may what a person wrote.
  std::transform(all.begin(), all.end(), all.begin(), one_line);
  return all;
}

void Settings::add_unknown(std::vector<std::string>& problems) const {
  const auto add = [&problems](const std::string& key, const RawSetting& raw) {
    problems.push_back(key + " (" + raw.source + ") is not a setting of this program.");
  };
  for (const auto* source : {&raw_.file, &raw_.flags}) {
    for (const auto& [key, raw] : *source) {
      if (!asked_for_.contains(key)) add(key, raw);
    }
  }
  // Variables of sections that are not ours may be meant for other programs.
  std::set<std::string> variables;
  for (const std::string& key : asked_for_) variables.insert(environment_name(key));
  for (const auto& [name, raw] : raw_.environment) {
    if (!variables.contains(name) && is_in_section_asked_for(name, asked_for_)) add(name, raw);
  }
}

}  // namespace perk::sync
