// What the `perk` admin tool asks and is told about one-time codes, and about stores that were
// revoked. Values; part of messages.h, which says how
// they travel.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/ids.h"
#include "ledger/operator_word.h"
#include "ledger/time.h"

namespace perk::central {

inline constexpr Millis kCodeLifetimeMax{30LL * 24 * 3'600'000};

struct OfferCodeRequest {
  std::string name;                  ///< Of the store that is to enrol.
  Millis valid_for{24 * 3'600'000};  ///< 1 ms to kCodeLifetimeMax.
};
struct OfferCodeReply {
  std::string code;  ///< Secret; told once and kept nowhere.
  std::string name;
  WallTime expires;
  bool is_known = false;  ///< The store is enrolled: the code is of use to its key only.
};

/// Its machine or its certificate was stolen: nobody comes in as it any more, for ever.
struct RevokeStoreRequest {
  std::string store;  ///< Its name.
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};
struct RevokeStoreReply {
  StoreId store;
  std::string name;
  bool was_revoked = false;    ///< Before.
  std::vector<Origin> closed;  ///< Its logs that were open until now.
};

}  // namespace perk::central
