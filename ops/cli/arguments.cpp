#include "ops/cli/arguments.h"

#include <charconv>
#include <sstream>

#include <CLI/CLI.hpp>

#include "ops/cli/number_commands.h"

namespace perk::ops {
namespace {

constexpr const char* kFooter =
    "CARD is a card number (head office hashes it and forgets it) or a card id (32 hex digits).\n"
    "TIME is UTC, for example 2026-11-21T10:15:00Z.\n\n"
    "Examples:\n"
    "  perk balance 6033570000000018\n"
    "  perk balance 6033570000000018 --at-least 1200 --deadline 3\n"
    "  perk statement 6033570000000018 --json\n"
    "  perk card freeze 6033570000000018 --reason 'reported stolen'\n"
    "  perk store enrol 'Main Street' --out /etc/perk/main-street\n"
    "  perk cards make --count 500\n"
    "  perk projections rebuild balance\n"
    "  perk verify\n\n"
    "Exit codes: 0 done; 1 verify or money found something that does not hold; 2 usage;\n"
    "3 head office cannot be reached; 4 refused; 5 --at-least was not reached in time.";

/// What the options fill in before it is known which command was meant.
struct Raw {
  std::string admin, card, reason, operator_name, request, name, directory, projection, as_of;
  std::uint64_t at_least = 0, quarantine_id = 0;
  double deadline_s = 5.0;
  bool json = false;
  RawNumbers numbers;
};

NothingToRun usage(const std::string& sentence) {
  return {2, "perk: " + sentence + "\nRun `perk --help` for the commands and examples.\n"};
}

central::CardRef card_ref(const std::string& text) {
  if (text.size() == 32) {
    if (auto id = card_id_from_hex(text)) return {"", id};
  }
  return {text, std::nullopt};
}

/// A request id from "TERMINAL:COUNTER", or a fresh one. Ids above 2^62 are the admin tool's own.
std::optional<RequestId> request_id(const std::string& text, std::uint64_t bits) {
  if (text.empty())
    return RequestId{TerminalId((std::uint64_t{1} << 62) | (bits >> 2)), RequestCounter(1)};
  std::uint64_t terminal = 0;
  std::uint64_t counter = 0;
  const char* end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, terminal);
  if (first.ec != std::errc() || first.ptr == end || *first.ptr != ':') return std::nullopt;
  const auto second = std::from_chars(first.ptr + 1, end, counter);
  if (second.ec != std::errc() || second.ptr != end || counter == 0) return std::nullopt;
  return RequestId{TerminalId(terminal), RequestCounter(counter)};
}

using What = std::variant<central::AdminRequest, EnrolStore>;

Result<What, NothingToRun> balance_request(const Raw& raw) {
  central::BalanceRequest request;
  request.card = card_ref(raw.card);
  request.at_least = Position(raw.at_least);
  request.deadline = Millis(static_cast<std::int64_t>(raw.deadline_s * 1000));
  if (!raw.as_of.empty()) {
    request.as_of = parse_time(raw.as_of);
    if (!request.as_of) {
      return failed(
          usage("--as-of wants a UTC time such as 2026-11-21T10:15:00Z, not '" + raw.as_of + "'."));
    }
  }
  return What(central::AdminRequest(std::move(request)));
}

Result<What, NothingToRun> freeze_request(const Raw& raw, central::FreezeChange change,
                                          std::uint64_t bits) {
  const auto id = request_id(raw.request, bits);
  if (!id)
    return failed(
        usage("--request wants TERMINAL:COUNTER, two whole numbers, not '" + raw.request + "'."));
  return What(central::AdminRequest(
      central::FreezeRequest{card_ref(raw.card), change, raw.reason, raw.operator_name, *id}));
}

/// The commands and their options; `parsed(name)` tells afterwards which one was given.
class Commands {
 public:
  explicit Commands(Raw& raw)
      : app_("perk: ask head office about cards and stores, and tell it what to do.", "perk") {
    app_.require_subcommand(1);
    app_.set_version_flag("--version", "perk " PERK_VERSION);
    app_.footer(kFooter);
    app_.add_option("--admin", raw.admin,
                    "HOST:PORT of head office's admin listener (default: $PERK_ADMIN)");
    app_.add_flag("--json", raw.json, "Print JSON instead of a table");
    app_.fallthrough();
    add_cards(raw);
    add_stores(raw);
    add_evidence(raw);
    add_number_commands(app_, raw.numbers);
  }

  CLI::App& app() { return app_; }
  [[nodiscard]] const CLI::App& app() const { return app_; }
  [[nodiscard]] bool parsed(const std::string& path) const {
    const CLI::App* at = &app_;
    std::istringstream words(path);
    for (std::string word; words >> word;) {
      at = at->get_subcommand(word);
      if (!at->parsed()) return false;
    }
    return true;
  }

