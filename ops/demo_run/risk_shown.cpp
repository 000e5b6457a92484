#include "ops/demo_run/risk_shown.h"

namespace perk::ops {

std::optional<RiskSample> risk_shown(const Stage& stage, Millis now) {
  const auto exposure = stage.ask()(central::ExposureRequest{});
  const auto debts = stage.ask()(central::OverdraftsRequest{central::OverdraftScope::All});
  if (!exposure || !debts) return std::nullopt;
  const auto* shown = std::get_if<central::ExposureReply>(&exposure.value());
  const auto* overdrafts = std::get_if<central::OverdraftsReply>(&debts.value());
  if (shown == nullptr || overdrafts == nullptr) return std::nullopt;
  RiskSample sample{now, std::nullopt, overdrafts->opened};
  if (shown->exposure.kind == Exposure::Kind::Known) sample.exposure = shown->exposure.parts.sum();
  return sample;
}

}  // namespace perk::ops
