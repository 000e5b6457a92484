// What a till works with, as opposed to what it knows (books.h).
#pragma once

#include <string>
#include <vector>

#include "ledger/clock.h"
#include "ledger/decider.h"
#include "ledger/policy_book.h"
#include "store_node/guess_guard.h"
#include "store_node/journal.h"
#include "store_node/sale_request.h"
#include "store_node/signing_keys.h"
#include "sync/asking.h"
#include "sync/crypto/keys.h"

namespace perk::store_node {

struct TillSettings {
  std::string store_name;
  Limits limits;
  Policy policy = kBuiltInPolicy;  ///< Until head office sets one (PolicySet).
  std::uint16_t shard_count = 16;  ///< From the enrolment; >= 1.
  sync::AskingLimits asking{};
  Millis idle_after{24 * 3'600'000};  ///< Rights unused for so long go home; 0: never.
  Millis chores_every{1'000};         ///< How often idle rights and allowances are looked at.
  NumberRules numbers{};
  GuessLimits guesses{};
};

/// A former log of this store, whose database is on this disk.
struct FormerSource {
  Origin log;
  LogReader* events = nullptr;
};

struct TillTools {
  Journal& journal;
  const Clock& clock;
  SigningKeys keys;
  CardReader card_reader;
  TillSettings settings;
  std::vector<FormerSource> former{};
};

/// The policy in force here for a card, by what was heard of head office's.
[[nodiscard]] Policy policy_of(const TillTools& tools, const PolicyBook& heard,
                               const CardState& card);

/// The signature that covers a log up to `head`.
[[nodiscard]] Signature seal_of(const sync::LogKey& key, const LogIdentity& log,
                                const LogHead& head);

}  // namespace perk::store_node
