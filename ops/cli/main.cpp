// `perk`: asks head office one thing and shows the answer. Wiring only.
#include <cstdio>
#include <cstdlib>

#include <unistd.h>

#include "central/admin/admin_client.h"
#include "ops/cli/arguments.h"
#include "ops/cli/authority.h"
#include "ops/cli/bring_log.h"
#include "ops/cli/enrol.h"
#include "ops/cli/evidence.h"
#include "ops/cli/operator_key.h"
#include "ops/cli/progress_bar.h"
#include "ops/cli/render.h"
#include "sync/crypto/keys.h"
#include "sync/net/address.h"
#include "sync/process/system_clock.h"
#include "sync/tls/security.h"

namespace perk::ops {
namespace {

int print(const std::string& text, ExitCode code) {
  const bool is_bad = code != ExitCode::Ok && code != ExitCode::CheckFailed;
  std::fputs(text.c_str(), is_bad ? stderr : stdout);
  return to_int(code);
}

int show(const central::AdminReply& reply, OutputFormat format) {
  const ExitCode code = exit_code_of(reply);
  if (format == OutputFormat::Json) {
    std::fputs(render_json(reply).c_str(), stdout);
    return to_int(code);
  }
  return print(render_text(reply), code);
}

int sentence(const std::string& text, ExitCode code, OutputFormat format) {
  if (format == OutputFormat::Json) {
    std::fputs(render_json(central::AdminFault{"not_done", text}).c_str(), stdout);
    return to_int(code);
  }
  return print("perk: " + text + "\n", code);
}

ExitCode code_of(NotEnrolled::Why why) {
  switch (why) {
    case NotEnrolled::Why::Files:
      return ExitCode::Usage;
    case NotEnrolled::Why::Unreachable:
      return ExitCode::Unreachable;
    case NotEnrolled::Why::Refused:
      break;
  }
  return ExitCode::Refused;
}

int make_key(const MakeOperatorKey& what, OutputFormat format) {
  const auto made = make_operator_key(what);
  if (!made) return sentence(made.error(), ExitCode::Usage, format);
  std::fputs(key_made_text(made.value(), format).c_str(), stdout);
  return to_int(ExitCode::Ok);
}

/// Head office's word, or one of our own, with a code that is not always that of a reply.
int show_fault(const central::AdminFault& fault, ExitCode code, OutputFormat format) {
  if (format == OutputFormat::Human) return print("perk: " + fault.sentence + "\n", code);
  std::fputs(render_json(fault).c_str(), stdout);
  return to_int(code);
}

int run(const BringLog& what, const Ask& ask, OutputFormat format) {
  const auto brought = bring_log(what, ask);
  if (!brought) return show_fault(brought.error().fault, brought.error().code, format);
  return show(brought.value(), format);
}

int run(const EvidenceTask& task, const Ask& ask, OutputFormat format) {
  const auto answer = run_evidence(task, ask);
  if (!answer) return show_fault(answer.error().fault, answer.error().code, format);
  if (const auto* reply = std::get_if<central::AdminReply>(&answer.value()))
    return show(*reply, format);
  const auto& shown = std::get<EvidenceShown>(answer.value());
  return print(format == OutputFormat::Json ? shown.json : shown.text, shown.code);
}

Result<sync::Security, std::string> open_security(const sync::SecuritySettings& settings) {
  if (settings.tls_directory.empty() != settings.insecure_loopback) {
    return failed(
        std::string("say either where your certificate is: --tls DIRECTORY, or set "
                    "PERK_TLS; or --insecure-loopback, to try Perk out on one machine."));
  }
  return sync::open_security(settings, sync::SystemClock().wall());
}

int run(const AuthorityTask& task, OutputFormat format) {
  const auto said = run_authority(task, sync::SystemClock().wall());
  if (!said) return sentence(said.error(), ExitCode::Usage, format);
  return print(said.value(), ExitCode::Ok);
}

int run(const Arguments& arguments) {
  if (const auto* key = std::get_if<MakeOperatorKey>(&arguments.what))
    return make_key(*key, arguments.format);
  if (const auto* task = std::get_if<AuthorityTask>(&arguments.what))
    return run(*task, arguments.format);
  if (arguments.admin_address.empty()) {
    const Ask nobody =
        [](const central::AdminRequest&) -> Result<central::AdminReply, std::string> {
      return failed(std::string("There is nobody to ask."));
    };
    return run(std::get<EvidenceTask>(arguments.what), nobody, arguments.format);
  }
  const auto addresses = central::parse_admin_addresses(arguments.admin_address);
  if (!addresses) {
    return sentence(
        "--admin wants HOST:PORT, or several with commas, not '" + arguments.admin_address + "'.",
        ExitCode::Usage, arguments.format);
  }
  const auto security = open_security(arguments.security);
  if (!security) return sentence(security.error(), ExitCode::Usage, arguments.format);
  std::optional<central::OperatorIdentity> identity;
  if (!arguments.operator_key.empty()) {
    auto key = sync::LogKey::load(arguments.operator_key);
    if (!key) return sentence(key.error(), ExitCode::Usage, arguments.format);
    identity = central::OperatorIdentity{arguments.operator_name, std::move(key).value()};
  }
  central::AdminClient client(*addresses, security.value(), std::move(identity));
  ProgressBar progress(isatty(STDERR_FILENO) != 0 ? Audience::Terminal : Audience::Pipe);
  const Ask ask = [&](const central::AdminRequest& request) {
    auto answer = client.call(request, [&](const central::AdminProgress& step) {
      progress.show(step.what, step.done, step.total);
    });
    progress.finish();
    return answer;
  };
  if (const auto* enrol = std::get_if<EnrolStore>(&arguments.what)) {
    const auto enrolled = enrol_store(*enrol, ask);
    if (!enrolled)
      return sentence(enrolled.error().sentence, code_of(enrolled.error().why), arguments.format);
    return show(enrolled.value(), arguments.format);
  }
  if (const auto* bring = std::get_if<BringLog>(&arguments.what))
    return run(*bring, ask, arguments.format);
  if (const auto* task = std::get_if<EvidenceTask>(&arguments.what))
    return run(*task, ask, arguments.format);
  const auto answer = ask(std::get<central::AdminRequest>(arguments.what));
  if (!answer) return sentence(answer.error(), ExitCode::Unreachable, arguments.format);
  return show(answer.value(), arguments.format);
}

}  // namespace
}  // namespace perk::ops

int main(int argc, char** argv) {
  const char* admin = std::getenv("PERK_ADMIN");
  const auto arguments = perk::ops::parse_arguments(
      argc, argv, admin == nullptr ? std::nullopt : std::optional<std::string>(admin),
      perk::sync::random_bits());
  if (!arguments) {
    std::fputs(arguments.error().text.c_str(), arguments.error().exit_code == 0 ? stdout : stderr);
    return arguments.error().exit_code;
  }
  return perk::ops::run(arguments.value());
}
