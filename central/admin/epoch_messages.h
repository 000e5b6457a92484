// What operators ask and are told of head office's epochs. Values only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ledger/ids.h"
#include "ledger/operator_word.h"
#include "ledger/time.h"

namespace perk::central {

struct EpochRequest {};
/// Head office grants and debits again. Refused while somebody has not reported who is not named.
struct SettleEpochRequest {
  std::vector<std::string> without;  ///< Stores, or logs, by name, that are not waited for.
  std::string reason;
  std::string operator_name;
  std::optional<OperatorWord> word{};  ///< Head office's to fill in; does not travel.
};

struct EpochHolderRow {
  StoreId store;  ///< 0: head office has forgotten whose log it is, and does not know it again yet.
  std::string store_name;  ///< In words, if it has none.
  Origin incarnation;
  bool has_reported = false;
  bool is_connected = false;
  std::optional<WallTime> last_heard;
};
struct EpochReply {
  Epoch epoch{1};
  bool is_settled = true;
  std::string dispute;  ///< What a store knows that this head office never wrote; empty: nothing.
  std::string begun_why, begun_by;      ///< Empty of the first epoch.
  std::string settled_why, settled_by;  ///< Empty until it is.
  std::vector<EpochHolderRow> holders;  ///< Who may hold something; by store.
};

}  // namespace perk::central
