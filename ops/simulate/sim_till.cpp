#include "ops/simulate/sim_till.h"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace perk::ops {

namespace asio = boost::asio;
using namespace store_node;

namespace {

/// A node of before events were named in answers names them in receipts only.
std::optional<EventId> event_of(const SaleAnswer& answer) {
  if (answer.event || !answer.receipt) return answer.event;
  return EventId{answer.receipt->incarnation, answer.receipt->seq};
}

/// The node or head office has it.
bool is_safe(HandBackOutcome outcome) {
  return outcome != HandBackOutcome::Refused && outcome != HandBackOutcome::Unspecified;
}

}  // namespace

WallTime wall_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return WallTime(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

SimTill::SimTill(Place place, Floor& floor, std::uint64_t seed)
    : place_(std::move(place)), floor_(floor), chance_(seed), line_(another_line()) {}

StoreLine SimTill::another_line() const {
  return {place_.address, place_.terminal, floor_.answer_max, place_.line.security,
          place_.line.store};
}

void SimTill::remember(const Asked& asked) { counter_ = std::max(counter_, asked.id.counter); }

void SimTill::remember(const Answered& answered) {
  if (!answered.receipt) return;
  receipts_.keep(*answered.receipt);
  receipts_.covered(answered.receipt->incarnation, answered.synced_through);
}

SimTill::Awaitable<void> SimTill::pause() {
  const auto longest = floor_.pause_max.count();
  asio::steady_timer timer(co_await asio::this_coro::executor,
                           std::chrono::milliseconds(chance_.between(longest / 8, longest)));
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

SimTill::Awaitable<bool> SimTill::be_connected() {
  if (!line_.is_open()) {
    const bool is_greeted = co_await say_hello();
    if (!is_greeted) co_return false;
  }
  // A node that began a new log may have lost what our receipts prove.
  if (receipts_.has_former(incarnation_) && Clock::now() >= hand_back_at_) co_await hand_back();
  co_return line_.is_open();
}

SimTill::Awaitable<bool> SimTill::say_hello() {
  const auto welcome = co_await line_.open(receipts_.witness());
  if (!welcome) co_return false;
  incarnation_ = welcome.value().incarnation;
  floor_.tally.at(place_.store).name = welcome.value().store_name;
  receipts_.covered(incarnation_, welcome.value().synced_through);
  hand_back_at_ = Clock::time_point();
  co_return true;
}

SimTill::Awaitable<std::size_t> SimTill::hand_back_all() {
  for (int tries = 0; tries < 20 && !line_.is_open(); ++tries)
    if (!co_await say_hello()) co_await pause();
  co_return co_await hand_back();
}

SimTill::Awaitable<std::size_t> SimTill::hand_back() {
  constexpr std::size_t kAtOnce = 200;
  constexpr auto kAgainAfter = std::chrono::seconds(5);
  const std::vector<sync::Receipt> all = receipts_.receipts();
  std::size_t taken = 0;
  for (std::size_t begin = 0; begin < all.size() && line_.is_open(); begin += kAtOnce) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(begin);
    const auto count = std::min(all.size() - begin, kAtOnce);
    const HandBack giving{++inquiries_, {first, first + static_cast<std::ptrdiff_t>(count)}};
    const auto answer = co_await line_.ask(giving);
    if (!answer) break;
    for (const HandBackOutcome outcome : answer.value().outcomes) taken += is_safe(outcome);
    receipts_.handed_back(giving, answer.value());
  }
  hand_back_at_ = Clock::now() + kAgainAfter;
  co_return taken;
}

SaleRequest SimTill::request_for(const Wish& wish, RequestId id) const {
  SaleRequest request;
  request.id = id;
  request.kind = wish.kind;
  request.card_number = card_number(floor_.deck, wish.card).secret_digits();
  request.money = {wish.amount, floor_.currency};
  request.partial = wish.partial;
  request.original = wish.original;
  request.reversal_reason = wish.reason;
  request.programme = ProgrammeId(1);
  if (wish.kind == RequestKind::Load) request.tender = Tender::Cash;
  return request;
}

SimTill::Awaitable<SimTill::Answer> SimTill::perform(Wish wish) {
  counter_ = counter_.next();
  const RequestId id{place_.terminal, counter_};
  floor_.record.write(Asked{id, wish.kind, wish.card, wish.amount, wish.partial, wish.original,
                            to_string(place_.address), wall_now()});
  const SaleRequest request = request_for(wish, id);
  auto asked_at = Clock::now();
  const Answer answer = co_await ask_until_answered(request, asked_at);
  if (answer && is_final(answer->outcome)) {
    take_answer(wish, *answer, asked_at);
    co_return answer;
  }
  ++floor_.tally.at(place_.store).unanswered;
  if (answer) write_down(*answer, wall_now());
  co_return std::nullopt;
}

SimTill::Awaitable<SimTill::Answer> SimTill::ask_until_answered(const SaleRequest& request,
                                                                Clock::time_point& asked_at) {
  StoreTally& tally = floor_.tally.at(place_.store);
  bool will_be_lost = chance_.chance(floor_.lost_answers_per_mille);
  Answer last;
  while (Clock::now() < floor_.give_up) {
    if (!co_await be_connected()) {
      co_await pause();
      continue;
    }
    if (std::exchange(will_be_lost, false)) {
      line_.ask_and_hang_up(request);
      ++tally.lost_on_purpose;
      asked_at = Clock::now();
      continue;
    }
    const auto answer = co_await line_.ask(request);
    if (answer) last = answer.value();
    if (answer && is_final(last->outcome)) co_return last;
    ++tally.repeated;
    co_await pause();
  }
  co_return last;
}

void SimTill::write_down(const SaleAnswer& answer, WallTime at) {
  Answered answered{
      answer.id, answer.outcome,           answer.reason,         answer.amount.amount,
      {},        answer.as_of.cut_off_for, answer.synced_through, answer.receipt,
      at};
  answered.event = event_of(answer);
  floor_.record.write(answered);
}

void SimTill::take_answer(const Wish& wish, const SaleAnswer& answer, Clock::time_point asked_at) {
  const WallTime at = wall_now();
  write_down(answer, at);
  const auto waited =
      std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - asked_at).count();
  floor_.tally.answered(place_.store, wish.kind, answer, at, waited);
  const bool was_bought = wish.kind == RequestKind::Redeem && answer.outcome != Outcome::Declined;
  if (was_bought && floor_.customers.is_cloned(wish.card))
    floor_.tally.was_theft(place_.store, answer.amount.amount);
  if (answer.receipt) {
    receipts_.keep(*answer.receipt);
    receipts_.covered(incarnation_, answer.synced_through);
  }
  if (answer.outcome != Outcome::Declined)
    floor_.customers.read_receipt(wish.card, answer.remaining.amount);
}

