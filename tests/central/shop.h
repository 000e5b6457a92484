// A shop on a real socket. Lives on the io_context's thread.
#pragma once

#include <memory>

#include <boost/asio/io_context.hpp>

#include "sync/net/address.h"
#include "sync/net/message_link.h"
#include "sync/net/ticker.h"
#include "sync/tls/security.h"
#include "tests/central/shop_end.h"

namespace perk::test {

class Shop final : public ShopEnd {
 public:
  Shop(boost::asio::io_context& io, const Clock& clock, std::uint64_t number)
      : ShopEnd(clock, number), io_(io) {}

  void connect(const sync::Address& head_office);
  /// The line breaks without a word.
  void cut();

  sync::Security security = sync::Security::insecure_loopback();

 private:
  boost::asio::awaitable<void> live(sync::Address head_office);

  boost::asio::io_context& io_;
  std::shared_ptr<sync::FrameStream> stream_;
  std::shared_ptr<sync::MessageLink> link_;
  std::unique_ptr<sync::Ticker> ticker_;
};

}  // namespace perk::test
