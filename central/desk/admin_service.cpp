#include "central/desk/admin_service.h"

#include "central/desk/money_desk.h"

namespace perk::central {

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
  AdminReply operator()(const NumberRangesRequest&) const {
    return reply_of(service_.numbers_.ranges());
  }
  AdminReply operator()(const AddRangeRequest& request) const {
    return reply_of(service_.numbers_.add(request));
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
    return reply_of(service_.chain_.quarantine(request));
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
    return reply_of(service_.epochs_.settle(request));
  }
  AdminReply operator()(const ProveEndRequest& request) const {
    return reply_of(service_.log_ends_.prove(request, on_progress_));
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
      epochs_(around_),
      log_ends_(around_),
      explanations_(around_),
      policies_(around_),
      evidence_(around_) {}

AdminReply AdminService::answer(const AdminRequest& request, const DeskProgress& on_progress) {
  return std::visit(Receptionist(*this, on_progress), request);
}

}  // namespace perk::central