SimTill::Awaitable<void> SimTill::open_card(std::size_t card, Amount first_load) {
  const Answer issued = co_await perform({RequestKind::Issue, card, Amount(0)});
  if (issued) co_await perform({RequestKind::Load, card, first_load});
}

SimTill::Awaitable<void> SimTill::inquire(std::size_t card) {
  if (!co_await be_connected()) co_return;
  const CardNumber number = card_number(floor_.deck, card);
  const BalanceInquiry inquiry{++inquiries_, std::string(number.secret_digits())};
  const auto answer = co_await line_.ask(inquiry);
  if (!answer) co_return;
  ++floor_.tally.at(place_.store).inquiries;
  if (answer.value().is_known) floor_.customers.read_receipt(card, answer.value().available.amount);
}

SimTill::Awaitable<void> SimTill::serve(const Errand& errand) {
  const std::size_t card = errand.card;
  if (errand.asks_balance) co_await inquire(card);
  if (errand.top_up) co_await perform({RequestKind::Load, card, *errand.top_up});
  const Answer bought =
      co_await perform({RequestKind::Redeem, card, errand.purchase, errand.partial});
  const bool is_sold = bought && bought->outcome != Outcome::Declined && event_of(*bought);
  if (is_sold && errand.regrets) {
    const Amount back = std::min(*errand.regrets, bought->amount.amount);
    co_await perform({RequestKind::Reverse, card, back, PartialApproval::Refused, event_of(*bought),
                      ReversalReason::Refund});
  }
}

}  // namespace perk::ops
