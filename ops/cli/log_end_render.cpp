// Logs that have ended for good, and stores that were revoked, as people and as programs read of them.
#include <fmt/format.h>

#include "ops/cli/render_parts.h"

namespace perk::ops {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

namespace {

std::string returned_lines(const ProveEndReply& reply) {
  if (reply.card_count == 0) return "";
  Table table({{"card"}, {"returned", Align::Right}});
  for (const ReturnedCard& card : reply.cards)
    table.add({card.last_four + " " + to_hex(card.card), money(card.amount, reply.currency)});
  std::string out = fmt::format("{} of {} that they held counts as returned to the reserve.\n{}",
                                money(reply.returned, reply.currency),
                                counted(reply.card_count, "card"), table.str());
  if (reply.cards.size() < reply.card_count)
    out += fmt::format("... and {} more cards.\n", reply.card_count - reply.cards.size());
  return out;
}

}  // namespace

std::string text(const ProveEndReply& reply) {
  std::string out;
  for (const ProvenLog& log : reply.logs) {
    out +=
        fmt::format("The end of {}'s log {} {} proven, at event {}.\n", printable(reply.name),
                    to_string(log.incarnation), log.was_proven ? "was" : "is", log.through.value());
  }
  out += returned_lines(reply);
  out += fmt::format(
      "Copies could spend {} less. Purchases of {} are head office's to take back.\n",
      money(reply.copies_ended, reply.currency), money(reply.refundable, reply.currency));
  if (reply.remaining.is_positive()) {
    out += fmt::format("They hold {} that came meanwhile: say it again to return that.\n",
                       money(reply.remaining, reply.currency));
  }
  return out +
         fmt::format("Exposure of the chain now: {}.\n", figure(reply.exposure, reply.currency));
}

Json json(const ProveEndReply& reply) {
  Json logs = Json::array();
  for (const ProvenLog& log : reply.logs) {
    logs.push_back({{"incarnation", to_string(log.incarnation)},
                    {"through", log.through.value()},
                    {"was_proven", log.was_proven}});
  }
  Json cards = Json::array();
  for (const ReturnedCard& card : reply.cards) {
    cards.push_back({{"card", to_hex(card.card)},
                     {"last_four", card.last_four},
                     {"returned_minor", card.amount.minor()}});
  }
  return {{"store", reply.store.value()},
          {"name", reply.name},
          {"currency", reply.currency.code()},
          {"logs", std::move(logs)},
          {"returned_minor", reply.returned.minor()},
          {"cards_count", reply.card_count},
          {"cards", std::move(cards)},
          {"remaining_minor", reply.remaining.minor()},
          {"refundable_minor", reply.refundable.minor()},
          {"copies_ended_minor", reply.copies_ended.minor()},
          {"chain", exposure_json(reply.exposure)}};
}

std::string text(const RevokeStoreReply& reply) {
  const std::string name = printable(reply.name);
  std::string out = fmt::format("{} {} revoked: nobody comes in as that store any more.\n", name,
                                reply.was_revoked ? "was" : "is");
  for (const Origin log : reply.closed)
    out += fmt::format("Its log {} is closed.\n", to_string(log));
  return out + fmt::format(
                   "What it holds may still be spent there unheard: `perk exposure --store` counts "
                   "it, until `perk store declare-lost` returns it.\n");
}

Json json(const RevokeStoreReply& reply) {
  Json closed = Json::array();
  for (const Origin log : reply.closed) closed.push_back(to_string(log));
  return {{"store", reply.store.value()},
          {"name", reply.name},
          {"was_revoked", reply.was_revoked},
          {"closed", std::move(closed)}};
}

}  // namespace perk::ops
