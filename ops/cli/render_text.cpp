#include <fmt/format.h>

#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

using ops::text;

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

std::string text(const AdminFault& fault) {
  return fmt::format("perk: {}\n", printable(fault.sentence));
}

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

std::string text(const EnrolReply& reply) {
  return fmt::format("{} is store {}{}.\n", printable(reply.name), reply.store.value(),
                     reply.was_enrolled ? ", as it was before" : "");
}

std::string text(const OfferCodeReply& reply) {
  std::string told = fmt::format(
      "{}\n\nThe one-time code of {}, shown this once. It expires on {}. At the shop:\n"
      "  perk-store enrol --code CODE --central HOST:PORT --dir DIRECTORY\n",
      reply.code, printable(reply.name), to_iso8601(reply.expires));
  if (reply.is_known)
    told += "The store is enrolled: the code is of use only where its log.key is.\n";
  return told;
}

std::string line_of(const StoreRow& row) {
  if (row.revoked_at) return "REVOKED";
  return row.is_connected ? "up" : "DOWN";
}

std::string text(const StoresReply& reply) {
  Table table({{"store", Align::Right},
               {"name"},
               {"line"},
               {"last heard"},
               {"held through", Align::Right},
               {"backlog", Align::Right},
               {"loaded", Align::Right},
               {"sold", Align::Right},
               {"purchases", Align::Right},
               {"cut off", Align::Right},
               {"incarnation"}});
  for (const StoreRow& row : reply.stores) {
    table.add({std::to_string(row.store.value()), row.name, line_of(row),
               row.last_heard ? ago(*row.last_heard, reply.now) : "never",
               std::to_string(row.held_through.value()), std::to_string(row.reported_backlog),
               money(row.loaded, reply.currency), money(row.sold, reply.currency),
               std::to_string(row.purchases), std::to_string(row.purchases_cut_off),
               row.incarnation ? to_string(*row.incarnation) : "none yet"});
  }
  return table.str();
}

std::string stuck_shards(const ProjectionsReply& reply) {
  std::string lines;
  for (const ProjectionRow& row : reply.projections) {
    for (const StuckShardRow& stuck : row.stuck) {
      lines += fmt::format("{} is stuck in shard {}: {} (it is tried again)\n", row.name,
                           stuck.shard.value(), stuck.why);
    }
  }
  return lines;
}

std::string text(const ProjectionsReply& reply) {
  Table table({{"projection"},
               {"version", Align::Right},
               {"folded", Align::Right},
               {"lag", Align::Right},
               {"parked", Align::Right},
               {"rebuilding"}});
  for (const ProjectionRow& row : reply.projections) {
    table.add({row.name, std::to_string(row.version), std::to_string(row.folded),
               std::to_string(row.lag), std::to_string(row.parked),
               row.building_version == 0 ? ""
                                         : fmt::format("version {}, {} folded",
                                                       row.building_version, row.building_folded)});
  }
  return table.str() + stuck_shards(reply);
}

std::string text(const RebuildReply& reply) {
  return fmt::format("{} is now version {}: {} events folded in {:.2f} s, swapped in {} us.\n",
                     reply.projection, reply.version, reply.events,
                     static_cast<double>(reply.took.count()) / 1000.0, reply.swap_microseconds);
}

std::string text(const VerifyReply& reply) {
  Table table({{""}, {"check"}, {"found"}});
  bool all_hold = true;
  for (const VerifyCheck& check : reply.checks) {
    table.add({check.holds ? "holds" : "BROKEN", check.name, check.detail});
    all_hold = all_hold && check.holds;
  }
  return table.str() +
         fmt::format("\n{} events checked: {}\n", reply.events,
                     all_hold ? "everything holds." : "something does NOT hold; see BROKEN above.");
}

std::string text(const MoneyLineReply& reply) {
  const MoneyLine& line = reply.line;
  std::string out =
      fmt::format("loaded {} + reversed {} = redeemed {} + balances {}\n",
                  money(line.loaded, reply.currency), money(line.reversed, reply.currency),
                  money(line.redeemed, reply.currency), money(line.balances, reply.currency));
  if (!line.unexplained.is_zero()) {
    out += fmt::format("  moved by event types this version does not know: {}\n",
                       money(line.unexplained, reply.currency));
  }
  if (!line.covered.is_zero()) {
    out += fmt::format("  put on cards by overdrafts opened, and not paid back: {}\n",
                       money(line.covered, reply.currency));
  }
  if (!line.unloaded.is_zero()) {
    out += fmt::format("  taken off cards by loads reversed or charged back: {}\n",
                       money(line.unloaded, reply.currency));
  }
  if (!line.adjusted.is_zero()) {
    out += fmt::format("  put on cards by hand, less what was taken off: {}\n",
                       money(line.adjusted, reply.currency));
  }
  out += fmt::format("{} cards, {} events; {} overdrawn by {} in all.\n", reply.cards, reply.events,
                     line.cards_overdrawn, money(line.overdrafts, reply.currency));
  for (const std::string& violation : reply.violations)
    out += "  BROKEN: " + printable(violation) + "\n";
  return out +
         (reply.holds ? "The money line holds to the cent.\n" : "The money line does NOT hold.\n");
}

