#include "sync/process/setting_sources.h"

#include <algorithm>
#include <sstream>

#include <toml++/toml.h>
#include <unistd.h>

#include "sync/process/setting_text.h"

namespace perk::sync {
namespace {

constexpr std::string_view kEnvironmentPrefix = "PERK_";

std::string text_of(const toml::node& node) {
  if (const auto* text = node.as_string()) return text->get();
  std::ostringstream out;
  node.visit([&out](const auto& typed) { out << typed; });
  return out.str();
}

/// A list of text only; anything else in it makes it no list.
RawSetting list_of(const toml::array& array, std::string source) {
  RawSetting raw{RawSetting::Kind::List, text_of(array), {}, std::move(source)};
  for (const toml::node& item : array) {
    if (!item.is_string()) raw.kind = RawSetting::Kind::Other;
    raw.items.push_back(text_of(item));
  }
  return raw;
}

RawSetting setting_of(const toml::node& node, std::string source) {
  using Kind = RawSetting::Kind;
  if (const auto* array = node.as_array()) return list_of(*array, std::move(source));
  Kind kind = Kind::Other;
  if (node.is_string()) kind = Kind::Text;
  if (node.is_integer()) kind = Kind::Integer;
  if (node.is_boolean()) kind = Kind::Boolean;
  return {kind, text_of(node), {}, std::move(source)};
}

void flatten(const toml::table& table, const std::string& prefix, const std::string& file,
             RawSettings& raw) {
  for (const auto& [name, node] : table) {
    const std::string key = prefix + std::string(name.str());
    if (const auto* section = node.as_table()) {
      flatten(*section, key + '.', file, raw);
    } else {
      raw.file[key] = setting_of(node, file + ':' + std::to_string(node.source().begin.line));
    }
  }
}

void read_file(const std::filesystem::path& path, RawSettings& raw) {
  const std::string name = path.string();
  try {
    flatten(toml::parse_file(name), "", name, raw);
  } catch (const toml::parse_error& error) {
    const auto line = error.source().begin.line;
    const std::string where = line > 0 ? name + ':' + std::to_string(line) : name;
    raw.problems.push_back("The settings file " + where +
                           " cannot be read: " + one_line(error.description()) + ".");
  }
}

void read_environment(const std::vector<std::string>& environment, RawSettings& raw) {
  for (const std::string& entry : environment) {
    const std::size_t equals = entry.find('=');
    if (!entry.starts_with(kEnvironmentPrefix) || equals == std::string::npos) continue;
    const std::string name = entry.substr(0, equals);
    raw.environment[name] = {
        RawSetting::Kind::Untyped, entry.substr(equals + 1), {}, "environment variable " + name};
  }
}

void read_flags(const std::vector<std::string>& flags, RawSettings& raw) {
  for (const std::string& flag : flags) {
    const std::string entry = flag.starts_with("--") ? flag.substr(2) : flag;
    const std::size_t equals = entry.find('=');
    const std::string key = entry.substr(0, equals);
    if (equals == std::string::npos || key.empty()) {
      raw.problems.push_back("The flag " + key + " sets nothing: expected --section.key=value.");
    } else {
      raw.flags[key] = {RawSetting::Kind::Untyped, entry.substr(equals + 1), {}, "flag --" + key};
    }
  }
}

const RawSetting* find_in(const std::map<std::string, RawSetting>& settings,
                          const std::string& key) {
  const auto found = settings.find(key);
  return found == settings.end() ? nullptr : &found->second;
}

}  // namespace

std::vector<std::string> process_environment() {
  std::vector<std::string> entries;
  for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
    if (std::string_view(*entry).starts_with(kEnvironmentPrefix)) entries.emplace_back(*entry);
  }
  return entries;
}

std::string environment_name(std::string_view key) {
  std::string name(kEnvironmentPrefix);
  std::transform(key.begin(), key.end(), std::back_inserter(name), [](char letter) {
    if (letter == '.') return '_';
    return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
  });
  return name;
}

RawSettings read_setting_sources(const SettingSources& sources) {
  RawSettings raw;
  if (sources.file) read_file(*sources.file, raw);
  read_environment(sources.environment, raw);
  read_flags(sources.flags, raw);
  return raw;
}

const RawSetting* RawSettings::find(const std::string& key) const {
  if (const auto* flag = find_in(flags, key)) return flag;
  if (const auto* variable = find_in(environment, environment_name(key))) return variable;
  return find_in(file, key);
}

}  // namespace perk::sync
