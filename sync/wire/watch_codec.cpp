#include "perk/v1/sync.pb.h"
#include "sync/wire/message_parts.h"
#include "sync/wire/parse_proto.h"

namespace perk::sync {

std::string to_bytes(const WrongNumbers& wrong) {
  v1::WrongNumbers wire;
  wire.set_count(wrong.count);
  wire.set_recent(wrong.recent);
  return wire.SerializeAsString();
}

std::string to_bytes(const Caution& caution) {
  v1::Caution wire;
  wire.set_on(caution.is_on);
  return wire.SerializeAsString();
}

DecodedMessage wrong_numbers_from(const std::vector<std::uint8_t>& bytes) {
  v1::WrongNumbers wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not WrongNumbers"});
  return Message(WrongNumbers{wire.count(), wire.recent()});
}

DecodedMessage caution_from(const std::vector<std::uint8_t>& bytes) {
  v1::Caution wire;
  if (!parse_quietly(wire, bytes)) return failed(Malformed{"the bytes are not a Caution"});
  return Message(Caution{wire.on()});
}

}  // namespace perk::sync
