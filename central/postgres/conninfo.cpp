#include "central/postgres/conninfo.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include <libpq-fe.h>

namespace perk::central {
namespace {

// A server that is gone without a word (power, network) is noticed within about 15 s: longer than any
// pause of a healthy one, shorter than a store's patience. Milliseconds for tcp_user_timeout, else seconds. What
// the server does for a connection that is gone, waiting for a lock say, it gives up within two seconds; a transaction
// whose owner was halted in the middle of it, within ten: somebody else may be waiting to take over.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kBounds{{
    {"connect_timeout", "5"},
    {"keepalives_idle", "5"},
    {"keepalives_interval", "3"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "15000"},
    {"options",
     "-c client_connection_check_interval=2s -c idle_in_transaction_session_timeout=10s"},
    {"application_name", "perk-central"},
}};

using Options = std::map<std::string, std::string>;

std::string in_quotes(std::string_view value) {
  std::string text = "'";
  for (const char letter : value) {
    if (letter == '\'' || letter == '\\') text += '\\';
    text += letter;
  }
  return text + "'";
}

/// What it says; none if libpq cannot read it.
std::optional<Options> options_in(const std::string& conninfo) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(conninfo.c_str(), nullptr), &PQconninfoFree);
  if (!parsed) return std::nullopt;
  Options options;
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) options[option->keyword] = option->val;
  }
  return options;
}

std::string text_of(const Options& options) {
  std::string text;
  for (const auto& [key, value] : options) text += key + "=" + in_quotes(value) + " ";
  return text;
}

std::vector<std::string> parts_of(const std::string& list) {
  std::vector<std::string> parts(1);
  for (const char letter : list) {
    if (letter == ',')
      parts.emplace_back();
    else
      parts.back() += letter;
  }
  return parts;
}

/// What libpq takes a list of, a place for each host.
constexpr std::array<const char*, 3> kLists{"host", "hostaddr", "port"};

std::size_t hosts_in(const Options& options) {
  std::size_t count = 1;
  for (const char* const list : {"host", "hostaddr"}) {
    if (const auto found = options.find(list); found != options.end())
      count = std::max(count, parts_of(found->second).size());
  }
  return count;
}

/// None: its lists are not of one length. A single port is that of every host.
std::optional<Options> only_host(Options options, std::size_t place, std::size_t count) {
  for (const char* const list : kLists) {
    const auto found = options.find(list);
    if (found == options.end()) continue;
    const auto parts = parts_of(found->second);
    if (parts.size() != 1 && parts.size() != count) return std::nullopt;
    found->second = parts.size() == 1 ? parts[0] : parts[place];
  }
  return options;
}

}  // namespace

std::string with_bounds(const std::string& conninfo) {
  auto options = options_in(conninfo);
  if (!options) return conninfo;
  for (const auto& [key, value] : kBounds) options->emplace(key, value);
  return text_of(*options);
}

std::vector<std::string> by_host(const std::string& conninfo) {
  const auto options = options_in(conninfo);
  if (!options) return {conninfo};
  const std::size_t count = hosts_in(*options);
  std::vector<std::string> each;
  for (std::size_t place = 0; place < count; ++place) {
    const auto one = only_host(*options, place, count);
    if (!one) return {conninfo};
    each.push_back(text_of(*one));
  }
  return each;
}

}  // namespace perk::central
