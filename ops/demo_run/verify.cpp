#include "ops/demo_run/verify.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>
#include <vector>

#include "ops/demo_run/agreement.h"
#include "ops/simulate/ledger_view.h"

namespace perk::ops {
namespace {

using store_node::Outcome;

/// For what may be written while two sides are compared.
constexpr int kTries = 20;
/// Head office's steward opens overdrafts by itself: half a second after it heard, on a machine that is idle.
constexpr int kStewardsTries = 75;
constexpr std::chrono::milliseconds kPause{200};

std::string count_of(std::uint64_t count, const std::string& what) {
  return std::to_string(count) + " " + what;
}

bool all_hold(const std::vector<CheckLine>& lines) {
  return std::all_of(lines.begin(), lines.end(), [](const CheckLine& line) { return line.holds; });
}

class Verifier {
 public:
  Verifier(Stage& stage, Watch& watch, DemoReport& report)
      : stage_(stage), watch_(watch), report_(report) {}

  void verify(const std::filesystem::path& record_file, std::string& card) {
    the_outage_was_real();
    audit();
    money_line();
    risk();
    nothing_quarantined();
    every_log_is_held();
    const auto record = load_record(record_file);
    if (!record) return add("the tills' record can be read", false, record.error());
    const auto ledger = ledger_of(record.value(), stage_.ask());
    if (!ledger) return add("the ledger can be read", false, ledger.error());
    tills_agree(record.value(), ledger.value());
    what_was_lost_came_back(record.value(), ledger.value());
    shops_agree(record.value());
    card = card_of_two_cut_shops(record.value());
  }

 private:
  void add(const std::string& what, bool holds, const std::string& detail = "") {
    report_.checks.push_back({what, holds, detail});
  }

  template <typename Reply>
  std::optional<Reply> ask(const std::string& what, const central::AdminRequest& request) {
    const auto reply = stage_.ask()(request);
    if (!reply) {
      add(what, false, reply.error());
    } else if (const auto* wanted = std::get_if<Reply>(&reply.value())) {
      return *wanted;
    } else {
      const auto* fault = std::get_if<central::AdminFault>(&reply.value());
      add(what, false, fault != nullptr ? fault->sentence : "head office answered something else");
    }
    return std::nullopt;
  }

  /// A demo in which nothing happened proves nothing.
  void the_outage_was_real() {
    for (const StoreReport& store : report_.stores) {
      if (!store.was_cut) continue;
      add(store.name + " went on selling while it was cut off", store.offline.count > 0,
          count_of(store.offline.count, "purchases"));
    }
  }

  void audit() {
    const std::string what = "head office's audit of every chain and every projection";
    const auto reply = ask<central::VerifyReply>(what, central::VerifyRequest{});
    if (!reply) return;
    for (const central::VerifyCheck& check : reply->checks) {
      if (!check.holds) add("audit: " + check.name, false, check.detail);
    }
    add(what, !reply->checks.empty(),
        count_of(reply->checks.size(), "checks over ") + count_of(reply->events, "events"));
  }

  void money_line() {
    const std::string what = "loaded + taken back = redeemed + balances, to the cent";
    const auto reply = ask<central::MoneyLineReply>(what, central::MoneyLineRequest{});
    if (!reply) return;
    report_.money = reply->line;
    add(what, reply->holds && reply->line.holds(),
        reply->violations.empty() ? "" : reply->violations.front());
  }

