#include "central/rights/steward.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "central/rights/acceptances.h"
#include "ledger/mutant.h"

namespace perk::central {
namespace {

using Events = std::vector<Event>;

Events events_of(RightsOutcome outcome) {
  if (!outcome) return {};
  return {std::move(outcome).value()};
}

/// Of this kind, and not at its end: neither lapsed nor so old that its store will let it lapse.
bool has_allowance(const ChainRisk& risk, Origin incarnation, StandInKind kind, WallTime now) {
  const auto theirs = risk.stand_in().all().find(incarnation);
  if (theirs == risk.stand_in().all().end()) return false;
  return std::ranges::any_of(theirs->second, [&](const auto& entry) {
    const Allowance& allowance = entry.second;
    if (PERK_PLANTED(Mutant::RegrantsOnceDrawn) && allowance.drawn.is_positive()) return false;
    return allowance.grant && allowance.grant->terms.kind == kind && !allowance.has_lapsed() &&
           !allowance.has_expired(now);
  });
}

}  // namespace

Steward::Steward(OfficePen& pen, RightsDesk& desk, DoubleDesk& doubles, RiskBook& book,
                 StoreLines& lines, const Clock& clock, Currency currency, StewardSettings settings,
                 Say say)
    : pen_(pen),
      desk_(desk),
      doubles_(doubles),
      book_(book),
      lines_(lines),
      clock_(clock),
      currency_(currency),
      settings_(std::move(settings)),
      say_(std::move(say)) {}

Steward::~Steward() { stop(); }

void Steward::start() {
  thread_ = std::thread([this] { run(); });
}

void Steward::stop() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Steward::wake(Shard grown) {
  {
    const std::scoped_lock lock(mutex_);
    grown_.insert(grown);
  }
  changed_.notify_all();
}

void Steward::run() {
  const std::chrono::milliseconds pause(settings_.look_every.count());
  bool is_failing = false;
  std::set<Shard> grown;
  for (;;) {
    const auto done = look_after(grown);
    if (!done && !is_failing) say_("the steward waits for the database: " + done.error().detail);
    is_failing = !done;
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, pause, [this] { return is_stopping_ || !grown_.empty(); });
    if (is_stopping_) return;
    grown = std::exchange(grown_, {});
  }
}

Stored<Done> Steward::look() {
  if (auto done = book_.catch_up(); !done) return done;
  return do_chores();
}

/// All shards when none is known to have grown: who told of growth may not have been there yet.
Stored<Done> Steward::look_after(const std::set<Shard>& grown) {
  const bool has_lapses =
      book_.read([](const ChainRisk& risk) { return !risk.lapses_waiting().empty(); });
  if (grown.empty() || has_lapses) return look();
  for (const Shard shard : grown) {
    if (auto done = book_.catch_up(shard); !done) return done;
  }
  return do_chores();
}

Stored<Done> Steward::do_chores() {
  if (!desk_.may_grant()) return Done{};  // What changed meanwhile is looked at when it may.
  if (auto done = count_what_was_accepted(pen_, book_); !done) return done;
  if (auto done = give_allowances(); !done) return done;
  if (auto done = replenish(); !done) return done;
  if (auto done = doubles_.look(); !done) return done;
  for (const CardId& card : book_.take_changed()) to_look_at_.insert(card);
  while (!to_look_at_.empty()) {
    const CardId card = *to_look_at_.begin();
    if (auto done = settle(card); !done) return done;
    if (auto done = restore_caps(card); !done) return done;
    to_look_at_.erase(card);
  }
  recall_home();
  return Done{};
}

bool Steward::has_missed_nothing(const OfficeDesk& desk) const {
  return book_.read(
      [&](const ChainRisk& risk) { return risk.heard_through(desk.origin()) == desk.own_end(); });
}

Stored<Done> Steward::give_allowances() {
  for (const ConnectedStore& store : lines_.connected()) {
    if (auto done = give(store, StandInKind::Till, settings_.till); !done) return done;
    if (auto done = give(store, StandInKind::Manager, settings_.manager); !done) return done;
  }
  return Done{};
}

Stored<Done> Steward::give(const ConnectedStore& to, StandInKind kind,
                           const AllowanceTerms& terms) {
  if (!terms.amount.is_positive()) return Done{};
  const auto has_one = [&] {
    return book_.read([&](const ChainRisk& risk) {
      return has_allowance(risk, to.incarnation, kind, clock_.wall());
    });
  };
  const auto is_closed = [&] {
    return book_.read([&](const ChainRisk& risk) { return risk.logs().is_closed(to.incarnation); });
  };
  if (has_one() || is_closed()) return Done{};
  const AllowanceId id(settings_.random_bits() | 1);
  const auto written = pen_.write(pen_.page_of(to.store), [&](const OfficeDesk& desk) {
    if (!has_missed_nothing(desk) || has_one() || is_closed()) return Events();
    const StandInGranted granted{to.incarnation,         kind,
                                 terms.amount,           terms.per_card_cap,
                                 terms.per_purchase_cap, desk.now() + settings_.valid_for};
    return events_of(grant_stand_in({id, granted, currency_}, desk.stamp()));
  });
  if (!written) return failed(written.error());
  // The second kind must know of the first: both stand in one shard.
  return book_.catch_up(written.value().end.shard);
}

