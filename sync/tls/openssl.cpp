#include "sync/tls/openssl.h"

#include <climits>

#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/pem.h>

namespace perk::sync::openssl {
namespace {

Bio reader_of(std::string_view text) {
  if (text.size() > INT_MAX) return nullptr;
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

/// Without it OpenSSL would ask on the terminal.
int no_pass_phrase(char*, int, int, void*) { return -1; }

std::string_view text_in(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return size > 0 ? std::string_view(bytes, static_cast<std::size_t>(size)) : std::string_view();
}

}  // namespace

SecretText::~SecretText() { OPENSSL_cleanse(text.data(), text.size()); }

Key make_key() { return Key(EVP_EC_gen("P-256")); }

bool is_p256(EVP_PKEY* key) {
  if (key == nullptr || EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return false;
  std::string name(64, '\0');
  std::size_t size = 0;
  if (EVP_PKEY_get_group_name(key, name.data(), name.size(), &size) != 1) return false;
  name.resize(size);
  return name == "prime256v1";
}

Key key_from_pem(std::string_view pem) {
  const Bio bio = reader_of(pem);
  return Key(bio ? PEM_read_bio_PrivateKey(bio.get(), nullptr, no_pass_phrase, nullptr) : nullptr);
}

Certificate certificate_from_pem(std::string_view pem) {
  const Bio bio = reader_of(pem);
  return Certificate(bio ? PEM_read_bio_X509(bio.get(), nullptr, no_pass_phrase, nullptr)
                         : nullptr);
}

Request request_from_pem(std::string_view pem) {
  const Bio bio = reader_of(pem);
  return Request(bio ? PEM_read_bio_X509_REQ(bio.get(), nullptr, no_pass_phrase, nullptr)
                     : nullptr);
}

bool to_pem(EVP_PKEY* key, SecretText& pem) {
  const Bio bio(BIO_new(BIO_s_secmem()));
  if (!bio ||
      PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return false;
  pem.text = text_in(bio.get());
  return true;
}

std::string to_pem(X509* certificate) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_X509(bio.get(), certificate) != 1) return {};
  return std::string(text_in(bio.get()));
}

std::string to_pem(X509_REQ* request) {
  const Bio bio(BIO_new(BIO_s_mem()));
  if (!bio || PEM_write_bio_X509_REQ(bio.get(), request) != 1) return {};
  return std::string(text_in(bio.get()));
}

}  // namespace perk::sync::openssl
