// OpenSSL's objects as owned values, and its errors kept where they happen. For the files of this folder
// only. Nothing here throws.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

namespace perk::sync::openssl {

template <auto free_function>
struct Free {
  template <typename T>
  void operator()(T* object) const {
    free_function(object);
  }
};

using Bio = std::unique_ptr<BIO, Free<BIO_free>>;
using Key = std::unique_ptr<EVP_PKEY, Free<EVP_PKEY_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Free<EVP_PKEY_CTX_free>>;
using Certificate = std::unique_ptr<X509, Free<X509_free>>;
using Request = std::unique_ptr<X509_REQ, Free<X509_REQ_free>>;
using Names = std::unique_ptr<GENERAL_NAMES, Free<GENERAL_NAMES_free>>;
using Time = std::unique_ptr<ASN1_TIME, Free<ASN1_TIME_free>>;
using Number = std::unique_ptr<BIGNUM, Free<BN_free>>;
using Context = std::unique_ptr<SSL_CTX, Free<SSL_CTX_free>>;
using Connection = std::unique_ptr<SSL, Free<SSL_free>>;

struct FreeList {
  void operator()(STACK_OF(X509) * list) const { sk_X509_free(list); }
};
/// A list of certificates that somebody else owns.
using Certificates = std::unique_ptr<STACK_OF(X509), FreeList>;

/// Whatever fails in this scope leaves nothing in the thread's error queue, where the next operation of
/// another connection would take it for its own.
class QuietErrors {
 public:
  QuietErrors() { ERR_clear_error(); }
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { ERR_clear_error(); }
};

/// A secret in memory, wiped when it goes out of scope.
struct SecretText {
  std::string text;
  SecretText() = default;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;
  ~SecretText();
};

/// A fresh P-256 key; null if the system has no randomness to give.
[[nodiscard]] Key make_key();
[[nodiscard]] bool is_p256(EVP_PKEY* key);

// From and to PEM; null, or empty, if it is none. Never asks for a pass phrase.
[[nodiscard]] Key key_from_pem(std::string_view pem);
[[nodiscard]] Certificate certificate_from_pem(std::string_view pem);
[[nodiscard]] Request request_from_pem(std::string_view pem);
[[nodiscard]] bool to_pem(EVP_PKEY* key, SecretText& pem);
[[nodiscard]] std::string to_pem(X509* certificate);
[[nodiscard]] std::string to_pem(X509_REQ* request);

}  // namespace perk::sync::openssl
