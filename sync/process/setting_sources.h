// Where settings come from, later ones winning: a TOML file, the environment, flags.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace perk::sync {

struct SettingSources {
  std::optional<std::filesystem::path> file;
  std::vector<std::string>
      environment;  ///< "PERK_STORE_PORT=7101" is store.port; others are passed over.
  std::vector<std::string> flags;  ///< "store.port=7101", with or without "--" before it.
};

/// This process's environment, as SettingSources wants it.
[[nodiscard]] std::vector<std::string> process_environment();

/// One value as it was written, and where.
struct RawSetting {
  enum class Kind {
    Untyped,
    Text,
    Integer,
    Boolean,
    List,
    Other
  };  // Untyped: environment and flags.
  Kind kind = Kind::Untyped;
  std::string text;                ///< As written.
  std::vector<std::string> items;  ///< Of a List.
  std::string source;  ///< "perk.toml:4", "environment variable PERK_STORE_PORT", "flag".
};

/// Everything that was written, not yet judged.
struct RawSettings {
  std::map<std::string, RawSetting> file;         ///< By key: "store.port".
  std::map<std::string, RawSetting> environment;  ///< By variable: "PERK_STORE_PORT".
  std::map<std::string, RawSetting> flags;        ///< By key.
  std::vector<std::string> problems;  ///< Sources that cannot be read, one sentence each.

  /// The winner for a key; null if nobody set it.
  [[nodiscard]] const RawSetting* find(const std::string& key) const;
};

/// "PERK_STORE_PORT" for "store.port".
[[nodiscard]] std::string environment_name(std::string_view key);
[[nodiscard]] RawSettings read_setting_sources(const SettingSources& sources);

}  // namespace perk::sync
