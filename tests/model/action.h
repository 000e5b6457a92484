// One thing that can happen in the model's world. A history is a list of these, and reads as one line
// for each.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace perk::model {

enum class Kind : std::uint8_t {
  // At a shop.
  Load,
  Buy,
  Refund,  ///< Of the purchase number `which` that the shop knows.
  Release,
  Renounce,
  Lapse,
  ShopTime,     ///< The shop's clock goes on by an hour.
  Restart,      ///< A power cut; it reads its log again.
  LoseDisk,     ///< It begins a new life with nothing.
  Clone,        ///< Its database is copied, and the copy put into service as the shop `which`.
  PlaceHold,    ///< For an hour.
  CaptureHold,  ///< The open hold number `which` that the shop knows.
  ReleaseHold,
  ReverseLoad,  ///< The load number `which` that the shop knows.
  // On a line. Any message may be late, lost (it just never comes), or come again.
  Send,          ///< The shop's next event reaches head office.
  Hear,          ///< The next event of some origin (`which`) reaches the shop.
  HearAgain,     ///< All that the shop heard before, once more.
  Exchange,      ///< A good line for a while: all of it both ways, and durable.
  Ack,           ///< Head office tells the shop what it holds of its log.
  AskSnapshot,   ///< Head office makes a snapshot of a card for the shop,
  TakeSnapshot,  ///< and the shop takes it, now or much later, once or often.
  SayHello,      ///< The shop answers a challenge,
  HearHello,     ///< and head office hears the answer, now or much later, once or often.
  Report,        ///< In a new epoch the shop hands back all that head office lacks.
  // At head office.
  Grant,
  Allow,
  Replenish,
  RestoreCap,
  ReturnRights,
  SettleOverdrafts,
  WriteOff,
  OfficeRefund,
  CloseLog,    ///< By an operator, who takes the shop for lost or copied.
  ChargeBack,  ///< Of the load number `which` that head office knows.
  Freeze,
  OfficeTime,
  // Of head office's databases.
  Quorum,        ///< All that head office has is durable.
  Failover,      ///< What was not durable is forgotten.
  FormerGrants,  ///< The former primary grants: it does not know yet.
  FormerSends,   ///< What it has reaches a shop.
  RestoreOffice  ///< Head office comes back as it was when the history began, in a new epoch.
};
inline constexpr std::size_t kKinds = static_cast<std::size_t>(Kind::RestoreOffice) + 1;

struct Action {
  Kind kind = Kind::Load;
  std::size_t shop = 0;
  std::size_t card = 0;
  std::size_t which = 0;
};
using Actions = std::vector<Action>;

/// What of `shop`, `card` and `which` matters to a kind.
struct Shape {
  const char* words;  ///< "sells a coffee".
  bool has_shop, has_card;
  std::size_t choices;  ///< Of `which`; 1 if it does not matter.
};
[[nodiscard]] const Shape& shape_of(Kind kind);

/// "B: sells a coffee on card 1".
[[nodiscard]] std::string text_of(const Action& action);
/// One line for each.
[[nodiscard]] std::string text_of(const Actions& actions);

}  // namespace perk::model
