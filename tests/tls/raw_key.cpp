#include "tests/tls/raw_key.h"

namespace perk::test {
namespace {

int key_index() {
  static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

int use_key(SSL* connection, const EVP_MD*, const unsigned char** name, std::size_t* size,
            SSL_SESSION** session) {
  static const unsigned char kSuite[] = {0x13, 0x01};
  static const std::string kService = "perk-terminal/1";
  const auto& key =
      *static_cast<const RawKey*>(SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), key_index()));
  SSL_SESSION* const made = SSL_SESSION_new();
  SSL_SESSION_set1_master_key(made, key.secret.data(), key.secret.size());
  SSL_SESSION_set_cipher(made, SSL_CIPHER_find(connection, kSuite));
  SSL_SESSION_set_protocol_version(made, TLS1_3_VERSION);
  if (key.early_bytes_max > 0) {
    SSL_SESSION_set_max_early_data(made, key.early_bytes_max);
    SSL_SESSION_set1_alpn_selected(made, reinterpret_cast<const unsigned char*>(kService.data()),
                                   kService.size());
  }
  *name = reinterpret_cast<const unsigned char*>(key.name.data());
  *size = key.name.size();
  *session = made;
  return 1;
}

}  // namespace

RawKey raw(const sync::PairedKey& key) {
  return {to_uri(key.terminal()), {key.secret().begin(), key.secret().end()}};
}

void offer_key(SSL_CTX* context, const RawKey& key) {
  SSL_CTX_set_ex_data(context, key_index(), const_cast<RawKey*>(&key));
  SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256");  // A key is of one hash.
  SSL_CTX_set_psk_use_session_callback(context, use_key);
}

}  // namespace perk::test
