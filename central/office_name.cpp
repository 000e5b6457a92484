#include "central/office_name.h"

#include <array>
#include <fstream>

#include <unistd.h>

#include "sync/crypto/keys.h"

namespace perk::central {
namespace {

std::string machine() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "?";
  return name.data();
}

/// Whole or not at all: an empty name would be everybody's.
bool write_number(const std::filesystem::path& path, const std::string& number) {
  const std::filesystem::path unfinished = path.string() + ".new";
  {
    std::ofstream file(unfinished, std::ios::trunc);
    file << number << '\n';
    if (!file.flush()) return false;
  }
  std::error_code error;
  std::filesystem::rename(unfinished, path, error);
  return !error;
}

}  // namespace

Result<std::string, std::string> office_name_in(const sync::DataDirectory& directory) {
  const std::filesystem::path path = directory.file(kOfficeNameFile);
  std::string number;
  if (std::ifstream file(path); file) {
    if (!(file >> number)) return failed(path.string() + " is empty: remove it");
  } else {
    number = std::to_string(sync::random_bits());
    if (!write_number(path, number)) return failed("cannot write " + path.string());
  }
  return machine() + ":" + directory.path().string() + " (" + number + ")";
}

}  // namespace perk::central
