// A till's request as the ledger sees it: the card number is checked, hashed and gone. Pure.
#pragma once

#include <optional>
#include <vector>

#include "ledger/command.h"
#include "ledger/rejection.h"
#include "store_node/card_table.h"
#include "store_node/terminal/messages.h"
#include "sync/crypto/keys.h"
#include "sync/crypto/proving_numbers.h"

namespace perk::store_node {

/// What a shop does about a number of no range that it knows.
enum class UnknownRange { Taken, Refused };

/// Which numbers a shop takes. The ranges do not overlap, and the shop has each one's key.
struct NumberRules {
  std::vector<NumberRange> ranges;
  UnknownRange unknown = UnknownRange::Taken;
};

/// Turns card numbers into cards, and tells the invented ones. Keys are versioned per number range; a
/// number is the card that is known under one of the keys, newest first; if none is known, the one under the key
/// that proves it; of a foreign range under that range's key; in no range under the oldest, which every shop has,
/// whatever newer ones it heard of.
class CardReader {
 public:
  /// At least one key.
  explicit CardReader(std::vector<sync::CardNumberKey> keys, NumberRules rules = {});

  struct Card {
    CardId id;
    CardId
        first_id;  ///< Under the oldest key: stays the same whatever cards and keys become known.
    std::uint32_t key_version = 0;
    std::string last_four;
    /// Why the shop has nothing to do with it. A card that somebody recorded something of is a card,
    /// whatever its number looks like: then none.
    std::optional<Rejection> refusal{};
  };
  /// None if the digits are not a card number. Whoever decides in a group asks the group's draft: a card
  /// first heard of in it, under whatever key, is the card of all its requests.
  [[nodiscard]] std::optional<Card> read(std::string_view digits, const CardTable& known) const;
  [[nodiscard]] std::optional<Card> read(std::string_view digits, const CardDraft& known) const;
  /// The card of this very id; none if no key makes it of these digits. For what was decided before: its
  /// card stays the one it was, whatever became known since.
  [[nodiscard]] std::optional<Card> read_as(std::string_view digits, const CardId& id) const;

 private:
  template <typename Cards>
  [[nodiscard]] std::optional<Card> read_among(std::string_view digits, const Cards& known) const;

  [[nodiscard]] const sync::CardNumberKey& key_for(const CardNumber& number) const;
  [[nodiscard]] std::optional<Rejection> refusal_of(const CardNumber& number) const;

  std::vector<sync::CardNumberKey> keys_;  // Newest first.
  NumberRules rules_;
};

/// What a till wants done to a card. Requires a kind other than Unspecified.
[[nodiscard]] Command command_of(const SaleRequest& request, const CardReader::Card& card);

/// SHA-256 over all that was asked, with the card's keyed hash for its number; of a number that is no
/// card number nothing but that fact.
[[nodiscard]] Digest content_of(const SaleRequest& request,
                                const std::optional<CardReader::Card>& card);

}  // namespace perk::store_node
