#include "ops/drill_run/hand_till.h"

#include <chrono>
#include <fstream>
#include <thread>

#include <boost/asio/co_spawn.hpp>

#include "ops/demo_run/day.h"
#include "ops/simulate/ledger_view.h"
#include "ops/simulate/sim_till.h"

namespace perk::ops {
namespace {

namespace asio = boost::asio;
using store_node::RequestKind;
using store_node::SaleAnswer;
using store_node::SaleRequest;

constexpr Millis kAnswerMax{2'000};
constexpr std::chrono::seconds kGiveUpAfter{10};
constexpr std::chrono::milliseconds kPause{50};

asio::awaitable<void> exchange(StoreLine& line, const SaleRequest& request,
                               Result<SaleAnswer, std::string>& answer) {
  if (!line.is_open()) {
    const auto welcome = co_await line.open(std::nullopt);
    if (!welcome) {
      answer = failed(welcome.error());
      co_return;
    }
  }
  answer = co_await line.ask(request);
}

Answered answered_of(const SaleAnswer& answer) {
  Answered answered;
  answered.id = answer.id;
  answered.outcome = answer.outcome;
  answered.reason = answer.reason;
  answered.amount = answer.amount.amount;
  answered.event = answer.event;
  answered.cut_off_for = answer.as_of.cut_off_for;
  answered.synced_through = answer.synced_through;
  answered.receipt = answer.receipt;
  answered.at = wall_now();
  return answered;
}

}  // namespace

Result<std::unique_ptr<HandTill>, std::string> HandTill::at(const Stage& stage, const Shop& shop,
                                                            TerminalId terminal, Keeping keeping) {
  const auto currency = Currency::from_code(stage.options().currency);
  if (!currency) return failed("there is no currency " + stage.options().currency);
  auto line = line_to(shop, terminal, kAnswerMax);
  if (!line) return failed(line.error());
  Deck deck;
  deck.seed = stage.options().seed;
  return std::unique_ptr<HandTill>(new HandTill(
      std::move(line).value(), terminal, std::move(deck), *currency, to_string(shop.terminals),
      keeping == Keeping::Record ? record_file(stage) : std::filesystem::path()));
}

HandTill::Outcome HandTill::sell_card(std::size_t card, Amount load) {
  for (const RequestKind kind : {RequestKind::Issue, RequestKind::Load}) {
    const auto answer = ask(kind, card, kind == RequestKind::Load ? load : Amount());
    if (!answer) return failed(answer.error());
    if (answer.value().outcome != store_node::Outcome::Approved)
      return failed("the shop does not sell a card: " + answer.value().reason);
  }
  return Done{};
}

HandTill::Outcome HandTill::sell(std::size_t first, std::size_t end, Amount each,
                                 std::size_t rounds) {
  for (std::size_t round = 0; round < rounds; ++round) {
    for (std::size_t card = first; card < end; ++card) {
      const auto answer = ask(RequestKind::Redeem, card, each);
      if (!answer) return failed(answer.error());
      if (answer.value().outcome != store_node::Outcome::Declined) ++purchases_;
    }
  }
  return Done{};
}

Result<SaleAnswer, std::string> HandTill::ask(RequestKind kind, std::size_t card, Amount amount) {
  counter_ = counter_.next();
  SaleRequest request;
  request.id = {terminal_, counter_};
  request.kind = kind;
  request.card_number = card_number(own_.deck, card).secret_digits();
  request.money = {amount, currency_};
  request.programme = ProgrammeId(1);
  if (kind == RequestKind::Load) request.tender = Tender::Cash;
  own_.asked.push_back(Asked{request.id, kind, card, amount, PartialApproval::Refused, std::nullopt,
                             place_, wall_now()});
  if (const auto kept = keep(to_line(own_.asked.back())); !kept) return failed(kept.error());
  const auto give_up = std::chrono::steady_clock::now() + kGiveUpAfter;
  for (;;) {
    auto answer = ask_once(request);
    if (answer && is_final(answer.value().outcome)) {
      own_.answered.push_back(answered_of(answer.value()));
      if (const auto kept = keep(to_line(own_.answered.back())); !kept) return failed(kept.error());
      return answer;
    }
    if (std::chrono::steady_clock::now() > give_up)
      return failed("till " + std::to_string(terminal_.value()) +
                    " got no final answer: " + (answer ? answer.value().reason : answer.error()));
    std::this_thread::sleep_for(kPause);
  }
}

Result<SaleAnswer, std::string> HandTill::ask_once(const SaleRequest& request) {
  Result<SaleAnswer, std::string> answer = failed(std::string("nobody answered"));
  asio::co_spawn(io_, exchange(line_, request, answer),
                 [this](const std::exception_ptr&) { io_.stop(); });
  io_.restart();
  io_.run();
  return answer;
}

/// In one write at the end of the file, where perk-sim's tills write theirs.
HandTill::Outcome HandTill::keep(const std::string& line) const {
  if (file_.empty()) return Done{};
  std::ofstream file(file_, std::ios::binary | std::ios::app);
  file << line << std::flush;
  if (file.good()) return Done{};
  return failed("cannot write the record " + file_.string());
}

bool is_in_ledger(const HandTill& till, const AskHeadOffice& ask) {
  const auto ledger = ledger_of(till.record(), ask);
  if (!ledger) return false;
  return judge(till.record(), ledger.value().entries).lost == 0;
}

}  // namespace perk::ops
