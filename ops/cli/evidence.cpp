#include "ops/cli/evidence.h"

#include "central/evidence/heads_file.h"
#include "central/evidence/liabilities_file.h"
#include "central/evidence/lines.h"
#include "ops/cli/evidence_files.h"
#include "ops/cli/evidence_text.h"
#include "ops/cli/proof_check.h"
#include "ops/cli/render.h"
#include "sync/crypto/short_code.h"

namespace perk::ops {
namespace {

using Answer = Result<EvidenceAnswer, NoEvidence>;

Failed<NoEvidence> wrong_file(std::string sentence) {
  return failed(NoEvidence{ExitCode::Usage, {"file_wrong", std::move(sentence)}});
}

std::span<const std::uint8_t> bytes_of(const std::string& text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// The reply wanted, or why there is none.
template <typename Reply>
Result<Reply, NoEvidence> asked(const Ask& ask, const central::AdminRequest& request) {
  auto answer = ask(request);
  if (!answer)
    return failed(NoEvidence{ExitCode::Unreachable, {"head_office_unreachable", answer.error()}});
  if (const auto* fault = std::get_if<central::AdminFault>(&answer.value()))
    return failed(NoEvidence{exit_code_of(answer.value()), *fault});
  if (const auto* reply = std::get_if<Reply>(&answer.value())) return *reply;
  return failed(
      NoEvidence{ExitCode::Refused, {"malformed", "Head office answered something else."}});
}

Failed<NoEvidence> cannot_be_used(const std::string& why) {
  return failed(
      NoEvidence{ExitCode::Refused,
                 {"malformed", "What head office answered cannot be used as evidence. " + why}});
}

Answer run(const ExportHeads& task, const Ask& ask) {
  const auto reply = asked<central::HeadsReply>(ask, central::HeadsRequest{});
  if (!reply) return failed(reply.error());
  const auto heads = central::read_heads(reply.value().text);
  if (!heads) return cannot_be_used(heads.error());
  if (auto kept = write_evidence(task.file, bytes_of(reply.value().text)); !kept)
    return wrong_file(kept.error());
  return EvidenceAnswer(shown(heads.value(), task.file));
}

/// The code that was typed, also with the date before it; none if it is none.
struct TypedCode {
  std::string date, code;
};
std::optional<TypedCode> typed_code(const std::string& text) {
  const bool has_date = text.size() > 11 && text[4] == '-' && text[10] == ' ';
  const auto code = sync::short_code_from_text(has_date ? text.substr(11) : text);
  if (!code) return std::nullopt;
  return TypedCode{has_date ? text.substr(0, 10) : "", *code};
}

/// The text of the heads to compare with, once it is known to be the right ones.
Result<std::string, NoEvidence> heads_for(const VerifyAgainst& task) {
  const auto code = is_there(task.against) ? std::nullopt : typed_code(task.against);
  if (code && task.heads_file.empty())
    return wrong_file(
        "The code tells which file of heads is the true one: name the file with --heads FILE.");
  if (!code && !task.heads_file.empty())
    return wrong_file("--heads belongs to a code, and '" + task.against + "' is none.");
  const std::string& path = code ? task.heads_file : task.against;
  auto text = read_evidence(path);
  if (!text) return wrong_file(text.error());
  const auto heads = central::read_heads(text.value());
  if (!heads) return wrong_file("The file " + path + " proves nothing. " + heads.error());
  if (!code) return std::move(text).value();
  const std::string date = central::date_of(heads.value().heads.taken);
  const bool is_right =
      code->code == central::code_of(heads.value()) && (code->date.empty() || code->date == date);
  if (is_right) return std::move(text).value();
  return failed(
      NoEvidence{ExitCode::CheckFailed,
                 {"code_differs", "The file " + path + " is not the one of that code: its own is " +
                                      date + " " + central::code_of(heads.value()) + "."}});
}

Answer run(const VerifyAgainst& task, const Ask& ask) {
  auto heads = heads_for(task);
  if (!heads) return failed(heads.error());
  auto reply = asked<central::VerifyReply>(
      ask, central::VerifyRequest{task.depth, std::move(heads).value(), task.key});
  if (!reply) return failed(reply.error());
  return EvidenceAnswer(central::AdminReply(std::move(reply).value()));
}

Answer run(const StateLiabilities& task, const Ask& ask) {
  const auto reply = asked<central::LiabilitiesReply>(ask, central::LiabilitiesRequest{});
  if (!reply) return failed(reply.error());
  const auto liabilities = central::read_liabilities(reply.value().text);
  if (!liabilities) return cannot_be_used(liabilities.error());
  if (!task.file.empty()) {
    if (auto kept = write_evidence(task.file, bytes_of(reply.value().text)); !kept)
      return wrong_file(kept.error());
  }
  return EvidenceAnswer(shown(liabilities.value(), task.file));
}

Answer run(const ProveCard& task, const Ask& ask) {
  central::CardProofRequest request{task.card, ""};
  if (!task.at.empty()) {
    auto text = read_evidence(task.at);
    if (!text) return wrong_file(text.error());
    const auto said = central::read_liabilities(text.value());
    if (!said) return wrong_file("The file " + task.at + " proves nothing. " + said.error());
    request.at = std::move(text).value();
  }
  const auto reply = asked<central::CardProofReply>(ask, request);
  if (!reply) return failed(reply.error());
  const auto proof = central::read_card_proof(reply.value().proof);
  if (!proof) return cannot_be_used(proof.error().sentence);
  if (auto kept = write_evidence(task.file, reply.value().proof); !kept)
    return wrong_file(kept.error());
  return EvidenceAnswer(shown(proof.value(), task.file, reply.value().proof.size()));
}

Answer run(const CheckProof& task, const Ask&) {
  auto checked = check_proof(task);
  if (!checked) return failed(checked.error());
  return EvidenceAnswer(std::move(checked).value());
}

}  // namespace

Result<EvidenceAnswer, NoEvidence> run_evidence(const EvidenceTask& task, const Ask& ask) {
  return std::visit([&](const auto& what) { return run(what, ask); }, task);
}

}  // namespace perk::ops
