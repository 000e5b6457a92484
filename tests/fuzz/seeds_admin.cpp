// Of the target admin: requests of each shape, and a few of the answers.
#include "central/admin/admin_codec.h"
#include "tests/fuzz/seeds.h"

namespace perk::fuzz {
namespace {

using namespace central;

const CardRef kByNumber{"6033570000000018", std::nullopt};
const CardRef kById{"", CardId{{1, 2, 3}}};
const Origin kStore = *Origin::from_value(0x9c00'0000'0000'0001ULL);
const EventId kEvent{kStore, Seq(7)};
const RequestId kRequest{TerminalId(9), RequestCounter(1)};
const Currency kEuro = *Currency::from_code("EUR");

/// Two events of a closed log, as its store would have sent them.
BringLogRequest a_log_handed_in() {
  sync::Batch batch;
  batch.feed = sync::FeedId::log(kStore);
  batch.after = sync::FeedIndex(6);
  batch.items = {{sync::FeedIndex(7), kEvent, {1, 2}}, {sync::FeedIndex(8), {kStore, Seq(8)}, {3}}};
  batch.through = sync::FeedIndex(8);
  batch.seal = Signature{{5}};
  return {StoreId(3), {batch}, "its machine was found", "ada"};
}

std::vector<std::pair<std::string, AdminRequest>> requests() {
  return {
      {"balance", BalanceRequest{kByNumber, Position(8), Millis(5'000), WallTime(9)}},
      {"statement", StatementRequest{kById}},
      {"freeze", FreezeRequest{kById, FreezeChange::Freeze, "lost", "ada", kRequest}},
      {"enrol", EnrolRequest{"Main St", PublicKey{{4}}}},
      {"stores", StoresRequest{}},
      {"rebuild", RebuildRequest{"balance"}},
      {"quarantine", QuarantineRequest{3}},
      {"settle_quarantine", SettleQuarantineRequest{3, QuarantineVerdict::Accepted, "seen", "ada",
                                                    kRequest, Digest{{6}}}},
      {"health", HealthRequest{}},
      {"exposure", ExposureRequest{"Main St", kByNumber}},
      {"write_off", WriteOffRequest{kEvent, "paid", "ada"}},
      {"declare_lost", DeclareLostRequest{"Main St", "fire", "ada"}},
      {"explain", ExplainRequest{kEvent}},
      {"set_policy", SetPolicyRequest{PolicyKind::Central, "Main St", ProgrammeId(2), "ada"}},
      {"add_range", AddRangeRequest{"6006", 19, RangeKind::SelfProving}},
      {"make_numbers", MakeNumbersRequest{5, "6006"}},
      {"rotate_key", RotateKeyRequest{"6006", "stolen", "ada", kRequest}},
      {"charge_back", ChargeBackRequest{kById, kEvent, "12.30", "bank", "ada", kRequest}},
      {"adjust", AdjustRequest{kById, "-1.00", "counted wrong", "ada", kRequest}},
      {"settle_epoch", SettleEpochRequest{{"Main St", "Quay"}, "all heard", "ada"}},
      {"verify_more", VerifyRequest{VerifyDepth::Deep, "perk-heads 1", PublicKey{{4}}}},
      {"heads", HeadsRequest{}},
      {"card_proof", CardProofRequest{kByNumber, "perk-liabilities 1"}},
      {"offer_code", OfferCodeRequest{"Main St", Millis(86'400'000)}},
      {"revoke_store", RevokeStoreRequest{"Main St", "stolen", "ada"}},
      {"prove_end", ProveEndRequest{"Main St", Seq(12), "shredded", "ada"}},
      {"operator_hello", OperatorHelloRequest{"ada"}},
      {"admit_operator",
       AdmitOperatorRequest{"bob", OperatorRole::Operator, PublicKey{{4}}, "joined", "ada"}},
      {"change_role", ChangeRoleRequest{"bob", OperatorRole::Viewer, "moved", "ada"}},
      {"dismiss_operator", DismissOperatorRequest{"bob", "left", "ada"}},
      {"set_limit",
       SetLimitRequest{DecisionKind::Adjustment, ProgrammeId(2), "50.00", "two people", "ada"}},
      {"proposals", ProposalsRequest{true}},
      {"settle_proposal",
       SettleProposalRequest{ProposalNumber(7), ProposalVerdict::Approved, "seen", "bob"}},
      {"audit", AuditRequest{"ada", WallTime(9)}},
      {"erase_reason", EraseReasonRequest{"head-office/1/3:42", "asked to", "ada", kRequest}},
      {"bring_log", a_log_handed_in()},
  };
}

std::vector<std::pair<std::string, AdminReply>> replies() {
  BalanceReply balance;
  balance.last_four = "0018";
  balance.currency = kEuro;
  balance.available = Amount(-2);
  balance.freeze_reason = "lost";
  balance.unheard = {{StoreId(13), "Main St", WallTime(14)}};
  StoreRow store;
  store.name = "Main St";
  store.incarnation = kStore;
  central::EnrolReply enrolled;
  enrolled.name = "Main St";
  enrolled.currency = kEuro;
  enrolled.number_keys = {{1, std::vector<std::uint8_t>(32, 5)}};
  enrolled.number_ranges = {{"6006", 19, 1, RangeKind::SelfProving}};
  return {
      {"reply_fault", AdminFault{"card_unknown", "no such card"}},
      {"reply_balance", balance},
      {"reply_stores", StoresReply{{store}, WallTime(5), kEuro}},
      {"reply_enrolled", enrolled},
      {"reply_key_made",
       RotateKeyReply{{"6006", 19, 2, RangeKind::SelfProving, {1}}, 2, false, kEvent}},
      {"reply_code", OfferCodeReply{"7Q2RT", "Main St", WallTime(5), true}},
      {"reply_challenge", OperatorChallengeReply{Digest{{1, 2}}}},
      {"reply_operators", OperatorsReply{{{"ada", OperatorRole::Admin, PublicKey{{4}}, false}}}},
      {"reply_limits", LimitsReply{kEuro, {{DecisionKind::WriteOff, {}, Amount(5), "why", "ada"}}}},
      {"reply_pending", PendingApprovalReply{ProposalNumber(7), DecisionKind::Adjustment,
                                             Amount(900), kEuro, WallTime(5)}},
      {"reply_erased", EraseReasonReply{Digest{{1, 2}}, true, kEvent}},
      {"reply_brought", BringLogReply{StoreId(3), "Main St", kStore, Seq(6), Seq(8), 2, 0, 1}},
      {"reply_frozen", FreezeReply{true, Shard(3), Position(4), kEvent}},
      {"reply_verified", VerifyReply{{{"order", true, "fine"}}, 12}}};
}

}  // namespace

void add_admin_seeds(std::vector<Seed>& seeds) {
  for (const auto& [name, request] : requests())
    seeds.push_back({"admin", name, as_input(encode_admin_request(request))});
  for (const auto& [name, reply] : replies())
    seeds.push_back({"admin", name, as_input(encode_admin_reply(reply))});
  const SignedRequest by_ada{"ada", WordCounter(3), Signature{{5}},
                             encode_admin_request(HealthRequest{}).payload};
  seeds.push_back({"admin", "signed", as_input(encode_signed_request(by_ada))});
  SignedRequest with_reason = by_ada;
  with_reason.opening = ReasonOpening{{{7}}, "charged twice"};
  seeds.push_back({"admin", "signed_with_reason", as_input(encode_signed_request(with_reason))});
  seeds.push_back({"admin", "progress", as_input(encode_admin_progress({"folding", 3, 9}))});
}

}  // namespace perk::fuzz
