// What head office says of its stores, its money and itself, as people read it.
#include <fmt/format.h>

#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

namespace {

std::string line_of(const StoreRow& row) {
  if (row.revoked_at) return "REVOKED";
  return row.is_connected ? "up" : "DOWN";
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

std::string open_logs_text(std::uint64_t count) {
  if (count == 0) return "";
  return fmt::format("ALERT: {} open: `perk stores` says whose, and what to do.\n",
                     count == 1 ? "1 former log is" : fmt::format("{} former logs are", count));
}

/// A store whose disk was lost, as far as anybody knows; one that head office told to begin anew has none.
std::string open_logs_text(const StoresReply& reply) {
  std::string lines;
  for (const StoreRow& row : reply.stores) {
    if (row.open_former_logs == 0) continue;
    const std::string name = printable(row.name);
    lines += fmt::format(
        "{} began a new log, and {} open: what its tills hand back of it is kept and does not "
        "count. If its disk is gone, stop its node, say `perk store declare-lost {}`, and start "
        "it again.\n",
        name,
        row.open_former_logs == 1 ? "its former one is"
                                  : fmt::format("{} before it are", row.open_former_logs),
        name);
  }
  return lines;
}

/// Of most stores there is nothing to say: they have the key that they enrolled with.
std::string changed_keys_text(const StoresReply& reply) {
  std::string lines;
  for (const StoreRow& row : reply.stores) {
    if (!row.key_since) continue;
    lines += fmt::format("{} has had {} log keys, the present one since {}.\n", printable(row.name),
                         row.keys, to_iso8601(*row.key_since));
  }
  return lines;
}

/// Who knows of no reason for another log has a copy of that store's machine to look for.
std::string logs_text(const StoresReply& reply) {
  std::string lines;
  for (const StoreRow& row : reply.stores) {
    if (row.incarnations < 2) continue;
    lines += fmt::format(
        "{} has had {} logs: it begins one when its database was lost, restored or copied.\n",
        printable(row.name), row.incarnations);
  }
  return lines;
}

}  // namespace

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
  return table.str() + changed_keys_text(reply) + logs_text(reply) + open_logs_text(reply);
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

std::string text(const HealthReply& reply) {
  return fmt::format(
      "perk-central {}: database {}; epoch {}, {} shards, {} events; {} stores connected; {} "
      "frames refused, {} events "
      "in quarantine.\n{}{}{}Signs what it shows to others with key {}.\n",
      reply.version, reply.is_database_reachable ? "reachable" : "NOT REACHABLE",
      reply.epoch.value(), reply.shard_count, reply.events, reply.sessions, reply.frames_refused,
      reply.quarantined, revoked_text(reply.revoked_stores), open_logs_text(reply.open_former_logs),
      guesses_text(reply), key_text(reply.key));
}

}  // namespace perk::ops
