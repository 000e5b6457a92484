#include "central/office_key.h"

#include <filesystem>

namespace perk::central {

Result<sync::LogKey, std::string> office_key_in(const sync::DataDirectory& directory,
                                                const sync::Log& log) {
  const std::filesystem::path path = directory.file(kOfficeKeyFile);
  std::error_code error;
  // What is there and cannot be read is never taken for missing.
  const bool is_missing =
      std::filesystem::symlink_status(path, error).type() == std::filesystem::file_type::not_found;
  if (!is_missing) return sync::LogKey::load(path.string());
  sync::LogKey key = sync::LogKey::generate();
  if (const auto saved = key.save(path.string()); !saved) return failed(saved.error());
  log.info("made head office's key, to sign heads and proofs with: " + to_hex(key.public_key()) +
           " (" + path.string() + ")");
  return key;
}

}  // namespace perk::central
