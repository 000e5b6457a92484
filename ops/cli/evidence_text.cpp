#include "ops/cli/evidence_text.h"

#include <fmt/format.h>

#include "central/evidence/lines.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using central::CardProof;
using central::LiabilityStatement;

std::string sum_of(const LiabilityStatement& said) {
  return fmt::format("{} owed to {}, as of {}", money(said.root.total, said.currency),
                     counted(said.root.leaf_count, "card"), to_iso8601(said.taken));
}

std::string debts_of(const LiabilityStatement& said) {
  if (said.overdrawn == 0) return "No card is overdrawn.\n";
  return fmt::format("Beside it, not netted: {} of {} counted as nothing.\n",
                     money(said.owed, said.currency), counted(said.overdrawn, "overdrawn card"));
}

Json json_of(const central::SignedStatement& said) {
  const LiabilityStatement& statement = said.statement;
  return {{"root", to_hex(statement.root.hash)},
          {"currency", statement.currency.code()},
          {"total_minor", statement.root.total.minor()},
          {"cards", statement.root.leaf_count},
          {"overdrawn", statement.overdrawn},
          {"overdrawn_minor", statement.owed.minor()},
          {"taken_at", to_iso8601(statement.taken)},
          {"snapshot", to_hex(statement.snapshot)},
          {"key", to_hex(said.key)}};
}

Json json_of(const CardProof& proof) {
  Json out{{"card", to_hex(proof.card)}, {"balance_minor", proof.balance.minor()}};
  out.update(json_of(proof.said));
  return out;
}

std::string ending(const std::string& file) {
  return file.empty() ? "" : "Written to " + printable(file) + ".\n";
}

EvidenceShown both(std::string text, const Json& json) {
  return {ExitCode::Ok, std::move(text),
          json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n"};
}

}  // namespace

EvidenceShown shown(const central::SignedHeads& heads, const std::string& file) {
  const std::string date = central::date_of(heads.heads.taken);
  const std::string code = central::code_of(heads);
  return both(
      fmt::format("Heads of {} and {}, as of {}, in {}.\nSigned by key {}.\n"
                  "For the wall: {} {}\n",
                  counted(heads.heads.logs.size(), "log"),
                  counted(heads.heads.shards.size(), "shard"), to_iso8601(heads.heads.taken),
                  printable(file), to_hex(heads.key), date, code),
      {{"file", file},
       {"date", date},
       {"code", code},
       {"taken_at", to_iso8601(heads.heads.taken)},
       {"logs", heads.heads.logs.size()},
       {"shards", heads.heads.shards.size()},
       {"sha256", to_hex(heads.digest)},
       {"key", to_hex(heads.key)}});
}

EvidenceShown shown(const central::Liabilities& liabilities, const std::string& file) {
  const LiabilityStatement& said = liabilities.said.statement;
  Table table({{"shard", Align::Right}, {"position", Align::Right}});
  Json places = Json::array();
  for (const central::ShardEnd& shard : liabilities.shards) {
    table.add({std::to_string(shard.shard.value()), std::to_string(shard.position.value())});
    places.push_back(shard.position.value());
  }
  Json json = json_of(liabilities.said);
  json["positions"] = std::move(places);
  if (!file.empty()) json["file"] = file;
  return both(fmt::format("{}.\n{}Root {}\nSigned by key {}.\nIt stands for:\n{}{}", sum_of(said),
                          debts_of(said), to_hex(said.root.hash), to_hex(liabilities.said.key),
                          table.str(), ending(file)),
              json);
}

EvidenceShown shown(const CardProof& proof, const std::string& file, std::size_t bytes) {
  const LiabilityStatement& said = proof.said.statement;
  Json json = json_of(proof);
  json["file"] = file;
  json["bytes"] = bytes;
  return both(fmt::format("Card {} is counted with {} among {}.\nRoot {}\n{} bytes. {}",
                          to_hex(proof.card), money(proof.balance, said.currency), sum_of(said),
                          to_hex(said.root.hash), bytes, ending(file)),
              json);
}

EvidenceShown shown_as_holding(const CardProof& proof) {
  const LiabilityStatement& said = proof.said.statement;
  Json json{{"holds", true}};
  json.update(json_of(proof));
  return both(fmt::format("The proof holds: card {} is counted with {} among {}.\n{}Root {}\n"
                          "Signed by key {}.\n",
                          to_hex(proof.card), money(proof.balance, said.currency), sum_of(said),
                          debts_of(said), to_hex(said.root.hash), to_hex(proof.said.key)),
              json);
}

}  // namespace perk::ops
