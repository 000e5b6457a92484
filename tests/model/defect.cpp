#include "tests/model/defect.h"

#include <array>

namespace perk::model {

namespace {

constexpr std::array<std::string_view, 23> kNames{"none",
                                                  "refunds_anywhere",
                                                  "stand_in_refunded_into_rights",
                                                  "grant_sent_before_quorum",
                                                  "grants_before_all_reported",
                                                  "two_centres",
                                                  "snapshot_carries_own_totals",
                                                  "returned_rights_not_shown",
                                                  "allowance_reset_on_contact",
                                                  "answers_before_durable",
                                                  "heard_stand_in_not_shown",
                                                  "grants_inherited",
                                                  "head_office_seqs_reused",
                                                  "refund_right_drifts_by_time",
                                                  "delayed_hello_believed",
                                                  "allowance_expired_by_office",
                                                  "cap_restored_while_short",
                                                  "closed_tail_dropped",
                                                  "wrapped_counts_for_each_copy",
                                                  "pays_out_before_held",
                                                  "hold_lapsed_by_office",
                                                  "load_reversed_after_spent",
                                                  "acks_before_quorum"};

}  // namespace

std::string_view name_of(Defect defect) { return kNames.at(static_cast<std::size_t>(defect)); }

std::vector<Defect> all_defects() {
  std::vector<Defect> defects;
  for (std::size_t i = 1; i < kNames.size(); ++i) defects.push_back(static_cast<Defect>(i));
  return defects;
}

}  // namespace perk::model
