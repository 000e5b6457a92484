// Rights, exposure, overdrafts, lost stores and policies, as people read them.
#include <fmt/format.h>

#include "ledger/policy.h"
#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.
using Kind = Exposure::Kind;

std::string part_lines(const ExposureParts& parts, Currency currency) {
  std::string out;
  const auto line = [&](Amount amount, const char* what) {
    out += fmt::format("  {:>14}  {}\n", money(amount, currency), what);
  };
  line(parts.allowances, "allowances out");
  line(parts.covered_by_rights_out,
       "spent beyond rights, and covered so far only by rights still out");
  line(parts.returned_unproven, "returned by decision, the end of that log unproven");
  return out;
}

std::string line_of(const StoreExposureRow& row, WallTime now) {
  if (row.is_connected) return "connected";
  return row.last_heard ? "cut off, last heard " + ago(*row.last_heard, now) : "never heard";
}

std::string subject_of(const ExposureReply& reply) {
  if (reply.card) return " of card " + to_hex(*reply.card);
  return reply.store_name.empty() ? "" : " through " + printable(reply.store_name);
}

/// The stores to which nothing bounds it.
std::string unbounded_stores(const ExposureReply& reply) {
  std::string names;
  for (const StoreExposureRow& row : reply.stores) {
    if (row.share.kind != Kind::Unbounded) continue;
    names += (names.empty() ? "" : ", ") + store_label(row.store, row.name);
  }
  return names.empty() ? "a store" : names;
}

std::string exposure_head(const ExposureReply& reply) {
  const std::string subject = subject_of(reply);
  switch (reply.exposure.kind) {
    case Kind::Unknown:
      return fmt::format("Exposure{}: unknown: {}.\n", subject, printable(reply.why_unknown));
    case Kind::Unbounded:
      return fmt::format("Exposure{}: unbounded: {} may run policy cached. Of it, bounded:\n",
                         subject, unbounded_stores(reply)) +
             part_lines(reply.exposure.parts, reply.currency);
    case Kind::Known:
      break;
  }
  return fmt::format("Exposure{}: {}: the most that could still be lost, right now.\n", subject,
                     money(reply.exposure.parts.sum(), reply.currency)) +
         part_lines(reply.exposure.parts, reply.currency);
}

std::string store_table(const ExposureReply& reply) {
  Table table({{"store"},
               {"line"},
               {"allowance out", Align::Right},
               {"share", Align::Right},
               {"copies", Align::Right}});
  const bool is_known = reply.exposure.kind != Kind::Unknown;
  for (const StoreExposureRow& row : reply.stores) {
    table.add({store_label(row.store, row.name), line_of(row, reply.now),
               is_known ? money(row.share.parts.allowances, reply.currency) : "unknown",
               figure(row.share, reply.currency),
               is_known ? money(row.copies, reply.currency) : "unknown"});
  }
  return table.str();
}

std::string scope_of(const PolicyRow& row) {
  const std::string store =
      row.store == StoreId() ? "every store" : store_label(row.store, row.store_name);
  if (row.programme == ProgrammeId()) return store;
  return store + ", programme " + std::to_string(row.programme.value());
}

}  // namespace

std::string figure(const ShownExposure& exposure, Currency currency) {
  return exposure.kind == Kind::Known ? money(exposure.parts.sum(), currency)
                                      : std::string(exposure_name(exposure.kind));
}

std::string text(const CardRights& rights, Currency currency) {
  std::string out = fmt::format("  exposure   {}\n", figure(rights.exposure, currency));
  if (rights.exposure.kind == Kind::Unknown) return out;
  out += fmt::format("  rights     reserve {}", money(rights.reserve, currency));
  for (const RightsHolding& holding : rights.holders) {
    out += fmt::format(", {} {}{}", store_label(holding.store, holding.store_name),
                       money(holding.amount, currency), holding.is_connected ? "" : " (cut off)");
  }
  out += '\n';
  if (rights.overdraft_open.is_positive())
    out += fmt::format("  overdraft  {} still owed\n", money(rights.overdraft_open, currency));
  return out;
}

