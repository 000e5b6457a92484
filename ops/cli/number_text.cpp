// What head office says of card numbers, as people read it.
#include <fmt/format.h>

#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

namespace {

std::string kind_text(const NumberRange& range) {
  return range.kind == RangeKind::SelfProving ? "self-proving" : "foreign";
}

/// Nothing but numbers: what prints cards reads it.

}  // namespace

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

std::string text(const MakeNumbersReply& reply) {
  std::string out;
  for (const CardNumber& number : reply.numbers) out += std::string(number.secret_digits()) + "\n";
  return out;
}

}  // namespace perk::ops
