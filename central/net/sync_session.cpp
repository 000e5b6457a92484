#include "central/net/sync_session.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

namespace perk::central {

void SyncSession::start(Visitors& visitors, const sync::Nonce& nonce) {
  const auto& facts = stream_->peer_facts();
  visit_ = visitors.take_in(link_, stream_->peer(), nonce,
                            facts ? std::optional(facts->party) : std::nullopt);
  stream_->on_bytes([visit = visit_.get()](std::size_t count) { visit->heard_bytes(count); });
  boost::asio::co_spawn(
      stream_->executor(),
      [self = shared_from_this()]() -> boost::asio::awaitable<void> { return self->read_all(); },
      boost::asio::detached);
}

boost::asio::awaitable<void> SyncSession::read_all() {
  for (;;) {
    auto message = co_await link_.read_message();
    if (!message) {
      visit_->lost(message.error().sentence);
      co_return;
    }
    visit_->receive(std::move(message).value());
  }
}

}  // namespace perk::central
