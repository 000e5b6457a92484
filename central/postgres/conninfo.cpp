#include "central/postgres/conninfo.h"

#include <array>
#include <map>
#include <memory>
#include <string_view>
#include <utility>

#include <libpq-fe.h>

namespace perk::central {
namespace {

// A server that is gone without a word (power, network) is noticed within about 15 s: longer than any
// pause of a healthy one, shorter than a store's patience. Milliseconds for tcp_user_timeout, else seconds. What
// the server does for a connection that is gone, waiting for a lock say, it gives up within two seconds.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> kBounds{{
    {"connect_timeout", "5"},
    {"keepalives_idle", "5"},
    {"keepalives_interval", "3"},
    {"keepalives_count", "3"},
    {"tcp_user_timeout", "15000"},
    {"options", "-c client_connection_check_interval=2s"},
    {"application_name", "perk-central"},
}};

std::string quoted(std::string_view value) {
  std::string text = "'";
  for (const char letter : value) {
    if (letter == '\'' || letter == '\\') text += '\\';
    text += letter;
  }
  return text + "'";
}

}  // namespace

std::string with_bounds(const std::string& conninfo) {
  const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> parsed(
      PQconninfoParse(conninfo.c_str(), nullptr), &PQconninfoFree);
  if (!parsed) return conninfo;
  std::map<std::string, std::string> options;
  for (const auto& [key, value] : kBounds) options.emplace(key, value);
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option) {
    if (option->val != nullptr) options[option->keyword] = option->val;
  }
  std::string text;
  for (const auto& [key, value] : options) text += key + "=" + quoted(value) + " ";
  return text;
}

}  // namespace perk::central
