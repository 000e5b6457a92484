#include <fmt/format.h>

#include "ops/cli/render.h"
#include "ops/cli/render_parts.h"

namespace perk::ops {
namespace {

using namespace central;  // NOLINT(google-build-using-namespace): this file is about its replies.

using ops::text;

std::string text(const AdminFault& fault) {
  return fmt::format("perk: {}\n", printable(fault.sentence));
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

/// These are files' contents, for evidence.cpp to check and to keep.
std::string text(const HeadsReply& reply) { return reply.text; }
std::string text(const LiabilitiesReply& reply) { return reply.text; }
std::string text(const CardProofReply& reply) { return hex_of(reply.proof) + "\n"; }

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
