// Words besides the feeds. PROTOCOL.md "Rights", "Guessed numbers".
#include <utility>

#include "sync/replicator.h"

namespace perk::sync {

void Replicator::say(Word word, Instant now) {
  if (!goes_on(now) || !is_streaming()) return;
  if (std::holds_alternative<RightsAnswer>(word) && rights_requests_open_ > 0)
    --rights_requests_open_;
  std::visit([this](auto& said) { send(std::move(said)); }, word);
}

void Replicator::hear(const RightsRequest& request) {
  if (!is_timely_from(Role::Opener, "a RightsRequest")) return;
  if (rights_requests_open_ >= limits_.rights_requests_max)
    return send(RightsAnswer{request.number, RightsOutcome::Busy, Amount()});
  ++rights_requests_open_;
  ask(WordWork{request});
}

void Replicator::hear(const RightsAnswer& answer) {
  if (is_timely_from(Role::Acceptor, "a RightsAnswer")) ask(WordWork{answer});
}

void Replicator::hear(const RightsRecall& recall) {
  if (is_timely_from(Role::Acceptor, "a RightsRecall")) ask(WordWork{recall});
}

void Replicator::hear(const WrongNumbers& wrong) {
  if (is_timely_from(Role::Opener, "WrongNumbers")) ask(WordWork{wrong});
}

void Replicator::hear(const Caution& caution) {
  if (is_timely_from(Role::Acceptor, "a Caution")) ask(WordWork{caution});
}

bool Replicator::is_timely_from(Role speaker, const char* name) {
  if (!is_timely(name)) return false;
  if (speaker != role_) return true;
  refuse(RefusalCode::Malformed, std::string(name) + " from the wrong end");
  return false;
}

}  // namespace perk::sync
