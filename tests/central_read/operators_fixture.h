// Head office's desks with operators: who sign what they ask, on connections that have a challenge each.
#pragma once

#include <map>
#include <string>

#include "central/admin/admin_codec.h"
#include "central/admin/seal_reason.h"
#include "central/stored_event.h"
#include "sync/crypto/operator_proof.h"
#include "tests/central_read/risk_fixture.h"

namespace perk::test {

/// One connection of one operator's tool, without the wire between.
class SignedLine {
 public:
  SignedLine(std::string name, sync::LogKey key)
      : name_(std::move(name)), key_(std::move(key)), challenge_(sync::random_challenge()) {}
  /// As the admin tool does it: the reason is sealed, and what it says comes beside.
  [[nodiscard]] central::AdminAsk ask(central::AdminRequest request) {
    auto opening = central::seal_reason(request);
    return ask_as_it_is(std::move(request), std::move(opening));
  }
  [[nodiscard]] central::AdminAsk ask_as_it_is(central::AdminRequest request,
                                               std::optional<ReasonOpening> opening) {
    counter_ = counter_.next();
    OperatorWord word = sync::word_of(name_, key_, challenge_, counter_,
                                      central::encode_admin_request(request).payload);
    word.key = {};  // Head office's to fill in.
    return {std::move(request), word, std::move(opening)};
  }

 private:
  std::string name_;
  sync::LogKey key_;
  Digest challenge_;
  WordCounter counter_;
};

inline sync::LogKey key_of(const std::string& name) {
  std::array<std::uint8_t, 32> seed{};
  for (std::size_t at = 0; at < name.size() && at < seed.size(); ++at)
    seed[at] = static_cast<std::uint8_t>(name[at]);
  return sync::LogKey::from_seed(seed);
}

class OperatorsTest : public RiskTest {
 protected:
  central::AdminReply say(const central::AdminAsk& ask) {
    return service_->answer(ask, [](const central::AdminProgress&) {});
  }
  central::AdminReply say_as(const std::string& name, const central::AdminRequest& request) {
    return say(SignedLine(name, key_of(name)).ask(request));
  }
  template <typename Reply>
  Reply ask_as(const std::string& name, const central::AdminRequest& request) {
    const central::AdminReply reply = say_as(name, request);
    if (const auto* wanted = std::get_if<Reply>(&reply)) return *wanted;
    const auto* fault = std::get_if<central::AdminFault>(&reply);
    ADD_FAILURE() << (fault != nullptr ? fault->code + ": " + fault->sentence : "another reply");
    return {};
  }
  static std::string code_of(const central::AdminReply& reply) {
    const auto* fault = std::get_if<central::AdminFault>(&reply);
    if (fault != nullptr) return fault->code;
    return std::holds_alternative<central::PendingApprovalReply>(reply) ? "pending" : "done";
  }
  std::string outcome(const std::string& name, const central::AdminRequest& request) {
    return code_of(say_as(name, request));
  }
  std::string sentence(const std::string& name, const central::AdminRequest& request) {
    const central::AdminReply reply = say_as(name, request);
    const auto* fault = std::get_if<central::AdminFault>(&reply);
    return fault != nullptr ? fault->sentence : "";
  }

  static central::AdmitOperatorRequest admitting(const std::string& name, OperatorRole role) {
    return {name, role, key_of(name).public_key(), "joined", ""};
  }
  /// ada keeps the accounts; bob and cleo move money; dan looks; eve audits; finn helps at the counter.
  void admit_everybody() {
    ASSERT_EQ(fault_of(admitting("ada", OperatorRole::Admin)), "no fault");
    for (const auto& [name, role] :
         std::map<std::string, OperatorRole>{{"bob", OperatorRole::Operator},
                                             {"cleo", OperatorRole::Operator},
                                             {"dan", OperatorRole::Viewer},
                                             {"eve", OperatorRole::Auditor},
                                             {"finn", OperatorRole::CashierSupport}})
      ASSERT_EQ(outcome("ada", admitting(name, role)), "done");
  }
  void limit(DecisionKind kind, const std::string& amount) {
    ASSERT_EQ(outcome("ada", central::SetLimitRequest{kind, ProgrammeId(), amount, "policy", ""}),
              "done");
  }
  static central::AdjustRequest adjusting(const std::string& amount, std::uint64_t counter) {
    return {by_id(card(1)), amount, "goodwill", "somebody else", request(counter, 9)};
  }
  static central::SettleProposalRequest approving(ProposalNumber number) {
    return {number, ProposalVerdict::Approved, "agreed", ""};
  }
  static central::SettleProposalRequest rejecting(ProposalNumber number) {
    return {number, ProposalVerdict::Rejected, "not so", ""};
  }
  /// Events of a type among card 1's.
  template <typename Body>
  std::vector<Event> events_of_card_1() {
    std::vector<Event> found;
    for (const central::StoredEvent& stored : shelf_.events().read_card(card(1)).value()) {
      const auto recorded = central::decode_stored(stored);
      if (std::holds_alternative<Body>(recorded.value().event.body))
        found.push_back(recorded.value().event);
    }
    return found;
  }
  std::string broken_words() {
    fold();
    const auto verified = ask_as<central::VerifyReply>("eve", central::VerifyRequest{});
    std::string broken;
    for (const central::VerifyCheck& check : verified.checks)
      if (!check.holds) broken += check.name + ": " + check.detail + "\n";
    return broken;
  }
};

}  // namespace perk::test
