// Of the target enrolment: one of each message, and codes as people type them.
#include <algorithm>
#include <cctype>

#include "sync/crypto/enrol_code.h"
#include "sync/wire/enrol_codec.h"
#include "tests/fuzz/seeds.h"

namespace perk::fuzz {
namespace {

sync::EnrolAnswer an_answer() {
  return {"-----BEGIN CERTIFICATE-----\n",
          "-----BEGIN CERTIFICATE-----\n",
          StoreId(3),
          "Main Street",
          *Currency::from_code("EUR"),
          16,
          {{1, {7}}},
          {{"6006", 19, 1, RangeKind::SelfProving}, {"6275", 16, 1, RangeKind::Foreign}}};
}

/// Of a chain that makes its numbers with another key by now, and takes none that were made elsewhere.
sync::EnrolAnswer an_answer_with_two_keys() {
  sync::EnrolAnswer answer = an_answer();
  answer.number_keys.push_back({2, {8}});
  answer.number_ranges = {{"6006", 19, 2, RangeKind::SelfProving}};
  return answer;
}

std::vector<std::uint8_t> typed(const std::string& code) {
  std::vector<std::uint8_t> input{200};
  input.insert(input.end(), code.begin(), code.end());
  return input;
}

void add_codes(std::vector<Seed>& seeds) {
  const std::string code = sync::to_text({{0xff, 1, 2}, {3, 4, 0xff}});
  std::string spaced = code;
  std::ranges::replace(spaced, '-', ' ');
  std::string small = code;
  std::ranges::transform(small, small.begin(), [](unsigned char letter) {
    return static_cast<char>(std::tolower(letter));
  });
  seeds.push_back({"enrolment", "code", typed(code)});
  seeds.push_back({"enrolment", "code_of_nothing", typed(sync::to_text({}))});
  seeds.push_back({"enrolment", "code_cut_short", typed(code.substr(0, code.size() - 1))});
  seeds.push_back({"enrolment", "code_in_small_letters", typed(small)});
  seeds.push_back({"enrolment", "code_with_spaces", typed(spaced)});
  seeds.push_back({"enrolment", "code_with_bits_too_many", typed(std::string(42, 'Z'))});
  seeds.push_back({"enrolment", "code_typed_badly", typed("oiloi " + code.substr(6))});
}

}  // namespace

void add_enrolment_seeds(std::vector<Seed>& seeds) {
  const sync::EnrolHello hello{
      {1, 2, 3}, PublicKey{{4, 5}}, "-----BEGIN CERTIFICATE REQUEST-----\n", Signature{{6}}};
  seeds.push_back({"enrolment", "hello", as_input(sync::encode_enrol_hello(hello))});
  const sync::EnrolHello renewal{
      {}, PublicKey{{4, 5}}, "-----BEGIN CERTIFICATE REQUEST-----\n", Signature{{7}}};
  seeds.push_back({"enrolment", "hello_of_a_renewal", as_input(sync::encode_enrol_hello(renewal))});
  seeds.push_back({"enrolment", "answer", as_input(sync::encode_enrol_reply(an_answer()))});
  seeds.push_back({"enrolment", "answer_with_two_keys",
                   as_input(sync::encode_enrol_reply(an_answer_with_two_keys()))});
  for (const auto refusal : {sync::EnrolRefusal::Refused, sync::EnrolRefusal::TryLater}) {
    const std::string name = "refusal_" + std::to_string(static_cast<int>(refusal));
    seeds.push_back({"enrolment", name, as_input(sync::encode_enrol_reply(refusal))});
  }
  seeds.push_back({"enrolment", "number_ask", as_input(sync::encode_number_ask({StoreId(3), 1}))});
  const sync::EnrolAnswer all = an_answer_with_two_keys();
  const sync::NumberNews news{all.number_keys, {{"6006", 19, 2, RangeKind::SelfProving, {1}}}};
  seeds.push_back({"enrolment", "number_news", as_input(sync::encode_number_reply(news))});
  add_codes(seeds);
}

}  // namespace perk::fuzz