/// Only behind spends that were heard: what is out of an allowance and what was heard to be spent of it
/// never come to more than was granted.
Stored<Done> Steward::replenish() {
  struct Spent {
    Origin incarnation;
    AllowanceId id;
  };
  const auto spent = book_.read([&](const ChainRisk& risk) {
    std::vector<Spent> found;
    for (const auto& [incarnation, allowances] : risk.stand_in().all()) {
      if (risk.logs().is_closed(incarnation)) continue;  // What a copy could spend grows no more.
      for (const auto& [id, allowance] : allowances) {
        const Amount heard = allowance.drawn - allowance.replenished;
        if (allowance.grant && !allowance.has_lapsed() && heard >= settings_.replenish_from &&
            heard.is_positive())
          found.push_back({incarnation, id});
      }
    }
    return found;
  });
  for (const Spent& one : spent) {
    if (auto done = replenish(one.incarnation, one.id); !done) return done;
  }
  return Done{};
}

Stored<Done> Steward::replenish(Origin incarnation, AllowanceId id) {
  const StoreId store = book_.read([&](const ChainRisk& risk) {
    const auto known = risk.incarnations().find(incarnation);
    return known == risk.incarnations().end() ? StoreId() : known->second;
  });
  if (store == StoreId()) return Done{};
  const auto written = pen_.write(pen_.page_of(store), [&](const OfficeDesk& desk) {
    if (!has_missed_nothing(desk)) return Events();
    return book_.read([&](const ChainRisk& risk) {
      const Allowance* allowance = risk.stand_in().find(incarnation, id);
      if (allowance == nullptr) return Events();
      const Replenishment more{incarnation, id, allowance->drawn - allowance->replenished,
                               risk.heard_through(incarnation)};
      return events_of(replenish_stand_in(risk.stand_in(), more, desk.stamp()));
    });
  });
  if (!written) return failed(written.error());
  return book_.catch_up(written.value().end.shard);
}

Stored<Done> Steward::restore_caps(const CardId& card) {
  struct Cap {
    Origin incarnation;
    AllowanceId id;
    Amount amount;
  };
  const auto used_up = book_.read([&](const ChainRisk& risk) {
    std::vector<Cap> found;
    if (free_reserve(risk.card(card)).is_negative()) return found;
    for (const auto& [incarnation, allowances] : risk.stand_in().all()) {
      if (risk.logs().is_closed(incarnation)) continue;
      for (const auto& [id, allowance] : allowances) {
        const auto draws = allowance.cards.find(card);
        if (allowance.has_lapsed() || !allowance.grant || draws == allowance.cards.end()) continue;
        const Amount amount = draws->second.drawn - draws->second.restored;
        if (amount.is_positive()) found.push_back({incarnation, id, amount});
      }
    }
    return found;
  });
  for (const Cap& cap : used_up) {
    const auto written = pen_.write(pen_.page_of(card), [&](const OfficeDesk& desk) {
      if (!has_missed_nothing(desk)) return Events();
      return book_.read([&](const ChainRisk& risk) {
        const Replenishment more{cap.incarnation, cap.id, cap.amount,
                                 risk.heard_through(cap.incarnation)};
        return events_of(restore_card_cap(risk.stand_in(), desk.card(), card, more, desk.stamp()));
      });
    });
    if (!written) return failed(written.error());
    if (auto done = book_.catch_up(written.value().end.shard); !done) return done;
  }
  return Done{};
}

Stored<Done> Steward::settle(const CardId& card) {
  const bool is_owing = book_.read([&](const ChainRisk& risk) {
    const CardState& state = risk.card(card);
    if (PERK_PLANTED(Mutant::OverdraftStaysHidden)) return false;
    return state.available().is_negative() || !recoveries_due(state).empty();
  });
  if (!is_owing) return Done{};
  const auto settled = desk_.settle_debts(card, settings_.debts);
  if (!settled) return failed(settled.error());
  return Done{};
}

/// From every connected holder of a card that is frozen or owing.
void Steward::recall_home() {
  const Instant now = clock_.monotonic();
  std::set<Origin> reachable;
  for (const ConnectedStore& store : lines_.connected()) reachable.insert(store.incarnation);
  struct Call {
    Origin holder;
    CardId card;
    Amount amount;
  };
  const auto calls = book_.read([&](const ChainRisk& risk) {
    std::vector<Call> found;
    for (const CardId& card : risk.to_recall()) {
      const auto last = recalled_.find(card);
      if (last != recalled_.end() && now - last->second < settings_.recall_again) continue;
      const Placement placement = place(PlacementKind::OnDemand, {risk.card(card), {}, {}});
      for (const RightsWish& back : placement.releases) {
        if (reachable.contains(back.incarnation))
          found.push_back({back.incarnation, card, back.amount});
      }
    }
    std::erase_if(recalled_,
                  [&](const auto& entry) { return !risk.to_recall().contains(entry.first); });
    return found;
  });
  for (const Call& call : calls) {
    recalled_[call.card] = now;
    lines_.recall(call.holder, call.card, call.amount);
  }
}

}  // namespace perk::central
