// How this program's streams are made private: TLS 1.3 and nothing older, both ends with certificates of the
// chain's own authority and no other, one service a connection, nothing resumed, nothing sent early. Made
// once of an identity, used for any number of connections. A till may have a key of its own with its store instead
// of a certificate (paired_key.h): both ends prove that they hold it, and neither shows a certificate.
//
//   auto server = TlsServer::make(identity, {.service = Service::Sync, .is_welcome = not_revoked});
//   auto client = TlsClient::make(identity, Service::Sync, Party::head_office());
//
// Thread-safe once made, if is_welcome is. Never throws. Certificates are judged by the system's clock.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/result.h"
#include "sync/enrol_messages.h"
#include "sync/tls/certificate_facts.h"
#include "sync/tls/identity.h"
#include "sync/tls/paired_key.h"
#include "sync/tls/service.h"

namespace perk::sync {

enum class Strangers {
  TurnedAway,
  MayEnrol  ///< Who asks for Service::Enrolment is let in without a certificate; nobody else is.
};

/// Whom a server lets in: to Sync stores, to Admin operators, to Terminal terminals.
struct ServerRules {
  Service service = Service::Sync;
  Strangers strangers = Strangers::TurnedAway;
  /// Asked during each handshake with a certificate that is otherwise good; false: it is revoked.
  std::function<bool(const CertificateFacts&)> is_welcome = {};
  /// Of Terminal only: the key of a till that is paired. Asked during each handshake that names one; the error
  /// says why there is none, as in "terminal 42 is not paired here". Empty: certificates alone count.
  std::function<Result<PairedKey, std::string>(const Party&)> paired_key = {};
};

struct TlsSettings;

class TlsServer {
 public:
  [[nodiscard]] static Result<TlsServer, std::string> make(const Identity& own, ServerRules rules);
  /// For the files of this folder.
  [[nodiscard]] const std::shared_ptr<const TlsSettings>& settings() const { return settings_; }

 private:
  explicit TlsServer(std::shared_ptr<const TlsSettings> settings)
      : settings_(std::move(settings)) {}
  std::shared_ptr<const TlsSettings> settings_;
};

class TlsClient {
 public:
  /// Trusts a server only if its certificate speaks for `server`.
  [[nodiscard]] static Result<TlsClient, std::string> make(const Identity& own, Service service,
                                                           Party server);
  /// A till of its store: shows no certificate, and trusts whoever proves to hold the same key.
  [[nodiscard]] static Result<TlsClient, std::string> make_paired(const PairedKey& key);
  /// For enrolment: shows no certificate, trusts what this authority (PEM) issued to `server`.
  [[nodiscard]] static Result<TlsClient, std::string> make_stranger(std::string_view authority,
                                                                    Party server);
  /// The same of an authority that only its mark is known of: the server shows the authority's certificate.
  [[nodiscard]] static Result<TlsClient, std::string> make_newcomer(const AuthorityMark& authority,
                                                                    Party server);
  /// For the files of this folder.
  [[nodiscard]] const std::shared_ptr<const TlsSettings>& settings() const { return settings_; }

 private:
  explicit TlsClient(std::shared_ptr<const TlsSettings> settings)
      : settings_(std::move(settings)) {}
  std::shared_ptr<const TlsSettings> settings_;
};

}  // namespace perk::sync
