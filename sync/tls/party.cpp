#include "sync/tls/party.h"

#include <algorithm>
#include <charconv>

namespace perk::sync {
namespace {

constexpr std::string_view kHeadOffice = "perk:head-office";
constexpr std::string_view kStore = "perk:store:";
constexpr std::string_view kOperator = "perk:operator:";
constexpr std::string_view kTerminal = "perk:terminal:";
constexpr std::size_t kNameMax = 32;

std::optional<std::uint64_t> parse_number(std::string_view digits) {
  if (digits.empty() || digits.front() < '1' || digits.front() > '9') return std::nullopt;
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_whole = error == std::errc() && end == digits.data() + digits.size();
  return is_whole ? std::optional(number) : std::nullopt;
}

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '.' ||
         letter == '-' || letter == '_';
}

bool is_name(std::string_view name) {
  return !name.empty() && name.size() <= kNameMax &&
         std::all_of(name.begin(), name.end(), is_name_letter);
}

std::optional<Party> numbered(PartyKind kind, std::string_view digits) {
  const auto number = parse_number(digits);
  return number ? std::optional(Party{kind, *number, {}}) : std::nullopt;
}

}  // namespace

bool is_valid(const Party& party) {
  switch (party.kind) {
    case PartyKind::HeadOffice:
      return party.number == 0 && party.name.empty();
    case PartyKind::Store:
    case PartyKind::Terminal:
      return party.number != 0 && party.name.empty();
    case PartyKind::Operator:
      return party.number == 0 && is_name(party.name);
  }
  return false;
}

std::optional<Party> parse_party_uri(std::string_view uri) {
  if (uri == kHeadOffice) return Party::head_office();
  if (uri.starts_with(kStore)) return numbered(PartyKind::Store, uri.substr(kStore.size()));
  if (uri.starts_with(kTerminal))
    return numbered(PartyKind::Terminal, uri.substr(kTerminal.size()));
  if (!uri.starts_with(kOperator)) return std::nullopt;
  const auto name = uri.substr(kOperator.size());
  return is_name(name) ? std::optional(Party::operator_named(std::string(name))) : std::nullopt;
}

std::string to_uri(const Party& party) {
  switch (party.kind) {
    case PartyKind::Store:
      return std::string(kStore) + std::to_string(party.number);
    case PartyKind::Terminal:
      return std::string(kTerminal) + std::to_string(party.number);
    case PartyKind::Operator:
      return std::string(kOperator) + party.name;
    case PartyKind::HeadOffice:
      break;
  }
  return std::string(kHeadOffice);
}

std::string to_string(const Party& party) {
  switch (party.kind) {
    case PartyKind::Store:
      return "store " + std::to_string(party.number);
    case PartyKind::Terminal:
      return "terminal " + std::to_string(party.number);
    case PartyKind::Operator:
      return "operator " + party.name;
    case PartyKind::HeadOffice:
      break;
  }
  return "head office";
}

}  // namespace perk::sync
