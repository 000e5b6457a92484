#include "sync/tls/private_directory.h"

#include <system_error>

namespace perk::sync {
namespace fs = std::filesystem;

Result<Done, std::string> make_private_directory(const fs::path& directory) {
  std::error_code error;
  const bool is_new = fs::create_directories(directory, error);
  if (!error && is_new) fs::permissions(directory, fs::perms::owner_all, error);
  if (!error) return Done{};
  return failed("The directory " + directory.string() + " cannot be made: " + error.message() +
                ".");
}

}  // namespace perk::sync