std::string text(const ExposureReply& reply) {
  std::string out = exposure_head(reply);
  if (reply.exposure.kind == Kind::Unknown || reply.card) return out;
  if (!reply.store_name.empty()) {
    return out +
           fmt::format("Beside it, bounded by no ledger: copies {}.\n",
                       money(reply.copies, reply.currency)) +
           "\n" + store_table(reply);
  }
  out += fmt::format("Peak since head office started: {}.\n", money(reply.peak, reply.currency));
  out += fmt::format("Beside it, bounded by no ledger: copies {}, reversible loads {}.\n",
                     money(reply.copies, reply.currency),
                     money(reply.reversible_loads, reply.currency));
  return out + "\n" + store_table(reply);
}

std::string text(const OverdraftsReply& reply) {
  if (reply.count == 0) return "No overdrafts.\n";
  Table table({{"event"},
               {"opened at"},
               {"card"},
               {"cause"},
               {"owner"},
               {"opened", Align::Right},
               {"recovered", Align::Right},
               {"written off", Align::Right},
               {"left", Align::Right}});
  for (const OverdraftRow& row : reply.rows) {
    table.add({to_string(row.opening), to_iso8601(row.opened_at),
               row.last_four + " " + to_hex(row.card), std::string(cause_name(row.cause)),
               store_label(row.store, row.store_name), money(row.opened, reply.currency),
               money(row.recovered, reply.currency), money(row.written_off, reply.currency),
               money(row.left(), reply.currency)});
  }
  std::string out = table.str();
  if (reply.rows.size() < reply.count)
    out += fmt::format("... and {} newer ones.\n", reply.count - reply.rows.size());
  return out + fmt::format(
                   "\n{}: opened {}, recovered {}, written off {}, left {}.\n",
                   counted(reply.count, "overdraft"), money(reply.opened, reply.currency),
                   money(reply.recovered, reply.currency), money(reply.written_off, reply.currency),
                   money(reply.opened - reply.recovered - reply.written_off, reply.currency));
}

std::string text(const WriteOffReply& reply) {
  return fmt::format("Written off: {} of the card ending {} (overdraft {}).\n",
                     money(reply.amount, reply.currency), printable(reply.last_four),
                     to_string(reply.opening));
}

std::string text(const DeclareLostReply& reply) {
  const std::string name = printable(reply.name);
  std::string out;
  if (reply.card_count == 0) {
    out = fmt::format("{} holds no spending rights: there is nothing left to return.\n", name);
  } else {
    out = fmt::format(
        "{} is given up: {} of {} counts as returned to the reserve, and {} more is at risk "
        "until the end of its log is proven.\n",
        name, money(reply.returned, reply.currency), counted(reply.card_count, "card"),
        money(reply.opened, reply.currency));
    Table table({{"card"}, {"returned", Align::Right}});
    for (const ReturnedCard& card : reply.cards) {
      table.add({card.last_four + " " + to_hex(card.card), money(card.amount, reply.currency)});
    }
    out += table.str();
    if (reply.cards.size() < reply.card_count)
      out += fmt::format("... and {} more cards.\n", reply.card_count - reply.cards.size());
  }
  return out +
         fmt::format("Exposure of the chain now: {}.\n", figure(reply.exposure, reply.currency));
}

std::string text(const PoliciesReply& reply) {
  Table table({{"version", Align::Right}, {"policy"}, {"for"}, {"set by"}, {"event"}});
  for (const PolicyRow& row : reply.rows) {
    table.add({std::to_string(row.version.value()), std::string(policy_name(row.kind)),
               scope_of(row), row.event ? row.operator_name : "built in",
               row.event ? to_string(*row.event) : ""});
  }
  return table.str() + "The most specific one counts. Stores obey it once they hear it.\n";
}

std::string text(const SetPolicyReply& reply) {
  const PolicyRow& policy = reply.policy;
  return fmt::format("Policy {} {} for {}, version {}.\n", policy_name(policy.kind),
                     reply.was_in_force ? "was in force already" : "is set", scope_of(policy),
                     policy.version.value());
}

}  // namespace perk::ops
