// Input: a frame's type (1 a request, 2 a progress message, 3 a reply, 4 a signed request), then its payload.
#include "central/admin/admin_codec.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/round_trip.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

using central::AdminProgress;
using central::AdminReply;
using central::BalanceRequest;
using AdminAnswer = std::variant<AdminProgress, AdminReply>;

constexpr Millis kDay{86'400'000};

sync::Frame encode_answer(const AdminAnswer& answer) {
  if (const auto* progress = std::get_if<AdminProgress>(&answer))
    return central::encode_admin_progress(*progress);
  return central::encode_admin_reply(std::get<AdminReply>(answer));
}

void check_balance(const BalanceRequest& request) {
  require(request.deadline >= Millis(0) && request.deadline <= kDay,
          "nobody waits longer than a day, so that a clock and a deadline can be added");
  require(request.card.number.empty() == request.card.id.has_value(),
          "a card is named in one way only");
}

}  // namespace

void admin(Input input) {
  InputReader reader(input);
  const std::uint8_t type = reader.byte();
  const sync::Frame frame{type, reader.rest()};
  static_cast<void>(
      round_trip<Compared::AsBytes>(frame, central::decode_admin_answer, encode_answer));
  static_cast<void>(round_trip<Compared::AsBytes>(frame, central::decode_signed_request,
                                                  central::encode_signed_request));
  const auto request = round_trip<Compared::AsBytes>(frame, central::decode_admin_request,
                                                     central::encode_admin_request);
  if (!request) return;
  if (const auto* balance = std::get_if<BalanceRequest>(&request.value())) check_balance(*balance);
}

}  // namespace perk::fuzz
