#include "tests/simulation/operators.h"

#include <array>

namespace perk::simulation {
namespace {

/// Above 2^62, as ids of the admin tool are.
constexpr std::uint64_t kDesk = (std::uint64_t{1} << 62U) + 1;
constexpr char kReason[] = "the day's work";
constexpr char kName[] = "the simulator";

}  // namespace

void Operators::open() {
  agenda_.after(Millis(random_.between(600'000, 5'400'000)), [this] {
    if (is_closed_) return;
    work();
    open();
  });
}

void Operators::close() {
  is_closed_ = true;
  if (!is_there() || !unfreeze_all()) agenda_.after(Millis(60'000), [this] { close(); });
}

bool Operators::is_there() const {
  return office_.is_up() && office_.database().state() == DatabaseState::Well;
}

void Operators::work() {
  if (!is_there()) return;
  const std::size_t card = random_.below(cards_.size());
  const std::uint64_t what = random_.below(6);
  if (what == 4) return set_policy();
  if (!cards_[card].is_open || what == 5) return;
  if (what == 0) return freeze(card);
  if (what == 1) return (void)unfreeze_all();
  if (what == 2) return adjust(card);
  charge_back(card);
}

RequestId Operators::next_request() { return {TerminalId(kDesk), RequestCounter(++requests_)}; }

void Operators::freeze(std::size_t card) {
  const central::FreezeRequest asked{
      {cards_[card].digits, {}}, central::FreezeChange::Freeze, kReason, kName, next_request()};
  if (hears<central::FreezeReply>(asked, asked.request)) frozen_.insert(card);
}

bool Operators::unfreeze_all() {
  for (const std::size_t card : std::set(frozen_)) {
    const central::FreezeRequest asked{
        {cards_[card].digits, {}}, central::FreezeChange::Unfreeze, kReason, kName, next_request()};
    if (hears<central::FreezeReply>(asked, asked.request)) frozen_.erase(card);
  }
  return frozen_.empty();
}

/// Up alone: down, head office calls home what shops hold, and waits for it in real time.
void Operators::adjust(std::size_t card) {
  const central::AdjustRequest asked{
      {cards_[card].digits, {}}, "1.50", kReason, kName, next_request()};
  (void)hears<central::BalanceChangeReply>(asked, asked.request);
}

void Operators::charge_back(std::size_t card) {
  if (!cards_[card].last_load) return;
  const central::ChargeBackRequest asked{
      {cards_[card].digits, {}}, *cards_[card].last_load, "1.00", kReason, kName, next_request()};
  if (hears<central::BalanceChangeReply>(asked, asked.request)) cards_[card].last_load.reset();
}

/// Of one store, and never `cached`, which bounds nothing.
void Operators::set_policy() {
  constexpr std::array<PolicyKind, 3> kKinds{PolicyKind::Escrow, PolicyKind::EscrowStandIn,
                                             PolicyKind::Central};
  const PolicyKind kind = kKinds[random_.below(kKinds.size())];
  const std::string store = "Shop " + std::to_string(1 + random_.below(stores_));
  (void)office_.ask(central::SetPolicyRequest{kind, store, {}, kName});
}

template <typename Reply>
bool Operators::hears(const central::AdminRequest& asked, const RequestId& id) {
  const auto reply = office_.ask(asked);
  const bool is_done = std::holds_alternative<Reply>(reply);
  if (is_done) watcher_.on_ordered(id);
  return is_done;
}

}  // namespace perk::simulation
