// Of the targets trace, settings and texts: what people write.
#include <fstream>
#include <iterator>
#include <string_view>

#include "tests/fuzz/seeds.h"

namespace perk::fuzz {
namespace {

std::vector<std::uint8_t> input_of(std::string_view text) { return {text.begin(), text.end()}; }
/// The byte before a text says what it is.
std::vector<std::uint8_t> input_of(std::uint8_t which, std::string_view text) {
  std::vector<std::uint8_t> bytes{which};
  bytes.insert(bytes.end(), text.begin(), text.end());
  return bytes;
}

std::string file_text(const char* path) {
  std::ifstream file(path);  // Tests run in the tree's root.
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

constexpr std::string_view kHeader = "occurred_at,card,amount,item\n";

void add_traces(std::vector<Seed>& seeds) {
  const auto add = [&seeds](const char* name, std::uint8_t currency, std::string_view rows) {
    seeds.push_back({"trace", name, input_of(currency, std::string(kHeader).append(rows))});
  };
  add("one_purchase", 0, "2024-03-01T10:15:00,A,3.50,Latte\n");
  add("out_of_order", 0,
      "2024-03-02T10:15:00,A,3.50,Latte\n2024-03-01T10:15:00,B,5,Tea\n"
      "2024-03-01T10:15:00,A,0.05,Milk\n");
  add("carriage_returns", 0, "2024-02-29T23:59:59,A,3.50,Latte\r\n2024-03-01T00:00:00,A,1,\r\n");
  add("yen", 1, "2024-03-01T10:15:00,A,350,Latte\n");
  add("dinars", 2, "2024-03-01T10:15:00,A,3.505,Latte\n");
  add("the_ends_of_time", 0, "0000-01-01T00:00:00,A,1,Tea\n9999-12-31T23:59:59,A,1,Tea\n");
  add("the_largest_amount", 1, "2024-03-01T10:15:00,A,10000000000,Tea\n");
  add("beyond_the_largest_amount", 1, "2024-03-01T10:15:00,A,10000000001,Tea\n");
  add("no_such_day", 0, "2024-02-30T10:15:00,A,3.50,Latte\n");
  add("too_few_fields", 0, "2024-03-01T10:15:00,A,3.50\n");
  add("no_card", 0, "2024-03-01T10:15:00,,3.50,Latte\n");
  add("no_purchase", 0, "");
  seeds.push_back({"trace", "no_header", input_of(0, "when,who\n")});
}

void add_settings(std::vector<Seed>& seeds) {
  const auto add = [&seeds](const char* name, std::uint8_t whose, std::string_view text) {
    seeds.push_back({"settings", name, input_of(whose, text)});
  };
  add("shop_example", 0, file_text("store_node/perk-store.example.toml"));
  add("head_office_example", 1, file_text("central/perk-central.example.toml"));
  add("shop_smallest", 0, "[store]\ndata_directory = \"d\"\n");
  add("shop_out_of_range", 0,
      "store.data_directory = 'd'\n[limits]\npurchase_max = 0\n[central]\nretry_max = \"1h\"\n"
      "endpoints = [\"127.0.0.1:7400\", \"nowhere\", 7]\n");
  add("shop_unknown_setting", 0, "[store]\ndata_directory = \"d\"\ncolour = \"red\"\n");
  add("head_office_smallest", 1,
      "database.conninfo = \"host=x\"\ncentral.data_directory = \"/var/lib/perk\"\n");
  add("head_office_wrong_currency", 1, "[chain]\ncurrency = \"euro\"\nshards = 99999\n");
  add("head_office_wrong_words", 1, "[rights]\nplacement = \"nowhere\"\n[log]\nlevel = 3\n");
  constexpr std::string_view kKey =
      "[number_keys]\n1 = \"202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\"\n";
  const std::string plain =
      "store = 3\nname = \"Main St\"\ncurrency = \"EUR\"\nshard_count = 16\n" + std::string(kKey);
  add("enrolment", 2, plain);
  add("enrolment_with_ranges", 2,
      plain + "[number_ranges]\n6006-19 = \"self_proving:1\"\n70-16 = \"foreign:1\"\n");
  add("enrolment_with_ranges_that_overlap", 2,
      plain + "[number_ranges]\n6006-19 = \"self_proving:1\"\n60-19 = \"foreign:1\"\n");
  add("enrolment_without_keys", 2, "store = 3\nname = \"Main St\"\ncurrency = \"EUR\"\n");
  add("not_toml", 1, "[chain\n");
}

void add_texts(std::vector<Seed>& seeds) {
  const auto add = [&seeds](const char* name, std::string_view text) {
    seeds.push_back({"texts", name, input_of(text)});
  };
  add("amount", "12.30");
  add("amount_of_thousandths", "0.005");
  add("largest_amount", "100000000.00");
  add("time", "2026-11-21T10:15:00Z");
  add("time_with_fraction", "2024-02-29T23:59:59.250Z");
  add("time_of_no_day", "2023-02-29T00:00:00Z");
  add("milliseconds", "250ms");
  add("hours", "36h");
  add("list", "127.0.0.1:7400, , [::1]:7401");
  add("address", "127.0.0.1:7400");
  add("address_of_ipv6", "[fe80::1]:65535");
  add("card_number", "6033 5700-0000 0018");
  add("self_proving_number", "6006000000429394191");
  add("range", "6006-19=self_proving:1");
  add("foreign_range", "70-16=foreign:2");
  add("reason", "z\xc3\xa4hlt doppelt");
  add("reason_in_two_lines", "first\nsecond");
  add("sealed_reason", "sealed:94ce1b09d594af62061021981ae745c08b9589a78b4a57e90caf4e8e48c9a251");
  add("note_with_a_sealed_reason",
      "of 9c3f77aa0142e5d1:3, "
      "sealed:94ce1b09d594af62061021981ae745c08b9589a78b4a57e90caf4e8e48c9a251"
      " (ada)");
}

}  // namespace

void add_text_seeds(std::vector<Seed>& seeds) {
  add_traces(seeds);
  add_settings(seeds);
  add_texts(seeds);
}

}  // namespace perk::fuzz
