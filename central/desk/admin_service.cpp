#include "central/desk/admin_service.h"

#include <mutex>
#include <type_traits>

#include "central/desk/money_desk.h"

namespace perk::central {

namespace {

/// What a request does to accounts: nothing; it writes in the name of one; it changes what they may.
enum class Duty { Looking, Deciding, Governing };

Duty duty_of(const AdminRequest& request) {
  return std::visit(
      []<typename Request>(const Request&) {
        constexpr bool governs = std::is_same_v<Request, AdmitOperatorRequest> ||
                                 std::is_same_v<Request, ChangeRoleRequest> ||
                                 std::is_same_v<Request, DismissOperatorRequest> ||
                                 std::is_same_v<Request, SetLimitRequest> ||
                                 std::is_same_v<Request, SettleProposalRequest>;
        if (governs) return Duty::Governing;
        return requires(Request body) { body.word; }
        ? Duty::Deciding : Duty::Looking;
      },
      request);
}

}  // namespace

/// Sends each request to its desk.
class AdminService::Receptionist {
 public:
  Receptionist(AdminService& service, const DeskProgress& on_progress)
      : service_(service), on_progress_(on_progress) {}

  AdminReply operator()(const BalanceRequest& request) const {
    return reply_of(service_.inquiries_.balance(request));
  }
  AdminReply operator()(const StatementRequest& request) const {
    return reply_of(service_.inquiries_.statement(request));
  }
  AdminReply operator()(const FreezeRequest& request) const {
    return reply_of(service_.cards_.change(request));
  }
  AdminReply operator()(const ChargeBackRequest& request) const {
    return reply_of(service_.cards_.charge_back(request));
  }
  AdminReply operator()(const AdjustRequest& request) const {
    return reply_of(service_.cards_.adjust(request));
  }
  AdminReply operator()(const EnrolRequest& request) const {
    return reply_of(service_.chain_.enrol(request));
  }
  AdminReply operator()(const OfferCodeRequest& request) const {
    return reply_of(service_.chain_.offer_code(request));
  }
  AdminReply operator()(const RevokeStoreRequest& request) const {
    return reply_of(service_.revoking_.revoke(request));
  }
  AdminReply operator()(const NumberRangesRequest&) const {
    return reply_of(service_.numbers_.ranges());
  }
  AdminReply operator()(const AddRangeRequest& request) const {
    return reply_of(service_.numbers_.add(request));
  }
  AdminReply operator()(const RotateKeyRequest& request) const {
    return reply_of(service_.numbers_.rotate(request));
  }
  AdminReply operator()(const MakeNumbersRequest& request) const {
    return reply_of(service_.numbers_.make(request));
  }
  AdminReply operator()(const StoresRequest&) const { return reply_of(service_.chain_.stores()); }
  AdminReply operator()(const ProjectionsRequest&) const {
    return reply_of(service_.chain_.projections());
  }
  AdminReply operator()(const RebuildRequest& request) const {
    return reply_of(service_.chain_.rebuild(request, on_progress_));
  }
  AdminReply operator()(const VerifyRequest& request) const {
    return reply_of(service_.evidence_.verify(request, on_progress_));
  }
  AdminReply operator()(const HeadsRequest&) const { return reply_of(service_.evidence_.heads()); }
  AdminReply operator()(const LiabilitiesRequest&) const {
    return reply_of(service_.evidence_.liabilities(on_progress_));
  }
  AdminReply operator()(const CardProofRequest& request) const {
    return reply_of(service_.evidence_.card_proof(request, on_progress_));
  }
  AdminReply operator()(const QuarantineRequest& request) const {
    return reply_of(service_.quarantine_.list(request));
  }
  AdminReply operator()(const SettleQuarantineRequest& request) const {
    return reply_of(service_.quarantine_.settle(request));
  }
  AdminReply operator()(const BringLogRequest& request) const {
    return reply_of(service_.handing_in_.bring(request));
  }
  AdminReply operator()(const MoneyLineRequest&) const {
    return reply_of(money_line(service_.around_, on_progress_));
  }
  AdminReply operator()(const HealthRequest&) const {
    HealthReply health = service_.chain_.health();
    health.version = service_.version_;
    health.key = service_.around_.key.public_key();
    return health;
  }
  AdminReply operator()(const ExposureRequest& request) const {
    return reply_of(service_.risk_.exposure(request));
  }
  AdminReply operator()(const OverdraftsRequest& request) const {
    return reply_of(service_.risk_.overdrafts(request));
  }
  AdminReply operator()(const WriteOffRequest& request) const {
    return reply_of(service_.decisions_.write_off(request));
  }
  AdminReply operator()(const DeclareLostRequest& request) const {
    return reply_of(service_.decisions_.declare_lost(request, on_progress_));
  }
  AdminReply operator()(const EpochRequest&) const { return reply_of(service_.epochs_.show()); }
  AdminReply operator()(const SettleEpochRequest& request) const {
    const auto settled = service_.epochs_.settle(request);
    // What was handed back may say that something is erased which the backup had still.
    if (settled) (void)service_.erasing_.resume();
    return reply_of(settled);
  }
  AdminReply operator()(const ProveEndRequest& request) const {
    return reply_of(service_.log_ends_.prove(request, on_progress_));
  }
  AdminReply operator()(const EraseReasonRequest& request) const {
    return reply_of(service_.erasing_.erase(request));
  }
  AdminReply operator()(const ExplainRequest& request) const {
    return reply_of(service_.explanations_.explain(request, on_progress_));
  }
  AdminReply operator()(const PoliciesRequest&) const {
    return reply_of(service_.policies_.policies());
  }
  AdminReply operator()(const SetPolicyRequest& request) const {
    return reply_of(service_.policies_.set(request));
  }
  /// The connection answers it.
  AdminReply operator()(const OperatorHelloRequest&) const { return not_allowed(); }
  AdminReply operator()(const OperatorsRequest&) const {
    return reply_of(service_.operators_.list());
  }
  AdminReply operator()(const AdmitOperatorRequest& request) const {
    return reply_of(service_.operators_.admit(request));
  }
  AdminReply operator()(const ChangeRoleRequest& request) const {
    return reply_of(service_.operators_.change_role(request));
  }
  AdminReply operator()(const DismissOperatorRequest& request) const {
    return reply_of(service_.operators_.dismiss(request));
  }
  AdminReply operator()(const LimitsRequest&) const {
    return reply_of(service_.approvals_.limits());
  }
  AdminReply operator()(const SetLimitRequest& request) const {
    return reply_of(service_.approvals_.set_limit(request));
  }
  AdminReply operator()(const ProposalsRequest& request) const {
    return reply_of(service_.approvals_.proposals(request));
  }
  /// Somebody must say it; answer_signed() asks them.
  AdminReply operator()(const SettleProposalRequest&) const {
    return AdminFault{"no_operators", "There are no operators, and so no proposals."};
  }
  AdminReply operator()(const AuditRequest& request) const {
    return reply_of(service_.audits_.audit(request, on_progress_));
  }

