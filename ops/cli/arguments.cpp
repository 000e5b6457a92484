#include "ops/cli/arguments.h"

#include <charconv>
#include <cstdlib>
#include <sstream>

#include "ledger/policy.h"
#include "ops/cli/commands.h"
#include "ops/cli/number_commands.h"
#include "ops/cli/operator_commands.h"

namespace perk::ops {
namespace {

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

using What = decltype(Arguments::what);

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

Result<RequestId, NothingToRun> request_named(const std::string& text, std::uint64_t bits) {
  const auto id = request_id(text, bits);
  if (id) return *id;
  return failed(usage("--request wants TERMINAL:COUNTER, two whole numbers, not '" + text + "'."));
}

Result<What, NothingToRun> freeze_request(const Raw& raw, central::FreezeChange change,
                                          std::uint64_t bits) {
  const auto id = request_named(raw.request, bits);
  if (!id) return failed(id.error());
  return What(central::AdminRequest(central::FreezeRequest{card_ref(raw.card), change, raw.reason,
                                                           raw.operator_name, id.value()}));
}

Result<What, NothingToRun> adjust_request(const Raw& raw, std::uint64_t bits) {
  const auto id = request_named(raw.request, bits);
  if (!id) return failed(id.error());
  return What(central::AdminRequest(central::AdjustRequest{
      card_ref(raw.card), raw.amount, raw.reason, raw.operator_name, id.value()}));
}

Result<What, NothingToRun> quarantine_request(const Commands& commands, const Raw& raw,
                                              std::uint64_t bits) {
  if (commands.parsed("quarantine bring"))
    return What(BringLog{raw.file, raw.reason, raw.operator_name});
  const bool is_acceptance = commands.parsed("quarantine accept");
  if (!is_acceptance && !commands.parsed("quarantine refuse")) {
    const auto scope = raw.open ? central::QuarantineScope::Open : central::QuarantineScope::All;
    return What(central::AdminRequest(central::QuarantineRequest{raw.quarantine_id, scope}));
  }
  const auto id = request_named(raw.request, bits);
  if (!id) return failed(id.error());
  central::SettleQuarantineRequest settle;
  settle.id = raw.quarantine_id;
  settle.verdict = is_acceptance ? QuarantineVerdict::Accepted : QuarantineVerdict::Refused;
  settle.reason = raw.reason;
  settle.operator_name = raw.operator_name;
  settle.request = id.value();
  return What(central::AdminRequest(std::move(settle)));
}

Result<What, NothingToRun> rotate_key_request(const Raw& raw, std::uint64_t bits) {
  const auto id = request_named(raw.numbers.request, bits);
  if (!id) return failed(id.error());
  return What(central::AdminRequest(central::RotateKeyRequest{
      raw.numbers.prefix, raw.numbers.reason, raw.operator_name, id.value()}));
}

Result<What, NothingToRun> erase_reason_request(const Raw& raw, std::uint64_t bits) {
  const auto id = request_named(raw.operators.request, bits);
  if (!id) return failed(id.error());
  const std::string& which = raw.operators.which;
  if (!central::which_reason(which))
    return failed(
        usage("WHICH is ORIGIN:SEQ of the event that gives the reason, as `perk audit` "
              "shows it, or a commitment of 64 hex digits, not '" +
              which + "'."));
  return What(central::AdminRequest(
      central::EraseReasonRequest{which, raw.operators.reason, raw.operator_name, id.value()}));
}

Result<What, NothingToRun> exposure_request(const Raw& raw) {
  central::ExposureRequest request;
  request.store = raw.store;
  if (!raw.card.empty()) request.card = card_ref(raw.card);
  return What(central::AdminRequest(std::move(request)));
}

Result<EventId, NothingToRun> event_named(const Raw& raw) {
  const auto event = event_id_from_text(raw.event);
  if (event) return *event;
  return failed(
      usage("EVENT is ORIGIN:SEQ as `perk statement` shows it, not '" + raw.event + "'."));
}

Result<What, NothingToRun> charge_back_request(const Raw& raw, std::uint64_t bits) {
  const auto load = event_named(raw);
  if (!load) return failed(load.error());
  const auto id = request_named(raw.request, bits);
  if (!id) return failed(id.error());
  return What(central::AdminRequest(central::ChargeBackRequest{
      card_ref(raw.card), load.value(), raw.amount, raw.reason, raw.operator_name, id.value()}));
}

Result<What, NothingToRun> write_off_request(const Raw& raw) {
  const auto event = event_named(raw);
  if (!event) return failed(event.error());
  return What(central::AdminRequest(
      central::WriteOffRequest{event.value(), raw.reason, raw.operator_name}));
}

Result<What, NothingToRun> explain_request(const Raw& raw) {
  const auto event = event_named(raw);
  if (!event) return failed(event.error());
  return What(central::AdminRequest(central::ExplainRequest{event.value()}));
}

Result<What, NothingToRun> set_policy_request(const Raw& raw) {
  const auto kind = policy_from_name(raw.policy);
  if (!kind) {
    return failed(
        usage("KIND is central, escrow, escrow+standin or cached, not '" + raw.policy + "'."));
  }
  return What(central::AdminRequest(
      central::SetPolicyRequest{*kind, raw.store, ProgrammeId(raw.programme), raw.operator_name}));
}

Result<What, NothingToRun> enrol_request(const Raw& raw) {
  if (raw.directory.empty()) {
    const Millis valid_for(static_cast<std::int64_t>(raw.expires_h * 3'600'000));
    return What(central::AdminRequest(central::OfferCodeRequest{raw.name, valid_for}));
  }
  if (raw.insecure_loopback) return What(EnrolStore{raw.name, raw.directory});
  return failed(
      usage("--out is for trials with --insecure-loopback. Leave it out: head office makes a "
            "one-time code, and the shop's machine makes its own keys."));
}

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
  if (commands.parsed("charge-back")) return charge_back_request(raw, bits);
  if (commands.parsed("adjust")) return adjust_request(raw, bits);
  if (commands.parsed("store enrol")) return enrol_request(raw);
  if (commands.parsed("store declare-lost"))
    return What(AdminRequest(central::DeclareLostRequest{raw.name, raw.reason, raw.operator_name}));
  if (commands.parsed("store revoke"))
    return What(AdminRequest(central::RevokeStoreRequest{raw.name, raw.reason, raw.operator_name}));
  if (commands.parsed("store prove-end")) {
    return What(AdminRequest(
        central::ProveEndRequest{raw.log, Seq(raw.through), raw.reason, raw.operator_name}));
  }
  if (commands.parsed("exposure")) return exposure_request(raw);
  if (commands.parsed("overdrafts write-off")) return write_off_request(raw);
  if (commands.parsed("overdrafts")) {
    return What(AdminRequest(central::OverdraftsRequest{raw.all ? central::OverdraftScope::All
                                                                : central::OverdraftScope::Open}));
  }
  if (commands.parsed("epoch settle"))
    return What(
        AdminRequest(central::SettleEpochRequest{raw.without, raw.reason, raw.operator_name}));
  if (commands.parsed("epoch")) return What(AdminRequest(central::EpochRequest{}));
  if (commands.parsed("explain")) return explain_request(raw);
  if (commands.parsed("policy set")) return set_policy_request(raw);
  if (commands.parsed("policy")) return What(AdminRequest(central::PoliciesRequest{}));
  if (commands.parsed("cards rotate-key")) return rotate_key_request(raw, bits);
  if (const auto numbers = number_request(commands.app(), raw.numbers)) return What(*numbers);
  if (commands.parsed("operator key")) return What(MakeOperatorKey{raw.operators.key_file});
  if (commands.parsed("reason erase")) return erase_reason_request(raw, bits);
  const auto operators = operator_request(commands.app(), raw.operators, raw.operator_name);
  if (!operators) return failed(usage(operators.error()));
  if (operators.value()) return What(*operators.value());
  if (commands.parsed("stores")) return What(AdminRequest(central::StoresRequest{}));
  if (commands.parsed("projections rebuild"))
    return What(AdminRequest(central::RebuildRequest{raw.projection}));
  if (commands.parsed("projections")) return What(AdminRequest(central::ProjectionsRequest{}));
  if (commands.parsed("quarantine")) return quarantine_request(commands, raw, bits);
  if (commands.parsed("money")) return What(AdminRequest(central::MoneyLineRequest{}));
  return What(AdminRequest(central::HealthRequest{}));
}

Result<What, NothingToRun> as_what(EvidenceWish wish) {
  return std::visit([](auto& asked) { return What(std::move(asked)); }, wish);
}

bool asks_nobody(const What& what) {
  if (std::holds_alternative<MakeOperatorKey>(what) || std::holds_alternative<AuthorityTask>(what))
    return true;
  const auto* const task = std::get_if<EvidenceTask>(&what);
  return task != nullptr && std::holds_alternative<CheckProof>(*task);
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
  if (raw.operator_name.empty()) {
    const char* const user = std::getenv("USER");
    raw.operator_name = user == nullptr ? "" : user;
  }
  auto evidence = evidence_wish(commands.app(), raw.evidence);
  if (!evidence) return failed(usage(evidence.error()));
  auto authority = authority_task(commands.app(), raw.authority);
  if (!authority) return failed(usage(authority.error()));
  auto what = authority.value()  ? What(*std::move(authority).value())
              : evidence.value() ? as_what(*std::move(evidence).value())
                                 : what_was_asked(commands, raw, request_bits);
  if (!what) return failed(what.error());
  const std::string admin = raw.admin.empty() ? environment_admin.value_or("") : raw.admin;
  const bool is_alone = asks_nobody(what.value());
  if (admin.empty() && !is_alone) {
    return failed(usage("say where head office is: --admin HOST:PORT, or set PERK_ADMIN."));
  }
  return Arguments{is_alone ? "" : admin,
                   raw.json ? OutputFormat::Json : OutputFormat::Human,
                   {raw.tls, raw.insecure_loopback},
                   std::move(what).value(),
                   raw.operator_name,
                   raw.operator_key};
}

}  // namespace perk::ops
