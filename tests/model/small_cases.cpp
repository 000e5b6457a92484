// The small cases. Unit amounts, two shops (A and B) and head office, one card, unless said otherwise.
#include "tests/model/scenario.h"

namespace perk::model::scenarios {
namespace {

constexpr std::size_t kA = 0, kB = 1;

Action at(std::size_t shop, Kind kind, std::size_t card = 0) { return {kind, shop, card, 0}; }

/// A card that was loaded with 1 at shop A; everybody knows.
Scenario one_loaded_at_a(std::string_view name) {
  Scenario scenario;
  scenario.name = name;
  scenario.beginning = {at(kA, Kind::Load), at(kA, Kind::Exchange), at(kB, Kind::Exchange)};
  return scenario;
}

/// The same, and 1 of it is in the reserve.
Scenario one_in_the_reserve(std::string_view name) {
  Scenario scenario = one_loaded_at_a(name);
  scenario.beginning = {at(kA, Kind::Load), at(kA, Kind::Release), at(kA, Kind::Exchange),
                        at(kB, Kind::Exchange)};
  return scenario;
}

/// One loaded at A, and B may stand in for it.
Scenario b_may_stand_in(std::string_view name) {
  Scenario scenario = one_loaded_at_a(name);
  scenario.setting.policy = PolicyKind::EscrowStandIn;
  scenario.beginning = {at(kA, Kind::Load), at(kA, Kind::Exchange), at(kB, Kind::Allow),
                        at(kB, Kind::Exchange)};
  return scenario;
}

}  // namespace

Scenario rights_and_refunds() {
  Scenario scenario = one_in_the_reserve("rights and refunds");
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load));
  scenario.may = {{Kind::Buy, 3},   {Kind::Refund, 2}, {Kind::Renounce, 1}, {Kind::OfficeRefund, 1},
                  {Kind::Grant, 1}, {Kind::Send, 4},   {Kind::Hear, 3},     {Kind::Quorum, 2}};
  scenario.reorders = true;
  scenario.steps = 12;
  return scenario;
}

Scenario two_cards() {
  Scenario scenario = b_may_stand_in("two cards");
  scenario.setting.cards = 2;
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load, 1));
  scenario.may = {{Kind::Buy, 4},        {Kind::Exchange, 3}, {Kind::Replenish, 1},
                  {Kind::RestoreCap, 1}, {Kind::Release, 1},  {Kind::Refund, 1}};
  scenario.steps = 8;
  return scenario;
}

Scenario stand_in() {
  Scenario scenario = b_may_stand_in("stand-in");
  scenario.may = {{Kind::Buy, 3},       {Kind::Refund, 1},     {Kind::Send, 4},
                  {Kind::Replenish, 1}, {Kind::RestoreCap, 1}, {Kind::Exchange, 3},
                  {Kind::Release, 1},   {Kind::Grant, 1}};
  scenario.steps = 8;
  return scenario;
}

Scenario caps() {
  Scenario scenario = b_may_stand_in("caps");
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load));
  scenario.may = {{Kind::Buy, 4},
                  {Kind::Exchange, 4},
                  {Kind::RestoreCap, 1},
                  {Kind::Replenish, 1},
                  {Kind::Release, 2}};
  scenario.steps = 12;
  return scenario;
}

Scenario failover() {
  Scenario scenario = one_in_the_reserve("failover");
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load));
  scenario.may = {{Kind::Grant, 2}, {Kind::Buy, 3},    {Kind::Failover, 1}, {Kind::Hear, 4},
                  {Kind::Send, 3},  {Kind::Quorum, 2}, {Kind::Release, 1},  {Kind::Ack, 1}};
  scenario.steps = 11;
  return scenario;
}

Scenario two_centres() {
  Scenario scenario = one_in_the_reserve("two centres");
  scenario.may = {{Kind::Load, 1},         {Kind::Send, 1},        {Kind::Failover, 1},
                  {Kind::FormerGrants, 1}, {Kind::FormerSends, 3}, {Kind::Grant, 1},
                  {Kind::Quorum, 1},       {Kind::Hear, 2},        {Kind::Buy, 2}};
  scenario.steps = 12;
  return scenario;
}

Scenario restored_office() {
  Scenario scenario = one_in_the_reserve("restored office");
  scenario.setting.cards = 2;
  scenario.may = {{Kind::Grant, 2},    {Kind::Exchange, 3},    {Kind::RestoreOffice, 1},
                  {Kind::Buy, 2},      {Kind::Report, 2},      {Kind::Freeze, 1},
                  {Kind::Renounce, 1}, {Kind::OfficeRefund, 2}};
  scenario.steps = 10;
  return scenario;
}

Scenario snapshots() {
  Scenario scenario = one_in_the_reserve("snapshots");
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load));
  scenario.may = {{Kind::Buy, 3},    {Kind::AskSnapshot, 2}, {Kind::TakeSnapshot, 3},
                  {Kind::Send, 2},   {Kind::Grant, 1},       {Kind::Refund, 1},
                  {Kind::Quorum, 2}, {Kind::Hear, 2},        {Kind::Restart, 1}};
  scenario.steps = 9;
  return scenario;
}