std::string key_text(const PublicKey& key) {
  return key == PublicKey() ? "none that it tells" : to_hex(key);
}

std::string revoked_text(std::uint64_t count) {
  return count == 0 ? ""
                    : fmt::format("{} revoked: `perk stores` says which.\n",
                                  count == 1 ? "1 store is" : fmt::format("{} stores are", count));
}

std::string guesses_text(const HealthReply& reply) {
  if (reply.wrong_numbers == 0) return "";
  return fmt::format(
      "{}{} wrong card numbers were tried in the last 10 minutes, {} of them at {}{}.\n",
      reply.is_run_on_cards ? "ALERT: " : "", reply.wrong_numbers, reply.most_wrong_numbers,
      reply.most_wrong_at, reply.is_run_on_cards ? "; tills across the chain are slowed" : "");
}

std::string text(const HealthReply& reply) {
  return fmt::format(
      "perk-central {}: database {}; epoch {}, {} shards, {} events; {} stores connected; {} "
      "frames refused, {} events "
      "in quarantine.\n{}{}Signs what it shows to others with key {}.\n",
      reply.version, reply.is_database_reachable ? "reachable" : "NOT REACHABLE",
      reply.epoch.value(), reply.shard_count, reply.events, reply.sessions, reply.frames_refused,
      reply.quarantined, revoked_text(reply.revoked_stores), guesses_text(reply),
      key_text(reply.key));
}

/// These are files' contents, for evidence.cpp to check and to keep.
std::string text(const HeadsReply& reply) { return reply.text; }
std::string text(const LiabilitiesReply& reply) { return reply.text; }
std::string text(const CardProofReply& reply) { return hex_of(reply.proof) + "\n"; }

std::string kind_text(const NumberRange& range) {
  return range.kind == RangeKind::SelfProving ? "self-proving" : "foreign";
}

std::string text(const NumberRangesReply& reply) {
  if (reply.ranges.empty())
    return "There is no number range: every number with a right last digit is taken.\n";
  Table table({{"prefix"},
               {"digits", Align::Right},
               {"kind"},
               {"key", Align::Right},
               {"made", Align::Right}});
  for (const NumberRangeRow& row : reply.ranges) {
    table.add({printable(row.range.prefix), std::to_string(row.range.length), kind_text(row.range),
               std::to_string(row.range.key_version),
               row.range.kind == RangeKind::SelfProving ? std::to_string(row.made) : ""});
  }
  return table.str();
}

std::string text(const AddRangeReply& reply) {
  return fmt::format(
      "Numbers of {} digits that begin with {} are {}{}. A shop knows once `perk store enrol` "
      "fetched "
      "its enrolment again and it was restarted.\n",
      reply.range.length, printable(reply.range.prefix),
      reply.range.kind == RangeKind::SelfProving ? "head office's to make"
                                                 : "taken, made elsewhere",
      reply.was_there ? ", as before" : "");
}

/// Nothing but numbers: what prints cards reads it.
std::string text(const MakeNumbersReply& reply) {
  std::string out;
  for (const CardNumber& number : reply.numbers) out += std::string(number.secret_digits()) + "\n";
  return out;
}

}  // namespace

std::string hex_of(const std::vector<std::uint8_t>& bytes) {
  std::string out;
  for (const std::uint8_t byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

std::string ago(WallTime then, WallTime now) {
  const std::int64_t seconds = (now - then).count() / 1000;
  if (seconds < 1) return "just now";
  if (seconds < 120) return fmt::format("{} s ago", seconds);
  if (seconds < 7200) return fmt::format("{} min ago", seconds / 60);
  if (seconds < 172'800) return fmt::format("{} h ago", seconds / 3600);
  return fmt::format("{} days ago", seconds / 86'400);
}

std::string render_text(const central::AdminReply& reply) {
  return std::visit([](const auto& body) { return text(body); }, reply);
}

}  // namespace perk::ops
