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

/// "3 (1, 2)": new numbers are made with key 3, and those of keys 1 and 2 are good.
std::string keys_text(const NumberRange& range) {
  std::string older;
  for (const std::uint32_t version : range.older_keys)
    older += (older.empty() ? "" : ", ") + std::to_string(version);
  return std::to_string(range.key_version) + (older.empty() ? "" : " (" + older + ")");
}

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
               keys_text(row.range),
               row.range.kind == RangeKind::SelfProving ? std::to_string(row.made) : ""});
  }
  return table.str();
}

std::string text(const AddRangeReply& reply) {
  return fmt::format(
      "Numbers of {} digits that begin with {} are {}{}. Shops that speak TLS know within the "
      "hour; "
      "another one once it enrolled again and was restarted.\n",
      reply.range.length, printable(reply.range.prefix),
      reply.range.kind == RangeKind::SelfProving ? "head office's to make"
                                                 : "taken, made elsewhere",
      reply.was_there ? ", as before" : "");
}

std::string text(const RotateKeyReply& reply) {
  return fmt::format(
      "Card number key {} {} made for {}: new numbers are made with key {}; those of older keys "
      "stay "
      "good. Shops that speak TLS know within the hour: hand out no card of the new key before, or "
      "it is "
      "refused there.\n",
      reply.version, reply.was_repeated ? "was" : "is", printable(reply.range.prefix),
      reply.range.key_version);
}

/// Nothing but numbers: what prints cards reads it.
std::string text(const MakeNumbersReply& reply) {
  std::string out;
  for (const CardNumber& number : reply.numbers) out += std::string(number.secret_digits()) + "\n";
  return out;
}

}  // namespace perk::ops
