// What a till works with, as opposed to what it knows (books.h).
#pragma once

#include <string>

#include "ledger/clock.h"
#include "ledger/decider.h"
#include "store_node/journal.h"
#include "store_node/sale_request.h"
#include "sync/crypto/keys.h"

namespace perk::store_node {

struct TillSettings {
  std::string store_name;
  Limits limits;
  Policy policy;
  std::uint16_t shard_count = 16;  ///< From the enrolment; >= 1.
  NumberRules numbers{};
};

struct TillTools {
  Journal& journal;
  const Clock& clock;
  sync::LogKey log_key;
  CardReader card_reader;
  TillSettings settings;
};

/// The signature that covers a log up to `head`.
[[nodiscard]] Signature seal_of(const sync::LogKey& key, const LogIdentity& log,
                                const LogHead& head);

}  // namespace perk::store_node
