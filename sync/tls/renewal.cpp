#include "sync/tls/renewal.h"

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include "sync/crypto/private_file.h"
#include "sync/tls/certificate.h"
#include "sync/tls/identity.h"
#include "sync/tls/private_directory.h"

namespace perk::sync {
namespace {

namespace fs = std::filesystem;

fs::path place_in(const std::string& directory) { return fs::path(directory) / "renewed"; }

bool is_there(const fs::path& path) {
  std::error_code unknown;
  return fs::exists(path, unknown);
}

/// A rename is durable only once its directory is.
bool sync_directory(const fs::path& path) {
  const int directory = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = directory >= 0 && ::fsync(directory) == 0;
  if (directory >= 0) ::close(directory);
  return is_synced;
}

Result<Done, std::string> move_up(const std::string& directory, const char* name) {
  const fs::path from = place_in(directory) / name;
  const fs::path to = fs::path(directory) / name;
  if (::rename(from.c_str(), to.c_str()) == 0 && sync_directory(directory)) return Done{};
  return failed("The renewed " + from.string() +
                " cannot be put in place: " + std::strerror(errno) + ".");
}

}  // namespace

bool is_renewal_due(const CertificateFacts& facts, WallTime now) {
  const Millis lifetime = facts.not_after - facts.not_before;
  return (facts.not_after - now).count() <= lifetime.count() / 3;
}

Result<std::string, std::string> begin_renewal(const std::string& directory) {
  if (auto finished = finish_renewal(directory); !finished) return failed(finished.error());
  const fs::path place = place_in(directory);
  if (auto made = make_private_directory(place); !made) return failed(made.error());
  return make_identity_request(place.string());
}

Result<Done, std::string> end_renewal(const std::string& directory,
                                      const std::string& certificate) {
  const std::string trusted = directory + "/ca.crt";
  std::string authority;
  const auto read = read_small_file(trusted, Readers::Everybody, kPemBytesMax, authority);
  if (!read) return failed("The certificate " + trusted + " " + read.error() + ".");
  // The certificate comes last: once it is there, all of it is.
  const auto kept =
      keep_identity(place_in(directory).string(), certificate, authority, Readers::OwnerOnly);
  return kept ? finish_renewal(directory) : kept;
}

Result<Done, std::string> finish_renewal(const std::string& directory) {
  if (!is_there(place_in(directory) / "tls.crt")) return Done{};
  // A key that is not there any more was moved by a try that was cut off.
  if (is_there(place_in(directory) / "tls.key")) {
    if (auto moved = move_up(directory, "tls.key"); !moved) return moved;
  }
  return move_up(directory, "tls.crt");
}

}  // namespace perk::sync
