// The three ways a port to a disk, a database or a peer can fail. Which one decides what the caller
// may do next; `detail` is for the log and never holds a card number.
#pragma once

#include <string>

namespace perk {

enum class StorageFailure {
  Retry,           ///< Nothing happened; trying again later may work.
  GiveUp,          ///< Nothing happened, and trying again will not help.
  OutcomeUnknown,  ///< It may have happened. Ask again by event id or request id; never guess.
};

struct StorageError {
  StorageFailure failure = StorageFailure::GiveUp;
  std::string detail;
};

}  // namespace perk
