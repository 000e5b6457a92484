#include "ops/cli/operator_commands.h"

#include <CLI/CLI.hpp>

#include "ledger/permissions.h"
#include "ops/cli/arguments.h"

namespace perk::ops {
namespace {

using central::AdminRequest;
using Asked = Result<std::optional<AdminRequest>, std::string>;

void add_reason(CLI::App& command, RawOperators& raw) {
  command.add_option("--reason", raw.reason, "Why; kept with the event")->required();
}

void add_accounts(CLI::App& app, RawOperators& raw) {
  auto* operators = app.add_subcommand(
      "operator", "Accounts: who may ask head office for what, each with a key of their own");
  operators->require_subcommand(1);
  auto* key = operators->add_subcommand("key", "Make a key; prints its public half");
  key->add_option("--out", raw.key_file, "File for the secret half: new, for its owner only")
      ->required();
  auto* add = operators->add_subcommand(
      "add", "Admit somebody. The first one closes the admin port to everybody else");
  add->add_option("NAME", raw.name, "Letters, digits and . - _ @")->required();
  add->add_option("--role", raw.role, "viewer, cashier-support, operator, auditor or admin")
      ->required();
  add->add_option("--key", raw.key, "Their public key, as `perk operator key` printed it")
      ->required();
  add_reason(*add, raw);
  auto* role = operators->add_subcommand("role", "Give somebody another role");
  role->add_option("NAME", raw.name, "The operator")->required();
  role->add_option("ROLE", raw.role, "viewer, cashier-support, operator, auditor or admin")
      ->required();
  add_reason(*role, raw);
  auto* dismiss = operators->add_subcommand("dismiss", "Nothing more is done in their name");
  dismiss->add_option("NAME", raw.name, "The operator")->required();
  add_reason(*dismiss, raw);
  operators->add_subcommand("list", "Everybody, and who was dismissed");
}

void add_approvals(CLI::App& app, RawOperators& raw) {
  auto* limits =
      app.add_subcommand("limits", "Above which amounts a decision needs a second operator");
  limits->require_subcommand(0, 1);
  auto* set = limits->add_subcommand("set", "Set one, or take it away");
  set->add_option("--kind", raw.kind,
                  "adjustment, write-off, declared-loss, charge-back or override")
      ->required();
  auto* amount = set->add_option("--amount", raw.amount,
                                 "Above this; an override needs a second one whatever it says");
  auto* none = set->add_flag("--none", raw.no_limit, "Nobody else is needed");
  amount->excludes(none);
  set->add_option("--programme", raw.programme, "For the cards of this programme only")
      ->check(CLI::NonNegativeNumber);
  add_reason(*set, raw);
  auto* proposals = app.add_subcommand("proposals", "Decisions that wait for a second operator");
  proposals->add_flag("--all", raw.all, "Also those that are settled or have expired");
  for (const char* verdict : {"approve", "reject"}) {
    auto* settle = app.add_subcommand(
        verdict, std::string(verdict) + " another operator's proposal" +
                     (std::string(verdict) == "approve" ? ", and carry it out" : ""));
    settle->add_option("PROPOSAL", raw.proposal, "Its number")->required();
    add_reason(*settle, raw);
  }
}

void add_audit(CLI::App& app, RawOperators& raw) {
  auto* audit = app.add_subcommand(
      "audit",
      "What operators did, from the log itself: who, in which role, what, why, who approved it, "
      "and whether their signature holds. What was refused is no fact, and not in it");
  audit->add_option("--by", raw.by, "Of this operator only");
  audit->add_option("--since", raw.since, "From this time on");
}

void add_reasons(CLI::App& app, RawOperators& raw) {
  auto* reasons = app.add_subcommand("reason", "What operators gave as reasons");
  reasons->require_subcommand(1);
  auto* erase = reasons->add_subcommand(
      "erase",
      "Keep the text of a reason no more, for ever; what was done stays, and who did it (admins "
      "only). Backups keep what they have: see the runbook");
  erase
      ->add_option("WHICH", raw.which,
                   "The event that gives it, as `perk audit` shows it, or its commitment")
      ->required();
  add_reason(*erase, raw);
  erase->add_option("--request", raw.request,
                    "TERMINAL:COUNTER of an earlier try, to ask the same again");
}

Asked role_request(const CLI::App& operators, const RawOperators& raw,
                   const std::string& operator_name) {
  const OperatorRole role = role_from_name(raw.role);
  if (role == OperatorRole::Unspecified)
    return failed("A role is viewer, cashier-support, operator, auditor or admin, not '" +
                  raw.role + "'.");
  if (operators.got_subcommand("role"))
    return std::optional<AdminRequest>(
        central::ChangeRoleRequest{raw.name, role, raw.reason, operator_name});
  const auto key = public_key_from_hex(raw.key);
  if (!key) return failed(std::string("--key wants 64 hex digits, as `perk operator key` prints."));
  return std::optional<AdminRequest>(
      central::AdmitOperatorRequest{raw.name, role, *key, raw.reason, operator_name});
}

Asked account_request(const CLI::App& operators, const RawOperators& raw,
                      const std::string& operator_name) {
  if (operators.got_subcommand("list"))
    return std::optional<AdminRequest>(central::OperatorsRequest{});
  if (operators.got_subcommand("dismiss"))
    return std::optional<AdminRequest>(
        central::DismissOperatorRequest{raw.name, raw.reason, operator_name});
  return role_request(operators, raw, operator_name);
}

Asked limit_request(const CLI::App& limits, const RawOperators& raw,
                    const std::string& operator_name) {
  if (!limits.got_subcommand("set")) return std::optional<AdminRequest>(central::LimitsRequest{});
  const DecisionKind kind = decision_from_name(raw.kind);
  if (kind == DecisionKind::Unspecified)
    return failed("--kind is adjustment, write-off, declared-loss, charge-back or override, not '" +
                  raw.kind + "'.");
  if (raw.amount.empty() && !raw.no_limit)
    return failed(std::string("Say --amount 50.00, or --none."));
  return std::optional<AdminRequest>(central::SetLimitRequest{
      kind, ProgrammeId(raw.programme), raw.amount, raw.reason, operator_name});
}

Asked audit_request(const RawOperators& raw) {
  central::AuditRequest request{raw.by, std::nullopt};
  if (!raw.since.empty()) {
    request.since = parse_time(raw.since);
    if (!request.since)
      return failed("--since wants a UTC time such as 2026-11-21T10:15:00Z, not '" + raw.since +
                    "'.");
  }
  return std::optional<AdminRequest>(std::move(request));
}

}  // namespace

void add_operator_commands(CLI::App& app, RawOperators& raw) {
  add_accounts(app, raw);
  add_approvals(app, raw);
  add_audit(app, raw);
  add_reasons(app, raw);
}

Asked operator_request(const CLI::App& app, const RawOperators& raw,
                       const std::string& operator_name) {
  if (app.got_subcommand("operator"))
    return account_request(*app.get_subcommand("operator"), raw, operator_name);
  if (app.got_subcommand("limits"))
    return limit_request(*app.get_subcommand("limits"), raw, operator_name);
  if (app.got_subcommand("proposals"))
    return std::optional<AdminRequest>(central::ProposalsRequest{raw.all});
  const bool approves = app.got_subcommand("approve");
  if (approves || app.got_subcommand("reject"))
    return std::optional<AdminRequest>(central::SettleProposalRequest{
        ProposalNumber(raw.proposal),
        approves ? ProposalVerdict::Approved : ProposalVerdict::Rejected, raw.reason,
        operator_name});
  if (app.got_subcommand("audit")) return audit_request(raw);
  return std::optional<AdminRequest>();
}

}  // namespace perk::ops
