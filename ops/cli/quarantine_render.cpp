// Events in quarantine, and what was said of them, as people and as programs read of them.
#include <fmt/format.h>

#include "ops/cli/render_parts.h"

namespace perk::ops {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

namespace {

std::string state_name(QuarantineState state) {
  switch (state) {
    case QuarantineState::Refused:
      return "refused";
    case QuarantineState::Accepted:
      return "accepted";
    case QuarantineState::Open:
      break;
  }
  return "open";
}

std::string settled_text(const QuarantineRow& row) {
  if (row.state == QuarantineState::Open) return "open";
  return fmt::format("{} by {}: {}", state_name(row.state), printable(row.settled_by),
                     printable(row.settled_reason));
}

bool is_acceptance(const SettleQuarantineReply& reply) {
  return reply.verdict == QuarantineVerdict::Accepted;
}

}  // namespace

std::string text(const QuarantineReply& reply) {
  if (reply.rows.empty()) return "Nothing is in quarantine.\n";
  Table table({{"id", Align::Right},
               {"recorded"},
               {"store", Align::Right},
               {"event"},
               {"why"},
               {"brings"},
               {"settled"},
               {"bytes"}});
  for (const QuarantineRow& row : reply.rows) {
    table.add({std::to_string(row.id), to_iso8601(row.recorded), std::to_string(row.store.value()),
               to_string(row.event), printable(row.reason), printable(row.brings),
               settled_text(row), hex_of(row.bytes)});
  }
  return table.str();
}

Json json(const QuarantineReply& reply) {
  Json rows = Json::array();
  for (const QuarantineRow& row : reply.rows) {
    rows.push_back({{"id", row.id},
                    {"store", row.store.value()},
                    {"event", to_string(row.event)},
                    {"reason", row.reason},
                    {"recorded_at", to_iso8601(row.recorded)},
                    {"bytes", hex_of(row.bytes)},
                    {"brings", row.brings},
                    {"state", state_name(row.state)},
                    {"settled_by", row.settled_by},
                    {"settled_reason", row.settled_reason}});
  }
  return {{"quarantine", std::move(rows)}};
}

std::string text(const SettleQuarantineReply& reply) {
  const std::string event = to_string(reply.event);
  const std::string before = reply.was_repeated ? " (as said before)" : "";
  if (!is_acceptance(reply))
    return fmt::format("Event {} in quarantine is refused{}: it never counts, and stays there.\n",
                       event, before);
  std::string out = fmt::format("Event {} in quarantine is accepted{}: {} counts, once.\n", event,
                                before, printable(reply.brings));
  if (!reply.currency.is_none())
    out += fmt::format("The balance of {} moves by {}.\n",
                       reply.last_four.empty() ? std::string("its card")
                                               : "the card ending " + printable(reply.last_four),
                       money(reply.value_effect, reply.currency));
  return out;
}

Json json(const SettleQuarantineReply& reply) {
  return {{"id", reply.id},
          {"event", to_string(reply.event)},
          {"verdict", is_acceptance(reply) ? "accepted" : "refused"},
          {"was_repeated", reply.was_repeated},
          {"brings", reply.brings},
          {"currency", reply.currency.is_none() ? "" : reply.currency.code()},
          {"value_effect_minor", reply.value_effect.minor()},
          {"last_four", reply.last_four}};
}

std::string text(const BringLogReply& reply) {
  const std::string log = fmt::format("log {} of {}", to_string(reply.log), printable(reply.name));
  if (reply.brought == 0)
    return fmt::format("Nothing of {} is new: all of it was known, through event {}.\n", log,
                       reply.through.value());
  std::string out =
      fmt::format("{} of {}, through event {}, {} in quarantine now; {} more were known.\n",
                  counted(reply.brought, "event"), log, reply.through.value(),
                  reply.brought == 1 ? "is" : "are", reply.known);
  if (reply.useless > 0)
    out += fmt::format("{} of the new can only be refused: `perk quarantine` says why.\n",
                       reply.useless);
  return out +
         "None of it counts: `perk quarantine --open`, then `accept` or `refuse` each of them.\n";
}

Json json(const BringLogReply& reply) {
  return {{"store", reply.store.value()},
          {"name", reply.name},
          {"log", to_string(reply.log)},
          {"held_through", reply.held.value()},
          {"through", reply.through.value()},
          {"brought", reply.brought},
          {"known", reply.known},
          {"useless", reply.useless}};
}

}  // namespace perk::ops
