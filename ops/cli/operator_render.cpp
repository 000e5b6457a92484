// What `perk operator`, `limits`, `proposals`, `approve`, `audit` and `reason` print.
#include <array>

#include <fmt/format.h>

#include "ledger/permissions.h"
#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

std::string name_of(ProposalState state) {
  constexpr std::array<const char*, 4> kNames{"open", "expired", "approved", "rejected"};
  return kNames.at(static_cast<std::size_t>(state));
}
std::string name_of(WordState word) {
  constexpr std::array<const char*, 3> kNames{"unsigned", "holds", "BROKEN"};
  return kNames.at(static_cast<std::size_t>(word));
}
std::string programme_of(ProgrammeId programme) {
  return programme == ProgrammeId() ? "all" : std::to_string(programme.value());
}
std::string amount_or_nothing(Amount amount, Currency currency) {
  return currency.is_none() ? "" : money(amount, currency);
}
std::string subject_of(const AuditRow& row) {
  if (!row.last_four.empty()) return "card ending " + printable(row.last_four);
  if (row.card) return "card " + to_hex(*row.card);
  return row.store == StoreId() ? "" : store_label(row.store, row.store_name);
}

}  // namespace

/// Nobody asks for it on a command line.
std::string text(const OperatorChallengeReply&) { return "Head office gave a challenge.\n"; }
Json json(const OperatorChallengeReply& reply) { return {{"challenge", to_hex(reply.challenge)}}; }

std::string text(const OperatorsReply& reply) {
  if (reply.rows.empty())
    return "There are no operators: whoever reaches the admin port may do everything. Close it: "
           "perk "
           "operator key --out FILE, then perk operator add NAME --role admin --key HEX --reason "
           "...\n";
  Table table({{"name"}, {"role"}, {"public key"}, {""}});
  for (const OperatorRow& row : reply.rows)
    table.add({printable(row.name), std::string(role_name(row.role)), to_hex(row.key),
               row.is_dismissed ? "dismissed" : ""});
  return table.str();
}
Json json(const OperatorsReply& reply) {
  Json rows = Json::array();
  for (const OperatorRow& row : reply.rows)
    rows.push_back({{"name", row.name},
                    {"role", role_name(row.role)},
                    {"public_key", to_hex(row.key)},
                    {"dismissed", row.is_dismissed}});
  return {{"operators", std::move(rows)}};
}

std::string text(const LimitsReply& reply) {
  if (reply.rows.empty()) return "There are no limits: no decision needs a second operator.\n";
  Table table({{"decision"}, {"programme"}, {"above", Align::Right}, {"set by"}, {"reason"}});
  for (const LimitRow& row : reply.rows) {
    const bool is_always = row.amount && row.kind == DecisionKind::Override;
    const std::string above = !row.amount ? "no limit"
                              : is_always ? "always"
                                          : money(*row.amount, reply.currency);
    table.add({std::string(decision_name(row.kind)), programme_of(row.programme), above,
               printable(row.operator_name), printable(row.reason)});
  }
  return table.str();
}
Json json(const LimitsReply& reply) {
  Json rows = Json::array();
  for (const LimitRow& row : reply.rows)
    rows.push_back({{"kind", decision_name(row.kind)},
                    {"programme", row.programme.value()},
                    {"amount_minor", row.amount ? Json(row.amount->minor()) : Json(nullptr)},
                    {"reason", row.reason},
                    {"operator", row.operator_name}});
  return {{"currency", reply.currency.code()}, {"limits", std::move(rows)}};
}

std::string text(const ProposalsReply& reply) {
  if (reply.rows.empty()) return "Nothing waits for a second operator.\n";
  Table table({{"proposal", Align::Right},
               {"what"},
               {"amount", Align::Right},
               {"by"},
               {"reason"},
               {"until"},
               {"state"},
               {"settled by"}});
  for (const ProposalRow& row : reply.rows)
    table.add({std::to_string(row.number.value()), printable(row.what),
               row.kind == DecisionKind::Override ? "" : money(row.amount, reply.currency),
               printable(row.operator_name), printable(row.reason), to_iso8601(row.expires_at),
               name_of(row.state), printable(row.settled_by)});
  return table.str();
}
Json json(const ProposalsReply& reply) {
  Json rows = Json::array();
  for (const ProposalRow& row : reply.rows)
    rows.push_back({{"proposal", row.number.value()},
                    {"kind", decision_name(row.kind)},
                    {"what", row.what},
                    {"amount_minor", row.amount.minor()},
                    {"programme", row.programme.value()},
                    {"operator", row.operator_name},
                    {"reason", row.reason},
                    {"proposed_at", to_iso8601(row.proposed_at)},
                    {"expires_at", to_iso8601(row.expires_at)},
                    {"state", name_of(row.state)},
                    {"settled_by", row.settled_by}});
  return {{"currency", reply.currency.code()}, {"proposals", std::move(rows)}};
}

