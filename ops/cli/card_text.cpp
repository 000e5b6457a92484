// What head office says of one card, as people read it.
#include <fmt/format.h>

#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

namespace {

std::string unheard_lines(const BalanceReply& reply) {
  if (reply.unheard.empty()) return "All stores have been heard from lately.\n";
  std::string out = "Not heard from lately, so what they sold since is not in this answer:\n";
  for (const StoreUnheard& store : reply.unheard) {
    out += fmt::format(
        "  {}: {}\n", store_label(store.store, store.name),
        store.last_heard ? "last heard " + ago(*store.last_heard, reply.now) : "never heard");
  }
  return out;
}

std::string balance_head(const BalanceReply& reply) {
  std::string out =
      fmt::format("Card ending {} ({})\n", printable(reply.last_four), to_hex(reply.card));
  out += fmt::format("  balance    {}{}\n", money(reply.balance, reply.currency),
                     reply.balance.is_negative() ? "   OVERDRAWN" : "");
  if (reply.available != reply.balance)
    out += fmt::format("  available  {}\n", money(reply.available, reply.currency));
  out += fmt::format("  loaded {}, redeemed {}, reversed {}\n", money(reply.loaded, reply.currency),
                     money(reply.redeemed, reply.currency), money(reply.reversed, reply.currency));
  if (reply.is_frozen) out += fmt::format("  FROZEN: {}\n", printable(reply.freeze_reason));
  if (reply.rights) out += text(*reply.rights, reply.currency);
  return out;
}

}  // namespace

std::string text(const BalanceReply& reply) {
  std::string out = balance_head(reply);
  const std::uint64_t behind =
      reply.shard_end > reply.position ? reply.shard_end.value() - reply.position.value() : 0;
  out += fmt::format(
      "As of position {} of shard {} (recorded {}{})", reply.position.value(), reply.shard.value(),
      ago(reply.position_wall, reply.now),
      behind == 0 ? ", nothing newer" : fmt::format(", {} newer not folded yet", behind));
  out += reply.as_of ? fmt::format("; only what had happened by {}.\n", to_iso8601(*reply.as_of))
                     : std::string(".\n");
  return out + unheard_lines(reply);
}

std::string text(const StatementReply& reply) {
  Table table({{"position", Align::Right},
               {"happened"},
               {"recorded"},
               {"where"},
               {"what"},
               {"amount", Align::Right},
               {"balance", Align::Right},
               {"event"},
               {"note"}});
  for (const StatementLine& line : reply.lines) {
    std::string note = line.note;
    if (line.cut_off_for.count() > 0) {
      note += fmt::format("{}cut off for {:.1f} s", note.empty() ? "" : "; ",
                          static_cast<double>(line.cut_off_for.count()) / 1000.0);
    }
    table.add({std::to_string(line.position.value()), to_iso8601(line.happened),
               to_iso8601(line.recorded), store_label(line.store, line.store_name), line.type,
               money(line.value_effect, reply.balance.currency),
               money(line.balance_after, reply.balance.currency), to_string(line.event), note});
  }
  return table.str() + "\n" + text(reply.balance);
}

std::string text(const FreezeReply& reply) {
  return fmt::format("{} (event {}, position {} of shard {}).\n",
                     reply.was_repeated ? "Already done by this same request" : "Done",
                     to_string(reply.event), reply.position.value(), reply.shard.value());
}

std::string text(const BalanceChangeReply& reply) {
  return text(FreezeReply{reply.was_repeated, reply.shard, reply.position, reply.event});
}

}  // namespace perk::ops