 private:
  template <typename Reply>
  [[nodiscard]] static AdminReply reply_of(DeskAnswer<Reply> answer) {
    if (!answer) return answer.error();
    return std::move(answer).value();
  }

  AdminService& service_;
  const DeskProgress& on_progress_;
};

AdminService::AdminService(DeskSurroundings around, std::string version)
    : around_(std::move(around)),
      version_(std::move(version)),
      cards_(around_),
      inquiries_(around_),
      numbers_(around_),
      chain_(around_),
      risk_(around_),
      decisions_(around_),
      revoking_(around_),
      quarantine_(around_),
      handing_in_(around_),
      epochs_(around_),
      log_ends_(around_),
      explanations_(around_),
      policies_(around_),
      evidence_(around_),
      entrance_(around_),
      operators_(around_),
      approvals_(around_),
      audits_(around_),
      reasons_(around_),
      reader_(around_),
      erasing_(around_) {}

AdminReply AdminService::answer(const AdminAsk& ask, const DeskProgress& on_progress) {
  const Receptionist receptionist(*this, on_progress);
  std::shared_lock shared(accounts_, std::defer_lock);
  std::unique_lock alone(accounts_, std::defer_lock);
  const Duty duty = duty_of(ask.request);
  if (duty == Duty::Deciding) shared.lock();
  if (duty == Duty::Governing) alone.lock();
  const auto admitted = entrance_.admit(ask);
  if (!admitted) {
    // Head office without its database still says so much.
    const bool is_away = admitted.error().code == "database_unreachable";
    if (is_away && std::holds_alternative<HealthRequest>(ask.request))
      return receptionist(HealthRequest());
    return admitted.error();
  }
  const auto& identity = admitted.value();
  const auto asked = reasons_.take(ask, identity ? AskedBy::Operator : AskedBy::Anybody);
  if (!asked) return asked.error();
  const AdminRequest& request = asked.value().request;
  AdminReply reply = identity
                         ? answer_signed(in_name_of(request, identity->word.name, identity->word),
                                         *identity, on_progress)
                         : std::visit(receptionist, request);
  reasons_.let_go(asked.value(), reply);
  reader_.open(reply);
  return reply;
}

AdminReply AdminService::answer_signed(const AdminRequest& request, const Identity& identity,
                                       const DeskProgress& on_progress) {
  const Receptionist receptionist(*this, on_progress);
  if (const auto* settle = std::get_if<SettleProposalRequest>(&request)) {
    return approvals_.settle(*settle, identity, [&](const AdminRequest& approved) {
      return std::visit(receptionist, approved);
    });
  }
  if (duty_of(request) == Duty::Deciding) {
    auto pending = approvals_.propose(request);
    if (!pending) return pending.error();
    if (pending.value()) return *pending.value();
  }
  return std::visit(receptionist, request);
}

}  // namespace perk::central
