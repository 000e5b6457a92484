// What runs once the chain's settings are known: the office with its threads, and the port where stores
// connect. Lives on the io_context's thread, but for its own threads; blocks only in its destructor.
#pragma once

#include <memory>
#include <optional>

#include "central/enrol/enrol_server.h"
#include "central/net/sync_server.h"
#include "central/office.h"

namespace perk::central {

class OpenOffice {
 public:
  /// `around` and `office` outlive it, and its home is the doorway's io_context. The projections must have been prepared.
  OpenOffice(const OfficeSurroundings& around, const OfficeSettings& settings,
             std::unique_ptr<sync::Doorway> stores, const std::optional<Signing>& signing,
             OfficeRegister& office);
  OpenOffice(const OpenOffice&) = delete;
  OpenOffice& operator=(const OpenOffice&) = delete;

  void start();
  /// Ends all connections of stores, and all waits of operators.
  void stop();
  /// As Office has them.
  [[nodiscard]] Stored<Done> resume_revocations() { return office_.resume_revocations(); }
  [[nodiscard]] Stored<Done> resume_erasures() { return office_.resume_erasures(); }
  [[nodiscard]] bool is_welcome(const sync::Party& party) const {
    return office_.is_welcome(party);
  }
  /// Safe from any thread.
  [[nodiscard]] AdminService& service() { return office_.service(); }

 private:
  Office office_;
  std::optional<Registrar> registrar_;  // None: head office signs no certificates.
  std::optional<EnrolServer> newcomers_;
  SyncServer server_;
};

}  // namespace perk::central
