#include "ops/cli/commands.h"

#include <sstream>

namespace perk::ops {
namespace {

constexpr const char* kFooter =
    "CARD is a card number (head office hashes it and forgets it) or a card id (32 hex digits).\n"
    "EVENT is ORIGIN:SEQ, as `perk statement` and `perk overdrafts` show it.\n"
    "TIME is UTC, for example 2026-11-21T10:15:00Z.\n\n"
    "Examples:\n"
    "  perk balance 6033570000000018\n"
    "  perk balance 6033570000000018 --at-least 1200 --deadline 3\n"
    "  perk statement 6033570000000018 --json\n"
    "  perk card freeze 6033570000000018 --reason 'reported stolen'\n"
    "  perk charge-back 6033570000000018 5f0c6a9d1e2b3c4d:3 --amount 25.00 --reason 'stolen card'\n"
    "  perk adjust 6033570000000018 -3.40 --reason 'charged twice'\n"
    "  perk ca init --dir /etc/perk/authority --head-office-tls /var/lib/perk/tls\n"
    "  perk ca issue operator ana --dir /etc/perk/authority --out ana-tls\n"
    "  perk store enrol 'Main Street'\n"
    "  perk store revoke 'Main Street' --reason 'its machine was stolen'\n"
    "  perk store declare-lost 'Main Street' --reason 'burnt down'\n"
    "  perk store prove-end 'Main Street' --reason 'old disk destroyed, all tills came back'\n"
    "  perk exposure --store 'Main Street'\n"
    "  perk explain 5f0c6a9d1e2b3c4d:17\n"
    "  perk quarantine bring harbour.hand-in --reason 'its machine was found'\n"
    "  perk quarantine accept 3 --reason 'the till has the receipt'\n"
    "  perk overdrafts write-off head-office/1/3:42 --reason 'not worth asking'\n"
    "  perk policy set escrow+standin --store 'Main Street'\n"
    "  perk cards make --count 500\n"
    "  perk projections rebuild balance\n"
    "  perk verify --against heads-2026-11-20.txt\n"
    "  perk heads --out heads-2026-11-21.txt\n"
    "  perk proof card 6033570000000018 --at liabilities.txt --out card.proof\n"
    "  perk proof check card.proof --root liabilities.txt\n"
    "  perk operator key --out ada.key\n"
    "  perk operator add ada --role admin --key HEX --reason 'first admin'\n"
    "  perk limits set --kind adjustment --amount 50.00 --reason 'two people above that'\n"
    "  perk approve 7 --reason 'seen the receipt'\n"
    "  perk audit --by ada --since 2026-11-01T00:00:00Z\n"
    "  perk reason erase head-office/1/3:42 --reason 'asked to by the person it names'\n\n"
    "Exit codes: 0 done; 1 verify, money, proof check or audit found something that does not "
    "hold;\n"
    "2 usage; 3 head office cannot be reached; 4 refused; 5 --at-least was not reached in time;\n"
    "6 nothing was done yet: a second operator must approve it.";

/// Why something is decided that is kept for ever.
void add_decision(CLI::App& command, Raw& raw) {
  command.add_option("--reason", raw.reason, "Why; kept with the event")->required();
}

void add_request(CLI::App& command, Raw& raw) {
  command.add_option("--request", raw.request,
                     "TERMINAL:COUNTER of an earlier try, to ask the same again");
}

}  // namespace

Commands::Commands(Raw& raw)
    : app_("perk: ask head office about cards and stores, and tell it what to do.", "perk") {
  app_.require_subcommand(1);
  app_.set_version_flag("--version", "perk " PERK_VERSION);
  app_.footer(kFooter);
  app_.add_option("--admin", raw.admin,
                  "HOST:PORT of head office's admin listener, several with commas: the one that "
                  "serves is found (default: $PERK_ADMIN)");
  app_.add_option("--tls", raw.tls, "Directory of your certificate and key (default: $PERK_TLS)")
      ->envname("PERK_TLS");
  app_.add_flag("--insecure-loopback", raw.insecure_loopback,
                "Without encryption, on this machine only (or $PERK_INSECURE_LOOPBACK=1)")
      ->envname("PERK_INSECURE_LOOPBACK");
  app_.add_option("--operator", raw.operator_name,
                  "Who you are (default: $PERK_OPERATOR, then $USER)")
      ->envname("PERK_OPERATOR");
  app_.add_option("--operator-key", raw.operator_key,
                  "File with your key: every request is signed with it (default: "
                  "$PERK_OPERATOR_KEY)")
      ->envname("PERK_OPERATOR_KEY");
  app_.add_flag("--json", raw.json, "Print JSON instead of a table");
  app_.fallthrough();
  add_cards(raw);
  add_stores(raw);
  add_risk(raw);
  add_policies(raw);
  add_epochs(raw);
  add_evidence(raw);
  add_quarantine(raw);
  add_number_commands(app_, raw.numbers);
  add_operator_commands(app_, raw.operators);
  add_authority_commands(app_, raw.authority);
}

bool Commands::parsed(const std::string& path) const {
  const CLI::App* at = &app_;
  std::istringstream words(path);
  for (std::string word; words >> word;) {
    at = at->get_subcommand(word);
    if (!at->parsed()) return false;
  }
  return true;
}

void Commands::add_cards(Raw& raw) {
  auto* balance = app_.add_subcommand(
      "balance", "What a card holds, how old that knowledge is, and who has not been heard");
  balance->add_option("CARD", raw.card, "Card number or card id")->required();
  balance
      ->add_option("--at-least", raw.at_least,
                   "Wait until this position of the card's shard is folded")
      ->check(CLI::NonNegativeNumber);
  balance->add_option("--deadline", raw.deadline_s, "Seconds to wait for --at-least")
      ->check(CLI::Range(0.0, 3600.0));
  balance->add_option("--as-of", raw.as_of, "Only what had happened by this time");
  auto* statement = app_.add_subcommand(
      "statement", "Every event of a card, in order, with when and where it happened");
  statement->add_option("CARD", raw.card, "Card number or card id")->required();
  auto* card = app_.add_subcommand("card", "Freeze or unfreeze a card");
  card->require_subcommand(1);
  for (const char* name : {"freeze", "unfreeze"}) {
    auto* change = card->add_subcommand(name, std::string(name) + " a card, everywhere");
    change->add_option("CARD", raw.card, "Card number or card id")->required();
    add_decision(*change, raw);
    add_request(*change, raw);
  }
  add_debits(raw);
}

void Commands::add_debits(Raw& raw) {
  auto* back =
      app_.add_subcommand("charge-back", "A load's payer took the money back: take it off");
  back->add_option("CARD", raw.card, "Card number or card id")->required();
  back->add_option("EVENT", raw.event, "The load's name")->required();
  back->add_option("--amount", raw.amount, "How much of it, for example 25.00")->required();
  auto* adjust = app_.add_subcommand("adjust", "Change a balance by hand, up or down");
  adjust->add_option("CARD", raw.card, "Card number or card id")->required();
  adjust->add_option("AMOUNT", raw.amount, "For example 5.00, or -5.00 to take it off")->required();
  for (CLI::App* change : {back, adjust}) {
    add_decision(*change, raw);
    add_request(*change, raw);
  }
}

void Commands::add_stores(Raw& raw) {
  app_.add_subcommand("stores", "Each store: sold, loaded, last heard from, backlog");
  auto* store = app_.add_subcommand(
      "store", "Enrol a store, revoke it, give it up as lost, or end one of its logs");
  store->require_subcommand(1);
  auto* enrol =
      store->add_subcommand("enrol", "Make a one-time code, by which a store's machine enrols");
  enrol->add_option("NAME", raw.name, "The store's name")->required();
  enrol->add_option("--expires", raw.expires_h, "Hours until the code is of no more use (24)")
      ->check(CLI::Range(1.0, 720.0));
  enrol->add_option("--out", raw.directory,
                    "No code: make log.key and enrolment.toml in this directory. For trials with "
                    "--insecure-loopback only");
  auto* lost = store->add_subcommand(
      "declare-lost", "Count the spending rights of a store that will not come back as returned");
  lost->add_option("NAME", raw.name, "The store's name")->required();
  add_decision(*lost, raw);
  auto* revoke = store->add_subcommand(
      "revoke",
      "A store's machine or certificate was stolen: nobody comes in as that store any more, for "
      "ever. What it holds stays at risk until it is declared lost");
  revoke->add_option("NAME", raw.name, "The store's name")->required();
  add_decision(*revoke, raw);
  auto* end = store->add_subcommand(
      "prove-end",
      "Give your word, for ever, that no copy of a closed log is in service and that every till "
      "handed back its receipts: what could be lost through it counts no more");
  end->add_option("LOG", raw.log, "The log (16 hex digits), or a store's name: all its closed logs")
      ->required();
  end->add_option("--through", raw.through,
                  "Its last event, as tills' receipts show (default: the last that is known)")
      ->check(CLI::NonNegativeNumber);
  add_decision(*end, raw);
}

void Commands::add_risk(Raw& raw) {
  auto* exposure = app_.add_subcommand(
      "exposure", "The most that could still be lost, right now, to purchases not heard of");
  auto* store = exposure->add_option("--store", raw.store, "Through this store only");
  auto* card = exposure->add_option("--card", raw.card, "On this card only");
  store->excludes(card);
  auto* overdrafts = app_.add_subcommand(
      "overdrafts", "What was spent that was never on a card: cause, owner, what is left of it");
  overdrafts->require_subcommand(0, 1);
  overdrafts->add_flag("--all", raw.all, "Also those that are paid or written off");
  auto* write_off =
      overdrafts->add_subcommand("write-off", "Let the chain bear what is left of one");
  write_off->add_option("EVENT", raw.event, "The event that opened it")->required();
  add_decision(*write_off, raw);
  auto* explain = app_.add_subcommand(
      "explain", "What a store knew when it approved something, and what it could not know");
  explain->add_option("EVENT", raw.event, "The event's name")->required();
}

void Commands::add_policies(Raw& raw) {
  auto* policy = app_.add_subcommand(
      "policy", "The policies in force: what stores may approve beyond their rights");
  policy->require_subcommand(0, 1);
  auto* set = policy->add_subcommand("set", "Set a policy; stores obey once they hear it");
  set->add_option("KIND", raw.policy, "central, escrow, escrow+standin or cached")->required();
  set->add_option("--store", raw.store, "For this store only");
  set->add_option("--programme", raw.programme, "For the cards of this programme only")
      ->check(CLI::NonNegativeNumber);
}

void Commands::add_epochs(Raw& raw) {
  auto* epoch = app_.add_subcommand(
      "epoch", "After head office was restored: which stores handed back what it had forgotten");
  epoch->require_subcommand(0, 1);
  auto* settle = epoch->add_subcommand(
      "settle", "The list of stores is whole: head office may grant and debit again");
  settle->add_option("--without", raw.without,
                     "A store, or a log by its name, not to wait for; may be said again");
  add_decision(*settle, raw);
}

void Commands::add_evidence(Raw& raw) {
  auto* projections =
      app_.add_subcommand("projections", "The read models, how far each has folded, and its lag");
  projections->require_subcommand(0, 1);
  auto* rebuild = projections->add_subcommand(
      "rebuild", "Fold one again from the first event, beside the live one, then swap");
  rebuild->add_option("NAME", raw.projection, "balance, statement or store_position")->required();
  add_evidence_commands(app_, raw.evidence);
  app_.add_subcommand("money", "The money line: loaded + reversed = redeemed + balances");
  app_.add_subcommand("health", "Whether head office and its database answer");
}

void Commands::add_quarantine(Raw& raw) {
  auto* quarantine = app_.add_subcommand(
      "quarantine", "Events that were set aside: why, and what an operator said of them");
  quarantine->require_subcommand(0, 1);
  auto* one = quarantine->add_option("ID", raw.quarantine_id, "Show this one with its bytes")
                  ->check(CLI::NonNegativeNumber);
  quarantine->add_flag("--open", raw.open, "Only those that nobody settled")->excludes(one);
  auto* accept = quarantine->add_subcommand(
      "accept", "What its store brought of a closed log counts, once, for ever");
  auto* refuse = quarantine->add_subcommand("refuse", "It never counts; it stays as evidence");
  for (CLI::App* settle : {accept, refuse}) {
    settle->add_option("ID", raw.quarantine_id, "Its number, as `perk quarantine` shows it")
        ->required()
        ->check(CLI::PositiveNumber);
    add_decision(*settle, raw);
    add_request(*settle, raw);
  }
  auto* bring = quarantine->add_subcommand(
      "bring",
      "What a closed log says beyond what head office heard, from a file that `perk-store hand-in` "
      "made: it is set aside, with its proof checked, and counts nothing yet");
  bring->add_option("FILE", raw.file, "The file")->required();
  add_decision(*bring, raw);
}

}  // namespace perk::ops
