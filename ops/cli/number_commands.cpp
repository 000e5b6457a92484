#include "ops/cli/number_commands.h"

#include <CLI/CLI.hpp>

namespace perk::ops {

void add_number_commands(CLI::App& app, RawNumbers& raw) {
  auto* cards = app.add_subcommand("cards", "Card number ranges, and new card numbers");
  cards->require_subcommand(1);
  cards->add_subcommand("ranges", "The number ranges that the chain takes");
  auto* make = cards->add_subcommand(
      "make", "Print new card numbers, one per line; each is money once its card is loaded");
  make->add_option("--count", raw.count, "How many")
      ->required()
      ->check(CLI::Range(std::uint64_t{1}, central::kNumbersMax));
  make->add_option("--range", raw.prefix, "Prefix of the range (default: the only one there is)");
  auto* import = cards->add_subcommand(
      "import-range", "Take numbers made elsewhere; only their last digit can be checked");
  import->add_option("PREFIX", raw.prefix, "First digits of the numbers")->required();
  import->add_option("--length", raw.length, "Digits of a whole number")
      ->required()
      ->check(CLI::Range(12, 19));
  auto* open = cards->add_subcommand(
      "open-range", "Begin a range of numbers that prove themselves, to make numbers of");
  open->add_option("PREFIX", raw.prefix, "First digits of the numbers")->required();
  auto* rotate = cards->add_subcommand(
      "rotate-key",
      "Make another key for a range: new numbers are made with it, older ones stay good");
  rotate->add_option("PREFIX", raw.prefix, "First digits of the range's numbers")->required();
  rotate->add_option("--reason", raw.reason, "Why; kept with the event")->required();
  rotate->add_option("--request", raw.request,
                     "TERMINAL:COUNTER of an earlier try, to ask the same again");
}

std::optional<central::AdminRequest> number_request(const CLI::App& app, const RawNumbers& raw) {
  const CLI::App& cards = *app.get_subcommand("cards");
  if (!cards.parsed()) return std::nullopt;
  if (cards.get_subcommand("make")->parsed())
    return central::MakeNumbersRequest{raw.count, raw.prefix};
  if (cards.get_subcommand("import-range")->parsed())
    return central::AddRangeRequest{raw.prefix, raw.length, RangeKind::Foreign};
  if (cards.get_subcommand("open-range")->parsed())
    return central::AddRangeRequest{raw.prefix, kSelfProvingLength, RangeKind::SelfProving};
  return central::NumberRangesRequest{};
}

}  // namespace perk::ops
