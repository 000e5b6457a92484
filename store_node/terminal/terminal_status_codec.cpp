#include "store_node/terminal/terminal_proto.h"

namespace perk::store_node {

using sync::exactly;
using sync::to_wire_bytes;

namespace {

void put_rights(const StatusAnswer& status, v1::StatusAnswer& wire) {
  wire.set_policy(status.policy);
  wire.set_allowance_left_minor(status.allowance_left.minor());
  wire.set_manager_allowance_left_minor(status.manager_allowance_left.minor());
  wire.set_allowance_expires_at_ms(wire_wall(status.allowance_expires_at));
  wire.set_asks_waiting(status.asks_waiting);
  wire.set_line_is_slow(status.is_line_slow);
  wire.set_on_rights(status.on_rights);
  wire.set_on_cached(status.on_cached);
  wire.set_on_stand_in(status.on_stand_in);
  wire.set_on_central(status.on_central);
  wire.set_wrong_numbers(status.wrong_numbers);
  wire.set_guesses_stopped(status.guesses_stopped);
  wire.set_bringing(status.is_bringing);
}

void read_rights(const v1::StatusAnswer& wire, StatusAnswer& status) {
  status.policy = wire.policy();
  status.allowance_left = Amount(wire.allowance_left_minor());
  status.manager_allowance_left = Amount(wire.manager_allowance_left_minor());
  status.allowance_expires_at = read_wall(wire.allowance_expires_at_ms());
  status.asks_waiting = wire.asks_waiting();
  status.is_line_slow = wire.line_is_slow();
  status.on_rights = wire.on_rights();
  status.on_cached = wire.on_cached();
  status.on_stand_in = wire.on_stand_in();
  status.on_central = wire.on_central();
  status.wrong_numbers = wire.wrong_numbers();
  status.guesses_stopped = wire.guesses_stopped();
  status.is_bringing = wire.bringing();
}

}  // namespace

std::string to_bytes(const StatusRequest& request) {
  v1::StatusRequest wire;
  wire.set_number(request.number);
  return wire.SerializeAsString();
}

DecodedTerminalMessage status_request_from(const PayloadBytes& bytes) {
  v1::StatusRequest wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a StatusRequest");
  return TerminalMessage(StatusRequest{wire.number()});
}

std::string to_bytes(const StatusAnswer& status) {
  v1::StatusAnswer wire;
  wire.set_number(status.number);
  wire.set_store(status.store.value());
  wire.set_store_name(status.store_name);
  wire.set_incarnation(status.incarnation.value());
  wire.set_log_end(status.log_end.value());
  wire.set_log_end_hash(to_wire_bytes(status.log_end_hash.bytes));
  wire.set_synced_through(status.synced_through.value());
  wire.set_connected(status.is_connected);
  wire.set_cut_off_for_ms(sync::unsigned_millis(status.cut_off_for));
  wire.set_approved(status.approved);
  wire.set_declined(status.declined);
  wire.set_unsynced_value_minor(static_cast<std::uint64_t>(status.unsynced_value.minor()));
  wire.set_handed_back(status.handed_back);
  wire.set_frames_refused(status.frames_refused);
  wire.set_cards(status.cards);
  wire.set_clock_too_far_ahead(status.clock_too_far_ahead);
  wire.set_replica_events(status.replica_events);
  wire.set_silent_closed(status.silent_closed);
  wire.set_turned_away(status.turned_away);
  wire.set_slow_closed(status.slow_closed);
  put_rights(status, wire);
  return wire.SerializeAsString();
}

DecodedTerminalMessage status_answer_from(const PayloadBytes& bytes) {
  v1::StatusAnswer wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a StatusAnswer");
  const auto incarnation = Origin::from_value(wire.incarnation());
  const auto hash = exactly<32>(wire.log_end_hash());
  if (!incarnation || !hash) return malformed("a StatusAnswer's log cannot be read");
  if (wire.store_name().size() > kTextBytesMax)
    return malformed("a StatusAnswer's store name is too long");
  if (wire.policy().size() > kTextBytesMax)
    return malformed("a StatusAnswer's policy has too long a name");
  StatusAnswer status;
  status.number = wire.number();
  status.store = StoreId(wire.store());
  status.store_name = wire.store_name();
  status.incarnation = *incarnation;
  status.log_end = Seq(wire.log_end());
  status.log_end_hash = Digest{*hash};
  status.synced_through = Seq(wire.synced_through());
  status.is_connected = wire.connected();
  status.cut_off_for = read_millis(wire.cut_off_for_ms());
  status.approved = wire.approved();
  status.declined = wire.declined();
  status.unsynced_value = Amount(static_cast<std::int64_t>(wire.unsynced_value_minor()));
  status.handed_back = wire.handed_back();
  status.frames_refused = wire.frames_refused();
  status.cards = wire.cards();
  status.clock_too_far_ahead = wire.clock_too_far_ahead();
  status.replica_events = wire.replica_events();
  status.silent_closed = wire.silent_closed();
  status.turned_away = wire.turned_away();
  status.slow_closed = wire.slow_closed();
  read_rights(wire, status);
  return TerminalMessage(std::move(status));
}

}  // namespace perk::store_node
