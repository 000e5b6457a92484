#include "tests/simulation/terminal.h"

#include <algorithm>

#include "store_node/terminal/terminal_codec.h"

namespace perk::simulation {

using namespace store_node;

namespace {

constexpr std::int64_t kDay = 24LL * 3'600'000;
constexpr std::int64_t kOpens = 7LL * 3'600'000;
constexpr std::int64_t kCloses = 20LL * 3'600'000;
constexpr Millis kAnswerMax{5'000};
constexpr int kTriesMax = 8;
constexpr Millis kHandBackEvery{60'000};

/// Over the shop's own wire: through the codec that ships.
template <typename Message>
Message over_the_wire(const Message& message) {
  auto heard = decode_terminal_message(encode_terminal_message(message));
  PERK_CHECK(heard.has_value(), "a terminal message can be read");
  return std::get<Message>(std::move(heard).value());
}

}  // namespace

Terminal::Terminal(Agenda& agenda, ShopMachine*& machine, CustomerWatcher& watcher,
                   std::vector<SimCard>& cards, const TerminalSetup& setup)
    : agenda_(agenda),
      machine_(machine),
      watcher_(watcher),
      cards_(cards),
      setup_(setup),
      random_(setup.seed) {}

void Terminal::open() { schedule_customer(); }

void Terminal::schedule_customer() {
  const std::int64_t mean =
      (kCloses - kOpens) / static_cast<std::int64_t>(setup_.customers_per_day);
  std::int64_t next = agenda_.now().millis() + random_.between(mean / 10, 2 * mean - mean / 10);
  const std::int64_t of_day = next % kDay;
  if (of_day < kOpens) next += kOpens - of_day;
  if (of_day >= kCloses) next += kDay - of_day + kOpens + random_.between(0, mean);
  agenda_.at(Instant(next), [this] {
    if (is_closed_) return;
    serve_customer();
    schedule_customer();
  });
}

void Terminal::serve_customer() {
  if (current_) return;  // The customer sees the queue and walks on.
  current_ = draw_errand();
  if (!current_) return;
  cards_[current_->card].is_taken = true;
  ask();
}

SaleRequest Terminal::request(RequestKind kind, std::size_t card, Amount amount) {
  counter_ = counter_.next();
  SaleRequest asked;
  asked.id = {setup_.id, counter_};
  asked.kind = kind;
  asked.card_number = cards_[card].digits;
  asked.money = {amount, setup_.currency};
  asked.programme = ProgrammeId(1);
  if (kind == RequestKind::Load) asked.tender = random_.chance(30) ? Tender::Card : Tender::Cash;
  return asked;
}

std::optional<Terminal::Errand> Terminal::draw_errand() {
  Errand errand;
  // Most customers come to their own shop.
  const std::size_t own = setup_.shop * 5 % cards_.size();
  errand.card =
      random_.chance(60) ? (own + random_.below(5)) % cards_.size() : random_.below(cards_.size());
  const SimCard& card = cards_[errand.card];
  if (card.is_taken) return std::nullopt;
  const auto amount = [&](std::int64_t least, std::int64_t most) {
    return Amount(random_.between(least / 5, most / 5) * 5);
  };
  if (!card.is_open) {
    errand.requests = {request(RequestKind::Issue, errand.card, Amount(0)),
                       request(RequestKind::Load, errand.card, amount(500, 2'500))};
    return errand;
  }
  const std::uint64_t wish = random_.below(100);
  if (wish < 10) {
    errand.requests.push_back(request(RequestKind::Load, errand.card, amount(500, 2'000)));
  } else if (wish < 14 && !bought_.empty()) {
    const std::size_t which = random_.below(bought_.size());
    const Bought back = bought_[which];
    if (cards_[back.card].is_taken) return std::nullopt;
    bought_.erase(bought_.begin() + static_cast<std::ptrdiff_t>(which));
    errand.card = back.card;
    errand.requests.push_back(request(RequestKind::Reverse, back.card, back.amount));
    errand.requests.back().original = back.event;
    errand.requests.back().reversal_reason = ReversalReason::Refund;
  } else {
    const bool sets_aside = setup_.uses_holds && random_.chance(15);
    const RequestKind kind = sets_aside ? RequestKind::Hold : RequestKind::Redeem;
    errand.requests.push_back(request(kind, errand.card, amount(200, 900)));
    if (sets_aside) return errand;
    if (random_.chance(20)) errand.requests.back().partial = PartialApproval::Accepted;
    if (random_.chance(3)) errand.requests.back().manager = "M. Anager";
  }
  return errand;
}

void Terminal::ask() {
  if (!current_) return;
  if (++current_->tries > kTriesMax) return leave();
  const std::uint64_t attempt = current_->attempt = ++attempts_;
  const SaleRequest& wanted = current_->requests.front();
  if (current_->tries == 1) watcher_.on_asked(setup_.shop, wanted, current_->card);
  if (!is_greeted()) return again_later();
  // The request, or its answer, may be lost on the way, whatever becomes of it.
  if (!random_.chance(2)) send(wanted);
  agenda_.after(kAnswerMax, [this, attempt] {
    if (current_ && current_->attempt == attempt) ask();
  });
}

void Terminal::send(const SaleRequest& request) {
  const std::uint64_t attempt = current_->attempt;
  agenda_.after(Millis(random_.between(1, 20)), [this, attempt, sent = over_the_wire(request)] {
    const auto hear = [this, attempt](const SaleAnswer& answer) {
      if (random_.chance(2)) return;
      agenda_.after(Millis(random_.between(1, 20)), [this, attempt, heard = over_the_wire(answer)] {
        if (current_ && current_->attempt == attempt) take(heard);
      });
    };
    if (machine_ != nullptr) (void)machine_->sell(sent, hear);
  });
}

void Terminal::take(const SaleAnswer& answer) {
  if (answer.receipt) {
    receipts_.keep(*answer.receipt);
    receipts_.covered(answer.receipt->incarnation, answer.synced_through);
  }
  if (!is_final(answer.outcome)) return again_later();
  const SaleRequest asked = current_->requests.front();
  watcher_.on_answered(setup_.shop, asked, current_->card, answer);
  const bool is_approved = answer.outcome != Outcome::Declined;
  if (!is_approved && asked.kind != RequestKind::Issue) return leave();
  if (is_approved) go_on_after(asked, answer);
  current_->requests.pop_front();
  current_->tries = 0;
  if (current_->requests.empty()) return leave();
  ask();
}

void Terminal::go_on_after(const SaleRequest& asked, const SaleAnswer& answer) {
  const std::size_t card = current_->card;
  if (asked.kind == RequestKind::Load) {
    cards_[card].is_open = true;
    if (answer.event) cards_[card].last_load = answer.event;
  }
  if (!answer.event) return;
  if (asked.kind == RequestKind::Redeem && random_.chance(30))
    bought_.push_back({*answer.event, card, answer.amount.amount});
  if (!setup_.uses_holds) return;
  if (asked.kind == RequestKind::Hold && random_.chance(90)) {
    const bool takes = random_.chance(75);
    const Amount wanted(takes ? random_.between(1, answer.amount.amount.minor()) : 0);
    const RequestKind kind = takes ? RequestKind::Capture : RequestKind::ReleaseHold;
    current_->requests.push_back(request(kind, card, wanted));
    current_->requests.back().original = answer.event;
    if (random_.chance(20)) current_->requests.back().rest = RestOfHold::Kept;
  }
  if (asked.kind == RequestKind::Load && random_.chance(8)) {
    current_->requests.push_back(request(RequestKind::ReverseLoad, card, answer.amount.amount));
    current_->requests.back().original = answer.event;
  }
}

void Terminal::again_later() {
  const std::uint64_t attempt = current_->attempt;
  agenda_.after(Millis(random_.between(500, 8'000)), [this, attempt] {
    if (current_ && current_->attempt == attempt) ask();
  });
}

void Terminal::leave() {
  cards_[current_->card].is_taken = false;
  current_.reset();
}

bool Terminal::is_greeted() {
  if (machine_ == nullptr || !machine_->is_up()) return false;
  if (greeted_ == std::pair<const ShopMachine*, std::uint64_t>(machine_, machine_->lives()))
    return true;
  const auto life = std::pair<const ShopMachine*, std::uint64_t>(machine_, machine_->lives());
  (void)machine_->greet(receipts_.witness(), [this, life](const TerminalWelcome& said) {
    greeted_ = life;
    welcome(said);
  });
  return false;
}

void Terminal::welcome(const TerminalWelcome& said) {
  receipts_.covered(said.incarnation, said.synced_through);
  incarnation_ = said.incarnation;
  hand_back();
}

void Terminal::ask_after_receipts() {
  if (receipts_.receipts().empty()) return;
  greeted_ = {nullptr, 0};
  (void)is_greeted();
}

/// A node that began a new log may have lost what our receipts prove.
void Terminal::hand_back() {
  if (machine_ == nullptr || !receipts_.has_former(incarnation_)) return;
  const HandBack giving{++attempts_, receipts_.receipts()};
  (void)machine_->hand_back(over_the_wire(giving), [this, giving](const HandBackAnswer& answer) {
    receipts_.handed_back(giving, over_the_wire(answer));
  });
  if (std::exchange(will_hand_back_, true)) return;
  agenda_.after(kHandBackEvery, [this] {
    will_hand_back_ = false;
    hand_back();
  });
}

}  // namespace perk::simulation