Scenario lost_shop() {
  Scenario scenario = one_in_the_reserve("lost shop");
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load));
  scenario.may = {{Kind::Grant, 2},           {Kind::Exchange, 3},     {Kind::Buy, 3},
                  {Kind::LoseDisk, 1},        {Kind::ReturnRights, 1}, {Kind::Send, 2},
                  {Kind::SettleOverdrafts, 1}};
  scenario.steps = 9;
  return scenario;
}

Scenario power_cuts() {
  Scenario scenario = one_loaded_at_a("power cuts");
  scenario.may = {{Kind::Buy, 3},    {Kind::Restart, 2},  {Kind::Send, 3},      {Kind::Load, 1},
                  {Kind::Refund, 1}, {Kind::Exchange, 2}, {Kind::HearAgain, 1}, {Kind::Release, 1}};
  scenario.steps = 8;
  return scenario;
}

Scenario flapping_link() {
  Scenario scenario = b_may_stand_in("flapping link");
  scenario.setting.card_cap = Amount(2);
  scenario.setting.allowance = Amount(1);
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load));
  scenario.may = {{Kind::Buy, 3},    {Kind::Load, 1}, {Kind::Send, 3},     {Kind::Replenish, 1},
                  {Kind::Quorum, 2}, {Kind::Hear, 4}, {Kind::HearAgain, 1}};
  scenario.reorders = true;
  scenario.steps = 11;
  return scenario;
}

Scenario clocks() {
  Scenario scenario = b_may_stand_in("clocks");
  scenario.may = {{Kind::OfficeTime, 1}, {Kind::ShopTime, 1},     {Kind::Buy, 2},
                  {Kind::Lapse, 1},      {Kind::Refund, 1},       {Kind::Send, 2},
                  {Kind::Renounce, 1},   {Kind::OfficeRefund, 1}, {Kind::Exchange, 2}};
  scenario.steps = 9;
  return scenario;
}

Scenario late_hellos() {
  Scenario scenario = one_loaded_at_a("late Hellos");
  scenario.may = {
      {Kind::Buy, 1}, {Kind::Load, 2}, {Kind::Send, 3}, {Kind::SayHello, 2}, {Kind::HearHello, 3}};
  scenario.steps = 12;
  return scenario;
}

Scenario clone() {
  Scenario scenario = one_in_the_reserve("clone");
  scenario.beginning.insert(scenario.beginning.begin(), at(kA, Kind::Load));
  scenario.may = {{Kind::Clone, 1},   {Kind::Buy, 3},      {Kind::Refund, 1},
                  {Kind::Release, 1}, {Kind::Exchange, 4}, {Kind::CloseLog, 1}};
  scenario.steps = 8;
  return scenario;
}

Scenario overdrafts() {
  Scenario scenario = b_may_stand_in("overdrafts");
  scenario.may = {
      {Kind::Buy, 4},   {Kind::SettleOverdrafts, 1}, {Kind::Exchange, 5}, {Kind::Refund, 1},
      {Kind::Grant, 1}, {Kind::RestoreCap, 1},       {Kind::WriteOff, 1}, {Kind::Load, 1}};
  scenario.steps = 11;
  return scenario;
}

/// A tab at A; head office's clock says that its time is over.
Scenario holds() {
  Scenario scenario = one_loaded_at_a("holds");
  scenario.may = {{Kind::PlaceHold, 2},  {Kind::CaptureHold, 2}, {Kind::ReleaseHold, 1},
                  {Kind::Buy, 2},        {Kind::Grant, 1},       {Kind::ShopTime, 1},
                  {Kind::OfficeTime, 1}, {Kind::Lapse, 1},       {Kind::Exchange, 4},
                  {Kind::Release, 1}};
  scenario.steps = 9;
  return scenario;
}

Scenario cloned_holds() {
  Scenario scenario = one_loaded_at_a("cloned holds");
  scenario.beginning = {at(kA, Kind::Load), at(kA, Kind::Load), at(kA, Kind::PlaceHold),
                        at(kA, Kind::Exchange), at(kB, Kind::Exchange)};
  scenario.may = {{Kind::Clone, 1}, {Kind::CaptureHold, 3}, {Kind::ReleaseHold, 1},
                  {Kind::Buy, 2},   {Kind::Exchange, 4},    {Kind::CloseLog, 1}};
  scenario.steps = 8;
  return scenario;
}

/// What was paid in at A goes back, over its counter or past the chain.
Scenario loads_taken_back() {
  Scenario scenario = b_may_stand_in("loads taken back");
  scenario.may = {{Kind::ReverseLoad, 2}, {Kind::ChargeBack, 1},      {Kind::Buy, 2},
                  {Kind::Load, 1},        {Kind::Release, 1},         {Kind::Grant, 1},
                  {Kind::Exchange, 3},    {Kind::SettleOverdrafts, 1}};
  scenario.steps = 8;
  return scenario;
}

}  // namespace perk::model::scenarios

namespace perk::model {

std::vector<Scenario> all_scenarios() {
  using namespace scenarios;
  return {rights_and_refunds(), two_cards(),       stand_in(),        caps(),
          failover(),           two_centres(),     restored_office(), snapshots(),
          lost_shop(),          power_cuts(),      flapping_link(),   clocks(),
          late_hellos(),        clone(),           overdrafts(),      holds(),
          cloned_holds(),       loads_taken_back()};
}

}  // namespace perk::model
