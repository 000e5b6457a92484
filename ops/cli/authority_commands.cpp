#include "ops/cli/authority_commands.h"

#include <CLI/CLI.hpp>

namespace perk::ops {
namespace {

constexpr double kDaysMax = 3'650;

void add_issue(CLI::App& issue, RawAuthority& raw) {
  issue.require_subcommand(1);
  auto* person = issue.add_subcommand("operator", "Of a person who asks head office with `perk`");
  person->add_option("NAME", raw.name, "1 to 32 of a-z, 0-9, '.', '-', '_'")->required();
  auto* till = issue.add_subcommand("terminal", "Of a till, by its number in the chain");
  till->add_option("NUMBER", raw.terminal, "From 1")->required();
  auto* office = issue.add_subcommand("head-office", "Of head office, when its own runs out");
  for (CLI::App* command : {person, till, office}) {
    command->add_option("--dir", raw.directory, "The authority's directory")->required();
    command->add_option("--out", raw.out, "Directory for tls.key, tls.crt and ca.crt")->required();
    command->add_option("--days", raw.days, "How long the certificate is valid (365)")
        ->check(CLI::Range(1.0, kDaysMax));
  }
}

}  // namespace

void add_authority_commands(CLI::App& app, RawAuthority& raw) {
  auto* ca = app.add_subcommand("ca", "The chain's certificate authority, on this machine");
  ca->require_subcommand(1);
  auto* init = ca->add_subcommand("init", "Make it, once; refuses to write over anything");
  init->add_option("--dir", raw.directory,
                   "Directory for ca.key and ca.crt: whoever reads ca.key "
                   "can be anyone")
      ->required();
  init->add_option("--head-office-tls", raw.head_office_tls,
                   "Also make head office's own identity, in this directory");
  add_issue(*ca->add_subcommand("issue", "Make the key and certificate of somebody"), raw);
}

Result<std::optional<AuthorityTask>, std::string> authority_task(const CLI::App& app,
                                                                 const RawAuthority& raw) {
  using Task = std::optional<AuthorityTask>;
  const CLI::App* ca = app.get_subcommand("ca");
  if (!ca->parsed()) return Task();
  if (ca->get_subcommand("init")->parsed())
    return Task(MakeAuthority{raw.directory, raw.head_office_tls});
  const CLI::App* issue = ca->get_subcommand("issue");
  auto party = sync::Party::head_office();
  if (issue->get_subcommand("operator")->parsed()) party = sync::Party::operator_named(raw.name);
  if (issue->get_subcommand("terminal")->parsed()) party = sync::Party::terminal(raw.terminal);
  if (!sync::is_valid(party)) {
    return failed(
        std::string("an operator's name is 1 to 32 of a-z, 0-9, '.', '-', '_'; a till's "
                    "number is from 1."));
  }
  return Task(IssueIdentity{raw.directory, std::move(party), raw.out, raw.days});
}

}  // namespace perk::ops