std::string text(const PendingApprovalReply& reply) {
  const std::string amount =
      reply.kind == DecisionKind::Override ? "" : " of " + money(reply.amount, reply.currency);
  return fmt::format(
      "Nothing was done yet: this {}{} needs a second operator. It is proposal {}, open until {}: "
      "perk approve {} --reason ...\n",
      decision_name(reply.kind), amount, reply.number.value(), to_iso8601(reply.expires_at),
      reply.number.value());
}
Json json(const PendingApprovalReply& reply) {
  return {{"pending_approval", true},          {"proposal", reply.number.value()},
          {"kind", decision_name(reply.kind)}, {"amount_minor", reply.amount.minor()},
          {"currency", reply.currency.code()}, {"expires_at", to_iso8601(reply.expires_at)}};
}

std::string text(const ProposalRejectedReply& reply) {
  return fmt::format("Proposal {} is rejected; nothing was done.\n", reply.number.value());
}
Json json(const ProposalRejectedReply& reply) {
  return {{"proposal", reply.number.value()}, {"rejected", true}};
}

std::string text(const AuditReply& reply) {
  if (reply.rows.empty()) return "No operator did anything of that kind.\n";
  Table table({{"when"},
               {"who"},
               {"role"},
               {"what"},
               {"of"},
               {"amount", Align::Right},
               {"reason"},
               {"second"},
               {"signature"},
               {"event"}});
  std::string broken;
  for (const AuditRow& row : reply.rows) {
    const bool was_operator = row.role != OperatorRole::Unspecified;
    table.add({to_iso8601(row.at), printable(row.operator_name),
               was_operator ? std::string(role_name(row.role)) : "", printable(row.what),
               subject_of(row), amount_or_nothing(row.amount, row.currency), printable(row.reason),
               printable(row.second), name_of(row.word), to_string(row.event)});
    if (row.word == WordState::Broken)
      broken +=
          fmt::format("BROKEN: event {}: {}.\n", to_string(row.event), printable(row.why_broken));
  }
  std::string out = table.str();
  if (reply.count > reply.rows.size())
    out +=
        fmt::format("The last {} of {}: say --since for others.\n", reply.rows.size(), reply.count);
  return out + broken;
}
Json json(const AuditReply& reply) {
  Json rows = Json::array();
  for (const AuditRow& row : reply.rows)
    rows.push_back(
        {{"at", to_iso8601(row.at)},
         {"event", to_string(row.event)},
         {"operator", row.operator_name},
         {"role", role_name(row.role)},
         {"what", row.what},
         {"card", row.card ? Json(to_hex(*row.card)) : Json(nullptr)},
         {"last_four", row.last_four},
         {"store", row.store.value()},
         {"store_name", row.store_name},
         {"amount_minor", row.amount.minor()},
         {"currency", row.currency.is_none() ? Json(nullptr) : Json(row.currency.code())},
         {"reason", row.reason},
         {"second", row.second},
         {"signature", name_of(row.word)},
         {"why_broken", row.why_broken}});
  return {{"count", reply.count}, {"acts", std::move(rows)}};
}

std::string text(const EraseReasonReply& reply) {
  return fmt::format(
      "The text of reason {} {} erased: head office keeps it no more, and event {} says so for "
      "ever. Dead rows, the write-ahead log, standbys and backups of the database may have it "
      "still: see the runbook.\n",
      to_hex(reply.commitment), reply.was_erased ? "was" : "is", to_string(reply.event));
}
Json json(const EraseReasonReply& reply) {
  return {{"commitment", to_hex(reply.commitment)},
          {"was_erased", reply.was_erased},
          {"event", to_string(reply.event)}};
}

}  // namespace perk::ops
