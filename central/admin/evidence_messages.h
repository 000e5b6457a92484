// What the `perk` admin tool asks and is told about evidence that can be shown to others. Values; part of
// messages.h, which says how they travel. The texts and bytes are those of central/evidence/.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "central/admin/card_ref.h"
#include "ledger/ids.h"

namespace perk::central {

enum class VerifyDepth {
  Usual,
  Deep,  ///< Also what stands in the events' own bytes.
};
struct VerifyRequest {
  VerifyDepth depth = VerifyDepth::Usual;
  std::string heads{};                   ///< A file of heads to be compared with; empty: none.
  std::optional<PublicKey> heads_key{};  ///< That must have signed it; none: head office's own.
};

struct HeadsRequest {};
struct HeadsReply {
  std::string text;  ///< A file of heads.
};

struct LiabilitiesRequest {};
struct LiabilitiesReply {
  std::string text;  ///< A statement of liabilities.
};

struct CardProofRequest {
  CardRef card;
  std::string at;  ///< A statement of liabilities that the proof must lead to; empty: one made now.
};
struct CardProofReply {
  std::vector<std::uint8_t> proof;
};

}  // namespace perk::central
