#include "sync/tls/security.h"

namespace perk::sync {

Result<Security, std::string> open_security(const SecuritySettings& settings, WallTime now) {
  if (settings.tls_directory.empty() != settings.insecure_loopback) {
    return failed(std::string(
        "Set either tls.directory, where this machine's key and certificate are, or "
        "security.insecure_loopback = true, to try Perk out on one machine without encryption."));
  }
  if (settings.insecure_loopback) return Security::insecure_loopback();
  auto own = Identity::load(settings.tls_directory, now);
  if (!own) return failed(own.error());
  return Security::tls(std::move(own).value());
}

}  // namespace perk::sync