  /// Rights overspend nothing but by a copy of their holder, or after somebody decided to give a lost holder's to others;
  /// what else was overspent was on the screen before.
  void risk() {
    const std::string what = "what was overspent was never above the exposure shown before";
    const auto shown = ask<central::ExposureReply>(what, central::ExposureRequest{});
    const auto debts = settled_debts(what);
    if (!shown || !debts) return;
    RiskReport& risk = report_.risk;
    risk.is_bounded = shown->exposure.kind == Exposure::Kind::Known;
    risk.peak = shown->peak;
    risk.opened = debts->opened;
    risk.recovered = debts->recovered;
    risk.written_off = debts->written_off;
    risk.overdrafts = debts->count;
    for (const central::OverdraftRow& row : debts->rows)
      risk.by_cause[std::string(cause_name(row.cause))] += row.opened;
    add("head office knows the most that could be lost", risk.is_bounded, shown->why_unknown);
    const Amount missing = not_opened(*debts);
    add("every card that was overspent has its overdraft opened", missing.is_zero(),
        missing.is_zero() ? "" : cash(missing) + " has none");
    const Amount spent_twice = opened_by(OverdraftCause::Rollback);
    const Amount of_exposure = risk.opened - spent_twice;
    add(what, of_exposure <= risk.peak,
        cash(of_exposure) + " of at most " + cash(risk.peak) + " shown");
    const bool is_restored = !report_.restored_shop.empty();
    if (is_restored) {
      add("what two states of " + report_.restored_shop +
              "'s database spent twice was never above the copies shown",
          spent_twice <= shown->copies,
          cash(spent_twice) + " of at most " + cash(shown->copies) + " shown");
    }
    const Amount of_rights = of_exposure - opened_by(OverdraftCause::StandIn) -
                             opened_by(OverdraftCause::LostStore) +
                             (is_restored ? Amount() : spent_twice);
    add("nothing was overspent from spending rights", of_rights.is_zero(), cash(of_rights));
  }

  /// Of what the cards' own sums say, however their overdrafts are listed.
  [[nodiscard]] Amount not_opened(const central::OverdraftsReply& debts) const {
    return report_.money.overdrafts - (debts.opened - debts.recovered - debts.written_off);
  }

  /// Once each card below zero has its overdraft, or as they are when that does not come.
  std::optional<central::OverdraftsReply> settled_debts(const std::string& what) {
    std::optional<central::OverdraftsReply> debts;
    for (int tried = 0; tried < kStewardsTries; ++tried) {
      debts = ask<central::OverdraftsReply>(
          what, central::OverdraftsRequest{central::OverdraftScope::All});
      const auto money = ask<central::MoneyLineReply>(what, central::MoneyLineRequest{});
      if (!debts || !money) return std::nullopt;
      report_.money = money->line;
      if (not_opened(*debts).is_zero()) break;
      std::this_thread::sleep_for(kPause);
    }
    return debts;
  }

  [[nodiscard]] Amount opened_by(OverdraftCause cause) const {
    const auto found = report_.risk.by_cause.find(std::string(cause_name(cause)));
    return found == report_.risk.by_cause.end() ? Amount() : found->second;
  }

  [[nodiscard]] std::string cash(Amount amount) const {
    return to_string(Money{amount, report_.currency});
  }

  void nothing_quarantined() {
    const std::string what = "no event was refused by head office";
    const auto reply = ask<central::HealthReply>(what, central::HealthRequest{});
    if (reply)
      add(what, reply->quarantined == 0,
          reply->quarantined == 0 ? "" : count_of(reply->quarantined, "in quarantine"));
  }

  /// Shops may write after everybody agreed, when rights go home: head office has that a moment later.
  void every_log_is_held() {
    std::vector<CheckLine> lines;
    for (int tried = 0; tried < kTries; ++tried) {
      const auto stores =
          ask<central::StoresReply>("head office knows the shops", central::StoresRequest{});
      if (!stores) return;
      lines = held_of_each_log(*stores);
      if (all_hold(lines)) break;
      std::this_thread::sleep_for(kPause);
    }
    report_.checks.insert(report_.checks.end(), lines.begin(), lines.end());
  }

  [[nodiscard]] std::vector<CheckLine> held_of_each_log(const central::StoresReply& stores) {
    std::vector<CheckLine> lines;
    const auto& seen = watch_.look();
    for (std::size_t i = 0; i < seen.size(); ++i) {
      const std::string what =
          "head office holds " + stage_.shops()[i].name + "'s log to its last event";
      if (!seen[i]) {
        lines.push_back({what, false, "the shop does not answer"});
        continue;
      }
      std::uint64_t held = 0;
      for (const central::StoreRow& row : stores.stores)
        held = row.store == seen[i]->store ? row.held_through.value() : held;
      const std::uint64_t end = seen[i]->log_end.value();
      lines.push_back({what, held == end,
                       held == end ? count_of(end, "events")
                                   : count_of(held, "of ") + count_of(end, "events")});
    }
    return lines;
  }

