#include "ops/simulate/sim_command.h"

#include <optional>
#include <sstream>

#include <CLI/CLI.hpp>

namespace perk::ops {
namespace {

constexpr const char* kFooter =
    "A record that exists is gone on with: its tills go on counting, so that no request id is ever "
    "used twice. A request without a final answer is asked again with its id; what is given up "
    "stays open\n"
    "in the record, and check allows it in the ledger once or not at all.\n\n"
    "Examples:\n"
    "  perk-sim --stores 127.0.0.1:7101,127.0.0.1:7102 --record day.jsonl --duration 60s --rate "
    "80\n"
    "  perk-sim --stores 127.0.0.1:7101 --record day.jsonl --trace sales.csv --speed 100000\n"
    "  perk-sim --stores 3@shop.example:7101 --terminals 1 --first-terminal 42 --tls till-42 "
    "--record day.jsonl\n"
    "  perk-sim check --record day.jsonl --admin 127.0.0.1:7200\n"
    "  perk-sim --compare --seed 7 --chart policies.html\n\n"
    "Exit codes: 0 done; 1 check or --compare found a violation, the tills were in use before, or "
    "a file\n"
    "could not be written; 2 usage; 3 head office cannot be reached.";

/// What the options fill in, before it is judged.
struct Raw {
  std::vector<std::string> stores;
  std::string record, report, trace, duration = "30s", patience = "15s", currency = "EUR", admin,
                                     operator_name, operator_key;
  SimOptions options;
  compare::CompareOptions compare;
  std::size_t shops = 20;
  std::string placement = "on_demand", chart;
  sync::SecuritySettings security;
  ProofFiles proofs;
  bool json = false, compares = false, rollback = false;
  std::optional<std::size_t> cloned_cards;
};

void add_run_options(CLI::App& app, Raw& raw) {
  SimOptions& o = raw.options;
  const auto from_one = [](double most) { return CLI::Range(1.0, most); };
  app.add_option("--stores", raw.stores,
                 "HOST:PORT of each store node, separated by commas; with --tls and its number in "
                 "front: 3@HOST:PORT")
      ->delimiter(',');
  app.add_option("--terminals", o.tills_per_store, "Tills in each store")
      ->check(from_one(1000))
      ->capture_default_str();
  app.add_option("--cards", o.cards, "Cards of the chain")
      ->check(from_one(100'000))
      ->capture_default_str();
  app.add_option("--rate", o.purchases_per_second,
                 "Purchases a second at the busiest hour, over all stores")
      ->check(from_one(100'000))
      ->capture_default_str();
  app.add_option("--duration", raw.duration, "How long the day takes: 30s, 5m")
      ->capture_default_str();
  app.add_option("--patience", raw.patience,
                 "How long a till asks on after closing time if it has no answer yet")
      ->capture_default_str();
  app.add_option("--seed", o.deck.seed, "Of cards, customers and pauses")->capture_default_str();
  app.add_option("--prefix", o.deck.prefix, "First digits of every card number")
      ->capture_default_str();
  app.add_option("--currency", raw.currency, "Of the chain")->capture_default_str();
  app.add_option("--first-terminal", o.first_terminal,
                 "Number of the first till; the others follow")
      ->capture_default_str();
  app.add_option("--lost-answers", o.lost_answers_per_mille,
                 "Of 1000 answers, how many a till loses and asks for again")
      ->check(CLI::Range(0.0, 1000.0))
      ->capture_default_str();
  app.add_option("--trace", raw.trace, "CSV of purchases to replay: occurred_at,card,amount,item");
  app.add_option("--speed", o.speed, "Seconds of the trace in one second")
      ->check(from_one(1e9))
      ->capture_default_str();
  app.add_flag("--hand-back", o.hands_back,
               "First hand the record's uncovered receipts back to the stores");
  app.add_option("--report", raw.report, "Write what happened at the tills to this file, as JSON");
}

void add_proof_options(CLI::App& app, Raw& raw) {
  app.add_option("--tls", raw.proofs.tls_directory,
                 "Directory of a till's certificate and key; of several tills, each in a folder of "
                 "its number (else tills speak plainly, on this machine only)");
  app.add_option("--pairing", raw.proofs.pairings,
                 "A till's file of `perk-store terminal pair`, in place of a certificate; once for "
                 "each till")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_compare_options(CLI::App& app, Raw& raw) {
  app.add_flag(
      "--compare", raw.compares,
      "Run one story under all four policies: honest customers, cloned cards, a rollback. "
      "In this process, on a virtual clock; --seed, --trace and --json count, no store does");
  app.add_option("--shops", raw.shops, "With --compare: shops of the chain")
      ->check(CLI::Range(1.0, 1000.0))
      ->capture_default_str();
  app.add_option("--cloned-cards", raw.cloned_cards,
                 "Cards of which thieves use a copy at every cut-off shop at once (0; with "
                 "--compare " +
                     std::to_string(raw.compare.cloned_cards) + ")")
      ->check(CLI::Range(0.0, 100'000.0));
  app.add_flag(
      "--rollback", raw.rollback,
      "With --compare: a shop's database put back to an earlier copy (always in the table)");
  app.add_option("--placement", raw.placement,
                 "With --compare: on_demand, home_store or recent_use")
      ->capture_default_str();
  app.add_option("--chart", raw.chart, "With --compare: write a picture to this HTML file");
}

SimUsage complaint(const std::string& sentence) {
  return {2, "perk-sim: " + sentence + "\nRun `perk-sim --help` for the options and examples.\n"};
}

std::optional<std::string> judge_stores(const Raw& raw, SimOptions& options) {
  if (raw.stores.empty()) return "say where the stores are: --stores HOST:PORT,...";
  for (const std::string& text : raw.stores) {
    const auto place = parse_store_place(text);
    if (!place) return "'" + text + "' is not HOST:PORT";
    options.stores.push_back(*place);
  }
  return std::nullopt;
}

/// "30s", "5m", "1h", "500ms".
std::optional<Millis> parse_length(const std::string& text) {
  std::istringstream in(text);
  std::int64_t count = 0;
  std::string unit;
  if (!(in >> count) || !(in >> unit) || count <= 0 || count > 1'000'000) return std::nullopt;
  for (const auto& [name, millis] :
       {std::pair{"ms", 1}, {"s", 1'000}, {"m", 60'000}, {"h", 3'600'000}}) {
    if (unit == name) return Millis(count * millis);
  }
  return std::nullopt;
}

/// What is wrong, if anything.
std::optional<std::string> judge(Raw& raw, SimOptions& options) {
  if (raw.record.empty()) return "say where to keep the record: --record FILE";
  if (auto wrong = judge_stores(raw, options)) return wrong;
  const auto duration = parse_length(raw.duration);
  if (!duration) return "'" + raw.duration + "' is not a duration like 30s or 5m";
  options.duration = *duration;
  const auto patience = parse_length(raw.patience);
  if (!patience) return "'" + raw.patience + "' is not a duration like 30s or 5m";
  options.patience = *patience;
  const auto currency = Currency::from_code(raw.currency);
  if (!currency) return "'" + raw.currency + "' is not a currency code like EUR";
  options.currency = *currency;
  if (const auto deck = check_deck(options.deck); !deck) return deck.error();
  if (!raw.trace.empty()) {
    auto trace = load_trace(raw.trace, options.currency);
    if (!trace) return trace.error();
    options.trace = std::move(trace).value();
  }
  options.cloned_cards = raw.cloned_cards.value_or(0);
  if (options.trace && options.cloned_cards > 0)
    return "a trace says who bought what: --cloned-cards is for simulated customers";
  return std::nullopt;
}

std::vector<compare::Purchase> purchases_of(const Trace& trace) {
  std::vector<compare::Purchase> purchases;
  for (const TracePurchase& purchase : trace.purchases)
    purchases.push_back({purchase.offset, purchase.card, purchase.amount});
  return purchases;
}

/// The base name: a path says where something lies on one machine, and reports are passed on.
std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

SimCommand compare_command(Raw& raw, SimOutput output) {
  const auto currency = Currency::from_code(raw.currency);
  if (!currency) return complaint("'" + raw.currency + "' is not a currency code like EUR");
  const auto placement = placement_from_name(raw.placement);
  if (!placement) return complaint("'" + raw.placement + "' is not a placement of rights");
  const std::uint64_t seed = raw.options.deck.seed;
  std::vector<compare::Purchase> purchases;
  if (raw.trace.empty()) {
    purchases = compare::made_up_purchases(seed, {});
  } else {
    const auto trace = load_trace(raw.trace, *currency);
    if (!trace) return complaint(trace.error());
    purchases = purchases_of(trace.value());
  }
  raw.compare.seed = seed;
  raw.compare.cloned_cards = raw.cloned_cards.value_or(raw.compare.cloned_cards);
  raw.compare.placement = *placement;
  return SimCompare{compare::tell_story(purchases, {seed, raw.shops, 100}),
                    raw.compare,
                    {seed, file_name(raw.trace), *currency},
                    raw.chart,
                    output};
}

/// As `perk` asks head office.
void add_check_options(CLI::App& check, Raw& raw) {
  check.add_option("--admin", raw.admin, "HOST:PORT of head office's admin listener")
      ->required()
      ->envname("PERK_ADMIN");
  check
      .add_option("--tls", raw.security.tls_directory,
                  "Directory of your certificate and key (default: $PERK_TLS)")
      ->envname("PERK_TLS");
  check
      .add_flag("--insecure-loopback", raw.security.insecure_loopback,
                "Without encryption, on this machine only (or $PERK_INSECURE_LOOPBACK=1)")
      ->envname("PERK_INSECURE_LOOPBACK");
  check.add_option("--operator", raw.operator_name, "Who you are (default: $PERK_OPERATOR)")
      ->envname("PERK_OPERATOR");
  check
      .add_option("--operator-key", raw.operator_key,
                  "File with your key, where head office has accounts (default: "
                  "$PERK_OPERATOR_KEY)")
      ->envname("PERK_OPERATOR_KEY");
}

SimCommand command_of(Raw& raw, bool is_check) {
  const SimOutput output = raw.json ? SimOutput::Json : SimOutput::Human;
  if (is_check) {
    const auto admin = sync::parse_address(raw.admin);
    if (!admin) return complaint("'" + raw.admin + "' is not HOST:PORT");
    return SimCheck{raw.record, *admin, raw.security, output, raw.operator_name, raw.operator_key};
  }
  if (raw.compares) return compare_command(raw, output);
  if (const auto wrong = judge(raw, raw.options)) return complaint(*wrong);
  return SimRun{std::move(raw.options), raw.record, raw.report, raw.proofs, output};
}

}  // namespace

SimCommand parse_sim_command(int argc, const char* const* argv) {
  Raw raw;
  CLI::App app("perk-sim: customers and tills, as real clients of real store nodes.", "perk-sim");
  app.set_version_flag("--version", "perk-sim " PERK_VERSION);
  app.footer(kFooter);
  app.add_option("--record", raw.record,
                 "What was asked and answered, as JSON lines; written before asking");
  app.add_flag("--json", raw.json, "Print JSON instead of text");
  add_run_options(app, raw);
  add_proof_options(app, raw);
  add_compare_options(app, raw);
  app.fallthrough();
  CLI::App* check = app.add_subcommand(
      "check", "Hold a record against the ledger: every approval exactly once, nothing else");
  add_check_options(*check, raw);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& success) {
    std::ostringstream text;
    app.exit(success, text, text);
    return SimUsage{0, text.str()};
  } catch (const CLI::ParseError& error) {
    return complaint(error.what());
  }
  return command_of(raw, check->parsed());
}

}  // namespace perk::ops
