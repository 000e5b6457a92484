#include "sync/tls/tls_words.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include "sync/tls/openssl.h"

namespace perk::sync {
namespace {

/// What the peer said last, or what of its bytes made no sense here.
std::string words_for_reason(int reason) {
  switch (reason) {
    case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      return "it asks for a certificate, and none was shown";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      return "it says that our certificate has expired";
    case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
      return std::string(kRevokedWords);
    case SSL_R_TLSV1_ALERT_UNKNOWN_CA:
      return "it says that our certificate is of another authority";
    case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
      return "it says that our certificate is not for this use";
    case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
    case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
      return "it says that our certificate is not good";
    case SSL_R_TLSV1_ALERT_NO_APPLICATION_PROTOCOL:
      return "it offers another service";
    case SSL_R_TLSV1_ALERT_PROTOCOL_VERSION:
    case SSL_R_UNSUPPORTED_PROTOCOL:
      return "the two ends speak no version of TLS in common (Perk speaks 1.3 only)";
    case SSL_R_WRONG_VERSION_NUMBER:
    case SSL_R_HTTP_REQUEST:
    case SSL_R_PACKET_LENGTH_TOO_LONG:
      return "it does not speak TLS";
    case SSL_R_BINDER_DOES_NOT_VERIFY:
      return "it does not hold the key that was paired";
    case SSL_R_SSLV3_ALERT_ILLEGAL_PARAMETER:
      return "it does not take our proof (a till that was unpaired needs to be paired again)";
    case SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE:
      return "it showed no certificate";
    default:
      return {};
  }
}

}  // namespace

std::string words_for_certificate(int error) {
  switch (error) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
      return "its certificate has expired";
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return "its certificate is not valid yet (is this machine's clock right?)";
    case X509_V_ERR_INVALID_PURPOSE:
      return "its certificate is not for this use";
    case X509_V_ERR_INVALID_CA:
    case X509_V_ERR_CERT_CHAIN_TOO_LONG:
    case X509_V_ERR_PATH_LENGTH_EXCEEDED:
    case X509_V_ERR_KEYUSAGE_NO_CERTSIGN:
      return "its certificate was signed by one that may not sign";
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_CERT_SIGNATURE_FAILURE:
      return "its certificate is of another authority";
    default:
      return std::string("its certificate is not good: ") + X509_verify_cert_error_string(error);
  }
}

std::string words_for_handshake(const boost::system::error_code& error) {
  if (error == boost::asio::error::eof || error == boost::asio::ssl::error::stream_truncated ||
      error == boost::asio::error::connection_reset || error == boost::asio::error::broken_pipe)
    return "it ended the connection";
  if (error.category() == boost::asio::error::get_ssl_category()) {
    auto words = words_for_reason(ERR_GET_REASON(static_cast<unsigned long>(error.value())));
    if (!words.empty()) return words;
  }
  return error.message();
}

Failed<std::string> complaint(const std::string& what, const std::string& path,
                              const std::string& why) {
  return failed("The " + what + " " + path + " " + why + ".");
}

}  // namespace perk::sync
