#include <algorithm>

#include "perk/v1/sync.pb.h"
#include "sync/wire/checked.h"
#include "sync/wire/feed_codec.h"
#include "sync/wire/message_parts.h"
#include "sync/wire/parse_proto.h"

namespace perk::sync {
namespace {

template <typename WireCursors>
bool read_cursors(const WireCursors& wire, std::vector<Cursor>& cursors) {
  for (const v1::Cursor& one : wire) {
    const auto cursor = read_cursor(one);
    if (!cursor) return false;
    cursors.push_back(*cursor);
  }
  return true;
}

}  // namespace

std::string to_bytes(const Challenge& challenge) {
  v1::Challenge wire;
  wire.set_version_min(challenge.version_min);
  wire.set_version_max(challenge.version_max);
  wire.set_nonce(to_wire_bytes(challenge.nonce));
  return wire.SerializeAsString();
}

DecodedMessage challenge_from(const std::vector<std::uint8_t>& bytes) {
  v1::Challenge wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Challenge"});
  const auto nonce = exactly<16>(wire.nonce());
  if (!nonce) return failed(Malformed{"a Challenge's nonce is 16 bytes"});
  return Message(Challenge{wire.version_min(), wire.version_max(), *nonce});
}

std::string to_bytes(const Hello& hello) {
  v1::Hello wire;
  wire.set_version_min(hello.version_min);
  wire.set_version_max(hello.version_max);
  wire.set_store(hello.store.value());
  wire.set_incarnation(hello.incarnation.value());
  wire.set_log_end(hello.log_end.value());
  wire.set_log_end_hash(to_wire_bytes(hello.log_end_hash.bytes));
  for (const Cursor& cursor : hello.cursors) put_cursor(cursor, *wire.add_cursors());
  wire.set_credits(hello.credits);
  wire.set_software(hello.software);
  wire.set_proof(to_wire_bytes(hello.proof.bytes));
  wire.set_past_end(hello.past_end.value());
  if (hello.former_proof) wire.set_former_proof(to_wire_bytes(hello.former_proof->bytes));
  return wire.SerializeAsString();
}

DecodedMessage hello_from(const std::vector<std::uint8_t>& bytes) {
  v1::Hello wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Hello"});
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation || !incarnation->is_incarnation())
    return failed(Malformed{"a Hello names no incarnation"});
  const auto log_end_hash = read_digest(wire.log_end_hash());
  if (!log_end_hash) return failed(Malformed{"a Hello's hash is 32 bytes"});
  const auto proof = exactly<64>(wire.proof());
  if (!proof) return failed(Malformed{"a Hello's proof is 64 bytes"});
  const auto former_proof = exactly<64>(wire.former_proof());
  if (!former_proof && !wire.former_proof().empty())
    return failed(Malformed{"a Hello's former proof is 64 bytes"});
  Hello hello{wire.version_min(),
              wire.version_max(),
              StoreId(wire.store()),
              *incarnation,
              Seq(wire.log_end()),
              *log_end_hash,
              {},
              wire.credits(),
              wire.software(),
              Signature{*proof},
              FeedIndex(wire.past_end()),
              former_proof ? std::optional(Signature{*former_proof}) : std::nullopt};
  if (!read_cursors(wire.cursors(), hello.cursors))
    return failed(Malformed{"a Hello's cursor cannot be read"});
  return Message(std::move(hello));
}

std::string to_bytes(const Welcome& welcome) {
  v1::Welcome wire;
  wire.set_version(welcome.version);
  wire.set_epoch(welcome.epoch.value());
  wire.set_shard_count(welcome.shard_count);
  for (const Cursor& cursor : welcome.cursors) put_cursor(cursor, *wire.add_cursors());
  wire.set_credits(welcome.credits);
  wire.set_heartbeat_ms(static_cast<std::uint32_t>(unsigned_millis(welcome.heartbeat)));
  wire.set_event_type_max(welcome.event_type_max);
  return wire.SerializeAsString();
}

DecodedMessage welcome_from(const std::vector<std::uint8_t>& bytes) {
  v1::Welcome wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Welcome"});
  const bool is_count =
      wire.shard_count() >= 1 && wire.shard_count() <= std::numeric_limits<std::uint16_t>::max();
  if (!is_count) return failed(Malformed{"a Welcome's number of shards is none"});
  Welcome welcome{wire.version(),
                  Epoch(wire.epoch()),
                  static_cast<std::uint16_t>(wire.shard_count()),
                  {},
                  wire.credits(),
                  Millis(wire.heartbeat_ms()),
                  wire.event_type_max()};
  if (!read_cursors(wire.cursors(), welcome.cursors))
    return failed(Malformed{"a Welcome's cursor cannot be read"});
  return Message(std::move(welcome));
}

std::string to_bytes(const Refusal& refusal) {
  v1::Refusal wire;
  wire.set_code(static_cast<std::uint32_t>(refusal.code));
  wire.set_sentence(refusal.sentence);
  wire.set_retry_after_ms(unsigned_millis(refusal.retry_after));
  for (const Cursor& parting : refusal.partings) put_cursor(parting, *wire.add_partings());
  return wire.SerializeAsString();
}

DecodedMessage refusal_from(const std::vector<std::uint8_t>& bytes) {
  v1::Refusal wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Refusal"});
  const auto asked = signed_millis(wire.retry_after_ms());
  if (!asked) return failed(Malformed{"a Refusal's wait is longer than any time"});
  const Millis retry_after = std::min(*asked, kRetryAfterMax);
  // A code that this version does not know is kept: its sentence says what it means.
  Refusal refusal{static_cast<RefusalCode>(wire.code()), wire.sentence(), retry_after, {}};
  if (!read_cursors(wire.partings(), refusal.partings))
    return failed(Malformed{"a Refusal's parting cannot be read"});
  return Message(std::move(refusal));
}

}  // namespace perk::sync
