// Of the target pairing: a till's file as a store writes it, and as it must not be.
#include "tests/fuzz/seeds.h"

namespace perk::fuzz {
namespace {

const std::string kKey = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1dfeff";

std::string file_of(const std::string& store, const std::string& terminal,
                    const std::string& key = kKey) {
  return "perk pairing 1\nstore " + store + "\nterminal " + terminal + "\nkey " + key + "\n";
}

}  // namespace

void add_pairing_seeds(std::vector<Seed>& seeds) {
  const auto add = [&](const std::string& name, const std::string& text) {
    seeds.push_back({"pairing", name, {text.begin(), text.end()}});
  };
  const std::string whole = file_of("3", "42");
  add("whole", whole);
  add("largest_numbers", file_of("18446744073709551615", "18446744073709551615"));
  add("number_too_large", file_of("3", "18446744073709551616"));
  add("store_zero", file_of("0", "42"));
  add("terminal_with_a_zero_before", file_of("3", "042"));
  add("terminal_negative", file_of("3", "-42"));
  add("key_in_capitals", file_of("3", "42", "FF" + kKey.substr(2)));
  add("key_too_short", file_of("3", "42", kKey.substr(2)));
  add("key_too_long", file_of("3", "42", kKey + "00"));
  add("key_of_no_digits", file_of("3", "42", "zz" + kKey.substr(2)));
  add("without_its_last_newline", whole.substr(0, whole.size() - 1));
  add("with_a_line_more", whole + "key " + kKey + "\n");
  add("with_carriage_returns", "perk pairing 1\r\nstore 3\r\nterminal 42\r\nkey " + kKey + "\r\n");
  add("of_another_version", "perk pairing 2" + whole.substr(14));
  add("lines_in_another_order", "perk pairing 1\nterminal 42\nstore 3\nkey " + kKey + "\n");
}

}  // namespace perk::fuzz