  void tills_agree(const Record& record, const LedgerView& ledger) {
    const Judgement judgement = judge(record, ledger.entries);
    std::string detail = count_of(judgement.acknowledged, "approvals, ") +
                         count_of(judgement.declined, "refusals, ") +
                         count_of(judgement.indeterminate, "never finally answered");
    if (!judgement.violations.empty()) detail += "; " + judgement.violations.front();
    add("every approval that a till was given is in the ledger exactly once, and nothing else is",
        judgement.holds(), detail);
  }

  /// Every approval is in the ledger once, as tills_agree() found: here, that some of them came this way.
  void what_was_lost_came_back(const Record& record, const LedgerView& ledger) {
    if (report_.restored_shop.empty()) return;
    const Judgement judgement = judge(record, ledger.entries);
    add("what was missing of " + report_.restored_shop + "'s former log was brought by a new one",
        ledger.brought > 0,
        count_of(ledger.brought, "events, ") +
            count_of(judgement.taken_back, "purchases answered twice and taken back"));
  }

  /// Head office pays debts and takes rights back when it finds time, also after the last sale: what it wrote in the
  /// middle of the comparison is no difference, so that counts only if nobody wrote meanwhile.
  void shops_agree(const Record& record) {
    std::vector<CheckLine> lines;
    for (int tried = 0; tried < kTries; ++tried) {
      const auto before = events_everybody_has(stage_, watch_);
      const auto ledger = ledger_of(record, stage_.ask());
      if (!ledger) return add("the ledger can be read", false, ledger.error());
      lines = compared(record, ledger.value());
      if (all_hold(lines) || (before && before == events_everybody_has(stage_, watch_))) break;
      std::this_thread::sleep_for(kPause);
    }
    report_.checks.insert(report_.checks.end(), lines.begin(), lines.end());
  }

  [[nodiscard]] std::vector<CheckLine> compared(const Record& record, const LedgerView& ledger) {
    std::vector<CheckLine> lines;
    for (std::size_t shop = 0; shop < stage_.shops().size(); ++shop) {
      std::string first_difference;
      for (const auto& [place, balance] : ledger.cards) {
        const CardNumber number = card_number(record.deck, place);
        const auto shown = watch_.card_at(shop, std::string(number.secret_digits()));
        if (shown && shown.value().is_known && shown.value().available.amount == balance.available)
          continue;
        if (first_difference.empty()) {
          first_difference = "card ..." + number.last_four() + ": " +
                             (shown ? to_string(shown.value().available) : shown.error()) +
                             " there, " + to_string(Money{balance.available, balance.currency}) +
                             " at head office";
        }
      }
      lines.push_back(
          {stage_.shops()[shop].name + " shows every card as head office does",
           first_difference.empty(),
           first_difference.empty() ? count_of(ledger.cards.size(), "cards") : first_difference});
    }
    return lines;
  }

  static std::string card_of_two_cut_shops(const Record& record) {
    std::map<RequestId, const Asked*> purchases;
    for (const Asked& asked : record.asked) {
      if (asked.kind == store_node::RequestKind::Redeem) purchases[asked.id] = &asked;
    }
    std::map<std::size_t, std::set<std::string>> shops_of_card;
    for (const Answered& answered : record.answered) {
      const auto asked = purchases.find(answered.id);
      if (asked == purchases.end() || !answered.event || answered.cut_off_for == Millis(0))
        continue;
      auto& shops = shops_of_card[asked->second->card];
      shops.insert(asked->second->store);
      if (shops.size() == 2)
        return std::string(card_number(record.deck, asked->second->card).secret_digits());
    }
    return "";
  }

  Stage& stage_;
  Watch& watch_;
  DemoReport& report_;
};

}  // namespace

void verify_all(Stage& stage, Watch& watch, const std::filesystem::path& record_file,
                DemoReport& report, std::string& card) {
  Verifier(stage, watch, report).verify(record_file, card);
}

}  // namespace perk::ops
