// Head office's admin service from a tool's side: asks one thing after another and waits for each
// answer on the calling thread. For tools only: it blocks. Not thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "central/admin/messages.h"
#include "ledger/result.h"
#include "sync/crypto/keys.h"
#include "sync/net/address.h"
#include "sync/tls/security.h"

namespace perk::central {

/// Whose word every request is.
struct OperatorIdentity {
  std::string name;
  sync::LogKey key;
};

/// "a:7401" or "a:7401,b:7401"; none if it is anything else.
[[nodiscard]] std::optional<std::vector<sync::Address>> parse_admin_addresses(
    std::string_view text);

class AdminClient {
 public:
  /// Connects when it is first asked something, and again when the line was lost between two questions.
  /// With an identity every request is signed; without one none is.
  AdminClient(sync::Address address, sync::Security security,
              std::optional<OperatorIdentity> identity = std::nullopt);
  /// Of several head offices, at least one, the one that serves is asked: who is not reached, or stands by, did
  /// nothing, and the next is tried.
  AdminClient(std::vector<sync::Address> addresses, sync::Security security,
              std::optional<OperatorIdentity> identity = std::nullopt);
  ~AdminClient();
  AdminClient(const AdminClient&) = delete;
  AdminClient& operator=(const AdminClient&) = delete;

  using OnProgress = std::function<void(const AdminProgress&)>;
  /// Waits for the reply as long as head office takes, up to 5 s for the connection. The error is one
  /// sentence: it was not reached or hung up, and whether the request was carried out is not known.
  /// Head office's own refusals are AdminFault replies.
  [[nodiscard]] Result<AdminReply, std::string> call(const AdminRequest& request,
                                                     const OnProgress& on_progress = {});

 private:
  class Line;
  std::unique_ptr<Line> line_;
};

}  // namespace perk::central
