// Of the target enrolment: one of each message, and codes as people type them.
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

std::vector<std::uint8_t> typed(const std::string& code) {
  std::vector<std::uint8_t> input{200};
  input.insert(input.end(), code.begin(), code.end());
  return input;
}

}  // namespace

void add_enrolment_seeds(std::vector<Seed>& seeds) {
  const sync::EnrolHello hello{
      {1, 2, 3}, PublicKey{{4, 5}}, "-----BEGIN CERTIFICATE REQUEST-----\n", Signature{{6}}};
  seeds.push_back({"enrolment", "hello", as_input(sync::encode_enrol_hello(hello))});
  seeds.push_back({"enrolment", "answer", as_input(sync::encode_enrol_reply(an_answer()))});
  for (const auto refusal : {sync::EnrolRefusal::Refused, sync::EnrolRefusal::TryLater}) {
    const std::string name = "refusal_" + std::to_string(static_cast<int>(refusal));
    seeds.push_back({"enrolment", name, as_input(sync::encode_enrol_reply(refusal))});
  }
  const std::string code = sync::to_text({{0xff, 1, 2}, {3, 4, 0xff}});
  seeds.push_back({"enrolment", "code", typed(code)});
  seeds.push_back({"enrolment", "code_with_bits_too_many", typed(std::string(42, 'Z'))});
  seeds.push_back({"enrolment", "code_typed_badly", typed("oiloi " + code.substr(6))});
}

}  // namespace perk::fuzz
