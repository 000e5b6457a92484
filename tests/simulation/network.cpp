#include "tests/simulation/network.h"

#include <algorithm>

#include "sync/wire/message_codec.h"

namespace perk::simulation {
namespace {

/// How long until an end notices that its peer is gone.
constexpr std::int64_t kNoticeMillisMax = 3'000;

}  // namespace

Connection::Connection(Line& line)
    : line_(line), shop_(*this, Side::Shop), office_(*this, Side::Office) {}

bool Connection::is_over() const {
  return (shop_.is_deaf || shop_.has_closed) && (office_.is_deaf || office_.has_closed);
}

void Connection::send(Side from, const sync::Message& message) {
  End& sender = end(from);
  if (sender.has_closed || sender.is_deaf) return;
  line_.listener.on_sent(line_.shop, from, message);
  auto bytes = sync::encode_frame(sync::encode_message(message), sync::FrameLimits());
  if (line_.state.is_unfaithful) {
    const std::uint64_t fate = line_.random.below(40);
    if (fate == 0) return;                         // Dropped.
    if (fate == 1) carry(from, bytes, Millis(0));  // Repeated.
    if (fate == 2) return carry(from, std::move(bytes), Millis(line_.random.between(50, 500)));
    if (fate == 3) bytes[line_.random.below(bytes.size())] ^= 0x10U;
  }
  carry(from, std::move(bytes), Millis(0));
}

/// With `extra`, it may come behind what was sent after it.
void Connection::carry(Side from, std::vector<std::uint8_t> bytes, Millis extra) {
  End& sender = end(from);
  const LineState& state = line_.state;
  const Millis delay(line_.random.between(state.delay_min.count(), state.delay_max.count()));
  const Instant in_order = std::max(sender.last_arrival, line_.agenda.now() + delay);
  if (extra == Millis(0)) sender.last_arrival = in_order;
  line_.agenda.at(in_order + extra, [self = shared_from_this(), from, bytes = std::move(bytes)] {
    self->arrive(from, bytes);
  });
}

void Connection::arrive(Side from, std::vector<std::uint8_t> bytes) {
  if (line_.state.is_cut_from(from)) {
    end(from).held_back.push_back(std::move(bytes));
    return;
  }
  hear(other(from), bytes);
}

void Connection::let_through() {
  for (const Side from : {Side::Shop, Side::Office}) {
    if (line_.state.is_cut_from(from)) continue;
    for (const auto& bytes : std::exchange(end(from).held_back, {})) hear(other(from), bytes);
  }
}

void Connection::hear(Side at, const std::vector<std::uint8_t>& bytes) {
  End& receiver = end(at);
  std::size_t taken = 0;
  while (taken < bytes.size()) {
    if (receiver.is_deaf || receiver.has_closed) return;
    const auto room = receiver.assembler.room();
    const std::size_t piece =
        std::min({room.size(), bytes.size() - taken, std::size_t{1} + line_.random.below(4'096)});
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(taken), piece, room.begin());
    receiver.assembler.filled(piece);
    taken += piece;
    if (receiver.ears.on_bytes) receiver.ears.on_bytes(piece);
    for (;;) {
      if (receiver.is_deaf || receiver.has_closed) return;
      auto frame = receiver.assembler.next();
      if (!frame) return tear();  // As a stream does with a frame that is broken.
      if (!frame.value()) break;
      auto message = sync::decode_message(*frame.value());
      if (!message) return tear();
      if (receiver.ears.on_message) receiver.ears.on_message(std::move(message).value());
    }
  }
}

void Connection::close(Side side) {
  End& closing = end(side);
  if (std::exchange(closing.has_closed, true)) return;
  const Instant soon = line_.agenda.now() + Millis(line_.random.between(1, kNoticeMillisMax));
  tell_closed(side, soon, "closed here");
  tell_closed(other(side), std::max(soon, closing.last_arrival), "closed by the other end");
}

void Connection::tell_closed(Side side, Instant when, const std::string& why) {
  line_.agenda.at(when, [self = shared_from_this(), side, why] {
    End& at = self->end(side);
    at.has_closed = true;
    if (at.is_deaf) return;
    at.is_deaf = true;
    const auto on_closed = std::exchange(at.ears, {}).on_closed;
    if (on_closed) on_closed(why);
  });
}

void Connection::tear() {
  for (const Side side : {Side::Shop, Side::Office}) {
    if (std::exchange(end(side).has_closed, true)) continue;
    const Instant notices = line_.agenda.now() + Millis(line_.random.between(0, kNoticeMillisMax));
    tell_closed(side, notices, "the connection broke");
  }
}

void Connection::forget(Side side) {
  End& dead = end(side);
  dead.is_deaf = dead.has_closed = true;
  dead.ears = {};
}

void Line::mend() {
  state = {};
  std::erase_if(connections_, [](const auto& known) { return known.expired(); });
  for (const auto& known : std::vector(connections_))
    if (const auto connection = known.lock()) connection->let_through();
}

void Line::tear() {
  for (const auto& known : std::vector(connections_))
    if (const auto connection = known.lock()) connection->tear();
}

std::shared_ptr<Connection> Line::connect() {
  if (is_cut()) return nullptr;
  std::erase_if(connections_, [](const auto& known) { return known.expired(); });
  auto connection = std::make_shared<Connection>(*this);
  connections_.push_back(connection);
  return connection;
}

}  // namespace perk::simulation
