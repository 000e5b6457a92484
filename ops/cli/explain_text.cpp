// One event, and what its store knew, in plain sentences.
#include <fmt/format.h>

#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

std::string seconds(Millis time) {
  return fmt::format("{:.1f} s", static_cast<double>(time.count()) / 1000.0);
}

std::string basis_line(const PurchaseExplained& purchase, Currency currency) {
  std::string out = fmt::format(
      "It was approved under policy version {}: {} from the store's "
      "spending rights",
      purchase.policy_version.value(), money(purchase.from_rights, currency));
  if (purchase.basis == Basis::Central) out += " that head office granted for it";
  if (purchase.beyond_rights.is_positive()) {
    out += fmt::format(", {} beyond them", money(purchase.beyond_rights, currency));
    if (purchase.basis == Basis::Cached) out += ", on the balance it knew (policy cached)";
    if (purchase.basis == Basis::StandIn) {
      out += fmt::format(", drawing {} on its stand-in allowance",
                         money(purchase.allowance_drawn, currency));
    }
  }
  out += ".\n";
  if (purchase.requested > purchase.approved())
    out += fmt::format("It was approved in part: {} was asked for.\n",
                       money(purchase.requested, currency));
  if (!purchase.manager.empty())
    out += fmt::format("A manager overrode by hand: {}.\n", printable(purchase.manager));
  return out;
}

std::string knowledge_lines(const ExplainReply& reply, const PurchaseExplained& purchase) {
  std::string out = fmt::format(
      "The store had heard the card's shard {} through position {} and its own log through seq "
      "{}.\nBy these the card had {} to spend, {} of it the store's alone to approve.\n",
      reply.shard.value(), purchase.known_through.value(), purchase.own_through.value(),
      money(purchase.value_known, reply.currency), money(purchase.rights_known, reply.currency));
  if (purchase.allowance) {
    out += fmt::format(
        "Of its allowance it had at most {} left, {} of it for this card.\n",
        money(purchase.allowance->left_at_most, reply.currency),
        money(std::min(purchase.allowance->left_at_most, purchase.allowance->card_left_at_most),
              reply.currency));
  }
  out += purchase.cut_off_for.count() > 0
             ? fmt::format("It had been cut off from head office for {}.\n",
                           seconds(purchase.cut_off_for))
             : std::string("It was connected to head office.\n");
  return out;
}

std::string clock_line(const ExplainReply& reply) {
  const Millis later = reply.recorded - reply.raw_clock;
  const std::string gap = later.count() >= 0 ? seconds(later) + " later"
                                             : seconds(Millis(-later.count())) +
                                                   " earlier, so the store's clock was ahead";
  return fmt::format("Its clock said {}; head office recorded it at {}, {}.\n",
                     to_iso8601(reply.raw_clock), to_iso8601(reply.recorded), gap);
}

std::string spenders_of(const PurchaseExplained& purchase) {
  std::string names;
  for (const UnheardRow& row : purchase.unheard) {
    if (!row.spent.is_positive()) continue;
    names += (names.empty() ? "" : ", ") + store_label(row.store, row.store_name);
  }
  const std::size_t last = names.rfind(", ");
  return last == std::string::npos ? names : names.replace(last, 2, " and ");
}

std::string unheard_lines(const PurchaseExplained& purchase, Currency currency) {
  if (purchase.unheard.empty())
    return "Nothing had happened to the card elsewhere that it had not heard.\n";
  std::string out;
  if (purchase.unheard_spent.is_positive()) {
    out += fmt::format("Meanwhile {} had been spent at {} that it could not know.\n",
                       money(purchase.unheard_spent, currency), spenders_of(purchase));
  }
  if (purchase.was_frozen_unheard)
    out += "Head office had frozen the card, which it could not know.\n";
  for (const UnheardRow& row : purchase.unheard) {
    out += fmt::format("  unheard from {}: {}; spent {}, loaded {}, taken back {}\n",
                       store_label(row.store, row.store_name), counted(row.events, "event"),
                       money(row.spent, currency), money(row.loaded, currency),
                       money(row.taken_back, currency));
  }
  return out + fmt::format("With all of it, the card had {} to spend before this purchase.\n",
                           money(purchase.value_with_unheard, currency));
}

}  // namespace

std::string text(const ExplainReply& reply) {
  std::string out = fmt::format("Event {} ({}): {}\n", to_string(reply.event),
                                to_iso8601(reply.happened), printable(reply.said));
  if (!reply.purchase) return out;
  return out + basis_line(*reply.purchase, reply.currency) +
         knowledge_lines(reply, *reply.purchase) + clock_line(reply) +
         unheard_lines(*reply.purchase, reply.currency);
}

}  // namespace perk::ops
