#include "tests/tls/raw_peer.h"

#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sync/tls/openssl.h"

namespace perk::test {
namespace asio = boost::asio;
using asio::ip::tcp;

namespace {

asio::ssl::context context_of(const RawManners& manners) {
  asio::ssl::context context(asio::ssl::context::tls_client);
  SSL_CTX* raw = context.native_handle();
  SSL_CTX_set_max_proto_version(raw, manners.version_max);
  if (manners.papers) {
    context.use_certificate_chain(asio::buffer(manners.papers->certificate));
    context.use_private_key(asio::buffer(manners.papers->key), asio::ssl::context::pem);
  }
  for (const std::string& pem : manners.chain)
    SSL_CTX_add_extra_chain_cert(raw, sync::openssl::certificate_from_pem(pem).release());
  std::string offer;
  for (const std::string& service : manners.services)
    offer += static_cast<char>(service.size()) + service;
  std::vector<unsigned char> bytes(offer.begin(), offer.end());
  if (!bytes.empty())
    SSL_CTX_set_alpn_protos(raw, bytes.data(), static_cast<unsigned>(bytes.size()));
  return context;
}

asio::ssl::context with_key(asio::ssl::context context, const std::optional<RawKey>& key) {
  if (key) offer_key(context.native_handle(), *key);
  return context;
}

}  // namespace

RawPeer::RawPeer(asio::io_context& io, const RawManners& manners)
    : key_(manners.key), context_(with_key(context_of(manners), key_)), stream_(io, context_) {}

asio::awaitable<std::string> RawPeer::enter(sync::Address address) {
  boost::system::error_code error;
  const tcp::endpoint endpoint(asio::ip::make_address(address.host), address.port);
  auto token = asio::redirect_error(asio::use_awaitable, error);
  co_await stream_.next_layer().async_connect(endpoint, token);
  if (!error) co_await stream_.async_handshake(asio::ssl::stream_base::client, token);
  char let_in = 0;
  if (!error) co_await asio::async_read(stream_, asio::buffer(&let_in, 1), token);
  co_return error ? error.message() : std::string();
}

}  // namespace perk::test
