// What the `perk` admin tool asks and is told about events in quarantine. Values; part of messages.h, which says how
// they travel.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/event.h"

namespace perk::central {

enum class QuarantineScope : std::uint8_t { All = 0, Open = 1 };

struct QuarantineRequest {
  std::uint64_t id = 0;                          ///< 0: the list; else one, with its bytes.
  QuarantineScope scope = QuarantineScope::All;  ///< Of the list: Open leaves out what is settled.
};

enum class QuarantineState : std::uint8_t { Open = 0, Refused = 1, Accepted = 2 };

struct QuarantineRow {
  std::uint64_t id = 0;
  StoreId store;
  EventId event;
  std::string reason;  ///< Why it is there.
  WallTime recorded;
  std::vector<std::uint8_t> bytes;
  std::string brings{};  ///< What would count of it; empty: it brings nothing of a closed log.
  QuarantineState state = QuarantineState::Open;
  std::string settled_by{}, settled_reason{};
};
struct QuarantineReply {
  std::vector<QuarantineRow> rows;
};

/// An operator accepts or refuses what is in quarantine, for ever.
struct SettleQuarantineRequest {
  std::uint64_t id = 0;
  QuarantineVerdict verdict = QuarantineVerdict::Refused;
  std::string reason;
  std::string operator_name;
  RequestId request;
  /// SHA-256 of the bytes that must stand there: a number may be another event's once head office was restored.
  std::optional<Digest> hash{};
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct SettleQuarantineReply {
  std::uint64_t id = 0;
  EventId event;  ///< What was in quarantine.
  QuarantineVerdict verdict = QuarantineVerdict::Refused;
  bool was_repeated = false;
  std::string brings{};     ///< What counts now; empty of what is refused.
  Currency currency{};      ///< Of the amount; none if no value moves.
  Amount value_effect{};    ///< On the card's balance.
  std::string last_four{};  ///< Of the card; empty if head office has not heard of it.
};

}  // namespace perk::central
