// `perk heads`, `perk verify` and `perk proof ...`: what can be shown to others, as words on a command line.
// Reads no network and no file.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "central/admin/messages.h"
#include "ledger/result.h"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name.
class App;
}

namespace perk::ops {

/// `perk heads`: writes head office's heads into a new file.
struct ExportHeads {
  std::string file;
};
/// `perk verify --against`: with heads of before.
struct VerifyAgainst {
  central::VerifyDepth depth = central::VerifyDepth::Usual;
  std::string against;     ///< A file of heads, or the code of one.
  std::string heads_file;  ///< The file, if a code was given.
  std::optional<PublicKey> key;
};
/// `perk proof liabilities`: into a new file, if one is named.
struct StateLiabilities {
  std::string file;
};
/// `perk proof card`.
struct ProveCard {
  central::CardRef card;
  std::string file;
  std::string at;  ///< A file with the statement that it must lead to; empty: a new one.
};
/// `perk proof check`: asks nobody.
struct CheckProof {
  std::string file;
  std::string root;  ///< A file with a statement, or the root's 64 hex digits.
  std::vector<CardId> cards;
  std::optional<PublicKey> key;
};
using EvidenceTask =
    std::variant<ExportHeads, VerifyAgainst, StateLiabilities, ProveCard, CheckProof>;

/// What the options fill in.
struct RawEvidence {
  std::string out, against, heads, key, file, root, at, card;
  std::vector<std::string> cards;
  bool deep = false;
};

/// Adds the commands. `raw` outlives the parsing.
void add_evidence_commands(CLI::App& app, RawEvidence& raw);

using EvidenceWish = std::variant<central::AdminRequest, EvidenceTask>;
/// What was asked, if it was one of them; the error is a sentence about the command line.
[[nodiscard]] Result<std::optional<EvidenceWish>, std::string> evidence_wish(
    const CLI::App& app, const RawEvidence& raw);

}  // namespace perk::ops
