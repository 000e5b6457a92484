#include "store_node/terminal/terminal_proto.h"

namespace perk::store_node {

using sync::exactly;
using sync::to_wire_bytes;

namespace {

std::optional<Witness> read_witness(const v1::Witness& wire) {
  const auto incarnation = Origin::from_value(wire.incarnation());
  const auto hash = exactly<32>(wire.hash());
  if (!incarnation || !hash) return std::nullopt;
  return Witness{StoreId(wire.store()), *incarnation, Seq(wire.seq()), Digest{*hash}};
}

}  // namespace

std::string to_bytes(const TerminalHello& hello) {
  v1::TerminalHello wire;
  wire.set_version(hello.version);
  wire.set_terminal(hello.terminal.value());
  if (hello.witness) {
    v1::Witness& witness = *wire.mutable_witness();
    witness.set_store(hello.witness->store.value());
    witness.set_incarnation(hello.witness->incarnation.value());
    witness.set_seq(hello.witness->seq.value());
    witness.set_hash(to_wire_bytes(hello.witness->hash.bytes));
  }
  return wire.SerializeAsString();
}

DecodedTerminalMessage terminal_hello_from(const PayloadBytes& bytes) {
  v1::TerminalHello wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a TerminalHello");
  TerminalHello hello{wire.version(), TerminalId(wire.terminal()), std::nullopt};
  if (!wire.has_witness()) return TerminalMessage(std::move(hello));
  hello.witness = read_witness(wire.witness());
  if (!hello.witness) return malformed("a TerminalHello's witness cannot be read");
  return TerminalMessage(std::move(hello));
}

std::string to_bytes(const TerminalWelcome& welcome) {
  v1::TerminalWelcome wire;
  wire.set_version(welcome.version);
  wire.set_store(welcome.store.value());
  wire.set_store_name(welcome.store_name);
  wire.set_incarnation(welcome.incarnation.value());
  wire.set_log_end(welcome.log_end.value());
  wire.set_synced_through(welcome.synced_through.value());
  return wire.SerializeAsString();
}

DecodedTerminalMessage terminal_welcome_from(const PayloadBytes& bytes) {
  v1::TerminalWelcome wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a TerminalWelcome");
  const auto incarnation = Origin::from_value(wire.incarnation());
  if (!incarnation) return malformed("a TerminalWelcome names no incarnation");
  if (wire.store_name().size() > kTextBytesMax)
    return malformed("a TerminalWelcome's store name is too long");
  return TerminalMessage(TerminalWelcome{wire.version(), StoreId(wire.store()), wire.store_name(),
                                         *incarnation, Seq(wire.log_end()),
                                         Seq(wire.synced_through())});
}

std::string to_bytes(const TerminalFault& fault) {
  v1::TerminalFault wire;
  wire.set_code(static_cast<std::uint32_t>(fault.code));
  wire.set_sentence(fault.sentence);
  return wire.SerializeAsString();
}

DecodedTerminalMessage terminal_fault_from(const PayloadBytes& bytes) {
  v1::TerminalFault wire;
  if (!parse(wire, bytes)) return malformed("the bytes are not a TerminalFault");
  if (wire.sentence().size() > kTextBytesMax)
    return malformed("a TerminalFault's sentence is too long");
  const auto last = static_cast<std::uint32_t>(TerminalFaultCode::Stopping);
  const std::uint32_t code = wire.code() > last ? 0 : wire.code();
  return TerminalMessage(TerminalFault{static_cast<TerminalFaultCode>(code), wire.sentence()});
}

}  // namespace perk::store_node
