#include "sync/tls/tls_settings.h"

#include <array>

#include <openssl/tls1.h>

#include "sync/tls/certificate.h"
#include "sync/tls/identity_state.h"
#include "sync/tls/paired_session.h"

namespace perk::sync {
namespace {

/// A chain of ours is a party's certificate and the authority's.
constexpr long kPeerChainBytesMax = 16 * 1024;
constexpr int kMustShowCertificate = SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT;

int handshake_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

/// The one service that a client's offer names (each name after its length); none if it names several.
std::optional<Service> service_offered(std::string_view offer) {
  for (const Service service : kServices) {
    const std::string_view name = name_of(service);
    const bool is_only_name = offer.size() == name.size() + 1 &&
                              static_cast<std::size_t>(offer.front()) == name.size() &&
                              offer.ends_with(name);
    if (is_only_name) return service;
  }
  return std::nullopt;
}

bool is_served(const TlsSettings& settings, Service service) {
  return service == settings.service ||
         (service == Service::Enrolment && settings.rules.strangers == Strangers::MayEnrol);
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

/// Who enrols need not show a certificate, and does not have the authority's yet.
bool receive_newcomer(SSL* connection, const TlsHandshake& handshake) {
  SSL_set_verify(connection, SSL_VERIFY_PEER, nullptr);
  return SSL_add1_chain_cert(connection, handshake.settings->authority.get()) == 1;
}

/// A server's. Called before it is decided whether the client is asked for its certificate; with each of
/// the two offers that a client may make, so that the later one undoes what the first allowed.
int choose_service(SSL* connection, const unsigned char** chosen, unsigned char* chosen_size,
                   const unsigned char* offer, unsigned offer_size, void*) {
  TlsHandshake& handshake = handshake_of(connection);
  SSL_set_verify(connection, kMustShowCertificate, nullptr);
  SSL_clear_chain_certs(connection);
  const auto service = service_offered({reinterpret_cast<const char*>(offer), offer_size});
  if (!service || !is_served(*handshake.settings, *service)) {
    handshake.refusal =
        "it asks for another service than " + std::string(name_of(handshake.settings->service));
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  if (*service == Service::Enrolment && !receive_newcomer(connection, handshake))
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  *chosen = bytes_of(name_of(*service));
  *chosen_size = static_cast<unsigned char>(name_of(*service).size());
  return SSL_TLSEXT_ERR_OK;
}

/// A server's: who names no service at all is not asked which one.
int demand_service(SSL* connection, int* alert, void*) {
  const unsigned char* offer = nullptr;
  std::size_t size = 0;
  const unsigned which = TLSEXT_TYPE_application_layer_protocol_negotiation;
  if (SSL_client_hello_get0_ext(connection, which, &offer, &size) == 1)
    return SSL_CLIENT_HELLO_SUCCESS;
  handshake_of(connection).refusal = "it asks for no service";
  *alert = SSL_AD_NO_APPLICATION_PROTOCOL;
  return SSL_CLIENT_HELLO_ERROR;
}

bool forbid_all_but_tls13(SSL_CTX* context) {
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context, SSL_MODE_NO_AUTO_CHAIN);  // The peer has the authority's certificate.
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_keylog_callback(context, nullptr);
  SSL_CTX_set_max_cert_list(context, kPeerChainBytesMax);
  return SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
         SSL_CTX_set_ciphersuites(context,
                                  "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:"
                                  "TLS_CHACHA20_POLY1305_SHA256") == 1 &&
         SSL_CTX_set1_groups_list(context, "X25519:P-256") == 1 &&
         SSL_CTX_set1_sigalgs_list(context, "ecdsa_secp256r1_sha256") == 1 &&
         SSL_CTX_set_num_tickets(context, 0) == 1 && SSL_CTX_set_max_early_data(context, 0) == 1 &&
         SSL_CTX_set_recv_max_early_data(context, 0) == 1;
}

bool judge_strictly(SSL_CTX* context) {
  X509_VERIFY_PARAM* parameters = SSL_CTX_get0_param(context);
  // Nobody stands between a party and its authority.
  X509_VERIFY_PARAM_set_depth(parameters, 0);
  SSL_CTX_set_verify(context, kMustShowCertificate, nullptr);
  SSL_CTX_set_cert_verify_callback(context, verify_peer, nullptr);
  return X509_VERIFY_PARAM_set_flags(parameters, X509_V_FLAG_X509_STRICT) == 1;
}

bool trust_only(SSL_CTX* context, X509* authority) {
  return judge_strictly(context) &&
         X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority) == 1;
}

bool show(SSL_CTX* context, const Identity::State& own) {
  return SSL_CTX_use_certificate(context, own.certificate.get()) == 1 &&
         SSL_CTX_use_PrivateKey(context, own.key.get()) == 1 &&
         SSL_CTX_check_private_key(context) == 1;
}

bool ask_for(SSL_CTX* context, Service service) {
  const std::string_view name = name_of(service);
  const std::string offer = static_cast<char>(name.size()) + std::string(name);
  return SSL_CTX_set_alpn_protos(context, bytes_of(offer), static_cast<unsigned>(offer.size())) ==
         0;
}

Failed<std::string> cannot_set_up() { return failed(std::string("TLS cannot be set up.")); }

}  // namespace

Result<TlsServer, std::string> TlsServer::make(const Identity& own, ServerRules rules) {
  const openssl::QuietErrors quiet;
  auto settings = std::make_shared<TlsSettings>();
  settings->role = TlsRole::Server;
  settings->service = rules.service;
  settings->rules = std::move(rules);
  settings->context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = settings->context.get();
  if (context == nullptr || !forbid_all_but_tls13(context) ||
      !trust_only(context, own.state().authority.get()) || !show(context, own.state()))
    return cannot_set_up();
  X509_up_ref(own.state().authority.get());
  settings->authority.reset(own.state().authority.get());
  SSL_CTX_set_client_hello_cb(context, demand_service, nullptr);
  SSL_CTX_set_alpn_select_cb(context, choose_service, nullptr);
  if (settings->rules.paired_key && !take_paired_keys(context)) return cannot_set_up();
  return TlsServer(std::move(settings));
}

Result<TlsClient, std::string> TlsClient::make(const Identity& own, Service service, Party server) {
  const openssl::QuietErrors quiet;
  auto settings = std::make_shared<TlsSettings>();
  settings->service = service;
  settings->server = std::move(server);
  settings->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = settings->context.get();
  if (context == nullptr || !forbid_all_but_tls13(context) ||
      !trust_only(context, own.state().authority.get()) || !show(context, own.state()) ||
      !ask_for(context, service))
    return cannot_set_up();
  return TlsClient(std::move(settings));
}

Result<TlsClient, std::string> TlsClient::make_paired(const PairedKey& key) {
  const openssl::QuietErrors quiet;
  auto settings = std::make_shared<TlsSettings>();
  settings->service = Service::Terminal;
  settings->server = key.store();
  settings->paired_key = key;
  settings->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = settings->context.get();
  if (context == nullptr || !forbid_all_but_tls13(context) || !judge_strictly(context) ||
      !show_paired_key(context) || !ask_for(context, Service::Terminal))
    return cannot_set_up();
  return TlsClient(std::move(settings));
}

Result<TlsClient, std::string> TlsClient::make_stranger(std::string_view authority, Party server) {
  const openssl::QuietErrors quiet;
  auto settings = std::make_shared<TlsSettings>();
  settings->service = Service::Enrolment;
  settings->server = std::move(server);
  const auto trusted =
      authority.size() <= kPemBytesMax ? openssl::certificate_from_pem(authority) : nullptr;
  if (!trusted || X509_check_ca(trusted.get()) != 1)
    return failed(std::string("The authority to be trusted is none."));
  settings->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = settings->context.get();
  if (context == nullptr || !forbid_all_but_tls13(context) || !trust_only(context, trusted.get()) ||
      !ask_for(context, Service::Enrolment))
    return cannot_set_up();
  return TlsClient(std::move(settings));
}

Result<TlsClient, std::string> TlsClient::make_newcomer(const AuthorityMark& authority,
                                                        Party server) {
  const openssl::QuietErrors quiet;
  auto settings = std::make_shared<TlsSettings>();
  settings->service = Service::Enrolment;
  settings->server = std::move(server);
  settings->authority_mark = authority;
  settings->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = settings->context.get();
  if (context == nullptr || !forbid_all_but_tls13(context) || !judge_strictly(context) ||
      !ask_for(context, Service::Enrolment))
    return cannot_set_up();
  return TlsClient(std::move(settings));
}

TlsHandshake& handshake_of(const SSL* connection) {
  auto* handshake = static_cast<TlsHandshake*>(SSL_get_ex_data(connection, handshake_index()));
  PERK_CHECK(handshake != nullptr, "a TLS connection without its handshake");
  return *handshake;
}

openssl::Connection begin_connection(TlsHandshake& handshake) {
  const openssl::QuietErrors quiet;
  openssl::Connection connection(SSL_new(handshake.settings->context.get()));
  if (!connection || SSL_set_ex_data(connection.get(), handshake_index(), &handshake) != 1)
    return nullptr;
  return connection;
}

std::optional<Service> service_of(const SSL* connection) {
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(connection, &name, &size);
  for (const Service service : kServices) {
    if (std::string_view(reinterpret_cast<const char*>(name), size) == name_of(service))
      return service;
  }
  return std::nullopt;
}

bool is_agreed(SSL* connection, TlsHandshake& handshake) {
  handshake.service = service_of(connection);
  const TlsSettings& settings = *handshake.settings;
  const bool is_server = settings.role == TlsRole::Server;
  const bool is_service = handshake.service && (is_server ? is_served(settings, *handshake.service)
                                                          : *handshake.service == settings.service);
  const bool may_be_nobody = is_server && handshake.service == Service::Enrolment;
  if (!handshake.peer) handshake.peer = holder_of_paired_key(connection, handshake);
  if (SSL_version(connection) != TLS1_3_VERSION || !is_service) {
    handshake.refusal = "it agreed on no service";
  } else if (!handshake.peer && !may_be_nobody) {
    handshake.refusal = "it showed no certificate";
  }
  return handshake.refusal.empty();
}

}  // namespace perk::sync
