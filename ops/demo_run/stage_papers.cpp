// Who may speak in a demo: the chain's own authority, its operator, and the shops it enrols.
#include <algorithm>
#include <cctype>

#include "ops/cli/authority.h"
#include "ops/cli/enrol.h"
#include "ops/demo_run/stage.h"
#include "ops/demo_run/stage_files.h"
#include "sync/process/system_clock.h"

namespace perk::ops {
namespace {

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

}  // namespace

/// The chain's own, with an identity for head office and one for the operator who runs the demo.
Stage::Outcome Stage::make_authority() {
  if (!is_private()) return Done{};
  const WallTime now = sync::SystemClock().wall();
  const auto made = run_authority(MakeAuthority{path("ca"), path("head-office")}, now);
  if (!made) return failed(made.error());
  constexpr std::int64_t kDays = 30;
  const auto issued =
      run_authority(IssueIdentity{path("ca"), sync::Party::operator_named(kDemoOperator),
                                  path("operator"), kDays},
                    now);
  return issued ? Outcome(Done{}) : failed(issued.error());
}

std::string Stage::security_variable() const {
  return is_private() ? "PERK_TLS=" + path("operator").string() : "PERK_INSECURE_LOOPBACK=1";
}

Stage::Outcome Stage::ask_as(std::optional<central::OperatorIdentity> identity) {
  const auto security = sync::open_security(
      {is_private() ? path("operator").string() : "", !is_private()}, sync::SystemClock().wall());
  if (!security) return failed(security.error());
  const auto client =
      std::make_shared<central::AdminClient>(admin_, security.value(), std::move(identity));
  ask_ = [client](const central::AdminRequest& request) { return client->call(request); };
  return Done{};
}

Stage::Outcome Stage::sign_with(const std::filesystem::path& operator_key) {
  auto key = sync::LogKey::load(operator_key);
  if (!key) return failed(key.error());
  return ask_as(central::OperatorIdentity{kDemoOperator, std::move(key).value()});
}

Stage::Outcome Stage::enrol(const std::string& name) {
  const std::filesystem::path directory = path(lower(name));
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (is_private()) {
    if (const auto enrolled = enrol_by_code(name, directory); !enrolled) return enrolled;
  } else {
    const auto enrolled = enrol_store({name, directory}, ask_);
    if (!enrolled) return failed(name + " cannot be enrolled: " + enrolled.error().sentence);
  }
  auto shop = enrolled_shop(name, lower(name));
  if (!shop) return failed(shop.error());
  shops_.push_back(std::move(shop).value());
  return Done{};
}

Result<std::string, std::string> Stage::code_for(const std::string& name, Millis valid_for) {
  const auto reply = ask_(central::OfferCodeRequest{name, valid_for});
  if (!reply) return failed(reply.error());
  if (const auto* offered = std::get_if<central::OfferCodeReply>(&reply.value()))
    return offered->code;
  const auto* fault = std::get_if<central::AdminFault>(&reply.value());
  return failed("there is no code for " + name + (fault == nullptr ? "" : ": " + fault->sentence));
}

Stage::Outcome Stage::enrol_by_code(const std::string& name,
                                    const std::filesystem::path& directory) {
  const auto code = code_for(name);
  if (!code) return failed(code.error());
  return run_to_end({options_.programs / options_.store_program, "enrol", "--code", code.value(),
                     "--central", to_string(central_), "--dir", directory},
                    path(lower(name) + ".log"));
}

}  // namespace perk::ops