 private:
  void add_cards(Raw& raw) {
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
      change->add_option("--reason", raw.reason, "Why; kept with the event")->required();
      change->add_option("--operator", raw.operator_name, "Who (default: $USER)")->envname("USER");
      change->add_option("--request", raw.request,
                         "TERMINAL:COUNTER of an earlier try, to ask the same again");
    }
  }

  void add_stores(Raw& raw) {
    app_.add_subcommand("stores", "Each store: sold, loaded, last heard from, backlog");
    auto* store = app_.add_subcommand("store", "Enrol a store");
    store->require_subcommand(1);
    auto* enrol =
        store->add_subcommand("enrol", "Register a store's log key and fetch the keys it needs");
    enrol->add_option("NAME", raw.name, "The store's name")->required();
    enrol->add_option("--out", raw.directory, "Directory for log.key and enrolment.toml")
        ->required();
  }

  void add_evidence(Raw& raw) {
    auto* projections =
        app_.add_subcommand("projections", "The read models, how far each has folded, and its lag");
    projections->require_subcommand(0, 1);
    auto* rebuild = projections->add_subcommand(
        "rebuild", "Fold one again from the first event, beside the live one, then swap");
    rebuild->add_option("NAME", raw.projection, "balance, statement or store_position")->required();
    app_.add_subcommand("verify",
                        "Recompute every chain and every projection from the log, and compare");
    auto* quarantine =
        app_.add_subcommand("quarantine", "Events that could not be folded, and why");
    quarantine->add_option("ID", raw.quarantine_id, "Show this one with its bytes")
        ->check(CLI::NonNegativeNumber);
    app_.add_subcommand("money", "The money line: loaded + reversed = redeemed + balances");
    app_.add_subcommand("health", "Whether head office and its database answer");
  }

  CLI::App app_;
};

Result<What, NothingToRun> what_was_asked(const Commands& commands, const Raw& raw,
                                          std::uint64_t bits) {
  using central::AdminRequest;
  if (commands.parsed("balance")) return balance_request(raw);
  if (commands.parsed("statement"))
    return What(AdminRequest(central::StatementRequest{card_ref(raw.card)}));
  if (commands.parsed("card freeze"))
    return freeze_request(raw, central::FreezeChange::Freeze, bits);
  if (commands.parsed("card unfreeze"))
    return freeze_request(raw, central::FreezeChange::Unfreeze, bits);
  if (commands.parsed("store enrol")) return What(EnrolStore{raw.name, raw.directory});
  if (const auto numbers = number_request(commands.app(), raw.numbers)) return What(*numbers);
  if (commands.parsed("stores")) return What(AdminRequest(central::StoresRequest{}));
  if (commands.parsed("projections rebuild"))
    return What(AdminRequest(central::RebuildRequest{raw.projection}));
  if (commands.parsed("projections")) return What(AdminRequest(central::ProjectionsRequest{}));
  if (commands.parsed("verify")) return What(AdminRequest(central::VerifyRequest{}));
  if (commands.parsed("quarantine"))
    return What(AdminRequest(central::QuarantineRequest{raw.quarantine_id}));
  if (commands.parsed("money")) return What(AdminRequest(central::MoneyLineRequest{}));
  return What(AdminRequest(central::HealthRequest{}));
}

}  // namespace

Result<Arguments, NothingToRun> parse_arguments(int argc, const char* const* argv,
                                                const std::optional<std::string>& environment_admin,
                                                std::uint64_t request_bits) {
  Raw raw;
  Commands commands(raw);
  try {
    commands.app().parse(argc, argv);
  } catch (const CLI::Success& success) {
    std::ostringstream out;
    commands.app().exit(success, out, out);
    return failed(NothingToRun{0, out.str()});
  } catch (const CLI::RequiredError& error) {
    const auto words = commands.app().remaining();
    return failed(
        usage(words.empty() ? error.what() : "there is no command '" + words.front() + "'."));
  } catch (const CLI::ParseError& error) {
    return failed(usage(error.what()));
  }
  auto what = what_was_asked(commands, raw, request_bits);
  if (!what) return failed(what.error());
  const std::string admin = raw.admin.empty() ? environment_admin.value_or("") : raw.admin;
  if (admin.empty()) {
    return failed(usage("say where head office is: --admin HOST:PORT, or set PERK_ADMIN."));
  }
  return Arguments{admin, raw.json ? OutputFormat::Json : OutputFormat::Human,
                   std::move(what).value()};
}

}  // namespace perk::ops
