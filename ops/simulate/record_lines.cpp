#include <charconv>
#include <sstream>

#include <nlohmann/json.hpp>

#include "ops/simulate/record.h"
#include "store_node/terminal/terminal_codec.h"

namespace perk::ops {
namespace {

using nlohmann::json;
using store_node::Outcome;
using store_node::RequestKind;

// Indexed by the enums' values.
constexpr const char* kKinds[] = {"", "issue", "load", "redeem", "reverse"};
constexpr const char* kOutcomes[] = {"", "approved", "partially_approved", "declined", "unknown"};

template <typename Enum, std::size_t N>
Enum enum_from(const char* const (&names)[N], const std::string& name) {
  for (std::size_t i = 1; i < N; ++i) {
    if (name == names[i]) return static_cast<Enum>(i);
  }
  throw std::runtime_error("'" + name + "' means nothing here");
}

json to_json(const RequestId& id) { return {id.terminal.value(), id.counter.value()}; }
RequestId request_from(const json& pair) {
  return {TerminalId(pair.at(0).get<std::uint64_t>()),
          RequestCounter(pair.at(1).get<std::uint64_t>())};
}

EventId event_from(const json& text) {
  const auto event = event_id_from_text(text.get<std::string>());
  if (!event) throw std::runtime_error("'" + text.get<std::string>() + "' is no event");
  return *event;
}

/// A receipt as the bytes a till would hand it back in.
std::string receipt_hex(const sync::Receipt& receipt) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte :
       encode_terminal_message(store_node::HandBack{0, {receipt}}).payload) {
    hex += kDigits[byte >> 4];
    hex += kDigits[byte & 15];
  }
  return hex;
}

sync::Receipt receipt_from(const std::string& hex) {
  sync::Frame frame = encode_terminal_message(store_node::HandBack{});
  frame.payload.clear();
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    std::uint8_t byte = 0;
    const char* const end = hex.data() + i + 2;
    if (std::from_chars(hex.data() + i, end, byte, 16).ptr != end)
      throw std::runtime_error("a receipt is not hex");
    frame.payload.push_back(byte);
  }
  const auto message = store_node::decode_terminal_message(frame);
  if (!message) throw std::runtime_error("a receipt is malformed: " + message.error().why);
  const auto* back = std::get_if<store_node::HandBack>(&message.value());
  if (back == nullptr || back->receipts.size() != 1)
    throw std::runtime_error("a receipt is malformed");
  return back->receipts.front();
}

Asked asked_from(const json& line) {
  Asked asked;
  asked.id = request_from(line.at("asked"));
  asked.kind = enum_from<RequestKind>(kKinds, line.at("kind").get<std::string>());
  asked.card = line.at("card").get<std::size_t>();
  asked.amount = Amount(line.at("amount").get<std::int64_t>());
  asked.partial =
      line.value("partial", false) ? PartialApproval::Accepted : PartialApproval::Refused;
  if (line.contains("original")) asked.original = event_from(line.at("original"));
  asked.store = line.at("store").get<std::string>();
  asked.at = WallTime(line.at("at").get<std::int64_t>());
  return asked;
}

Answered answered_from(const json& line) {
  Answered answered;
  answered.id = request_from(line.at("answered"));
  answered.outcome = enum_from<Outcome>(kOutcomes, line.at("outcome").get<std::string>());
  answered.reason = line.value("reason", "");
  answered.amount = Amount(line.at("amount").get<std::int64_t>());
  if (line.contains("event")) answered.event = event_from(line.at("event"));
  answered.cut_off_for = Millis(line.value("cut_off_ms", std::int64_t{0}));
  answered.synced_through = Seq(line.value("synced_through", std::uint64_t{0}));
  if (line.contains("receipt"))
    answered.receipt = receipt_from(line.at("receipt").get<std::string>());
  answered.at = WallTime(line.at("at").get<std::int64_t>());
  return answered;
}

void add_line(Record& record, const std::string& text) {
  const json line = json::parse(text);
  if (line.contains("deck")) {
    record.deck = {line.at("deck").at("seed").get<std::uint64_t>(),
                   line.at("deck").at("prefix").get<std::string>()};
  } else if (line.contains("asked")) {
    record.asked.push_back(asked_from(line));
  } else {
    record.answered.push_back(answered_from(line));
  }
}

}  // namespace

std::string to_line(const Deck& deck) {
  return json{{"deck", {{"seed", deck.seed}, {"prefix", deck.prefix}}}}.dump() + "\n";
}

std::string to_line(const Asked& asked) {
  json line = {{"asked", to_json(asked.id)}, {"kind", kKinds[static_cast<std::size_t>(asked.kind)]},
               {"card", asked.card},         {"amount", asked.amount.minor()},
               {"store", asked.store},       {"at", asked.at.millis()}};
  if (asked.partial == PartialApproval::Accepted) line["partial"] = true;
  if (asked.original) line["original"] = to_string(*asked.original);
  return line.dump() + "\n";
}

std::string to_line(const Answered& answered) {
  json line = {{"answered", to_json(answered.id)},
               {"outcome", kOutcomes[static_cast<std::size_t>(answered.outcome)]},
               {"amount", answered.amount.minor()},
               {"synced_through", answered.synced_through.value()},
               {"at", answered.at.millis()}};
  if (!answered.reason.empty()) line["reason"] = answered.reason;
  if (answered.event) line["event"] = to_string(*answered.event);
  if (answered.cut_off_for > Millis(0)) line["cut_off_ms"] = answered.cut_off_for.count();
  if (answered.receipt) line["receipt"] = receipt_hex(*answered.receipt);
  return line.dump() + "\n";
}

Result<Record, std::string> parse_record(const std::string& text) {
  Record record;
  std::size_t number = 0;
  for (std::size_t first = 0; first < text.size();) {
    const std::size_t end = text.find('\n', first);
    if (end == std::string::npos) break;
    ++number;
    try {
      add_line(record, text.substr(first, end - first));
    } catch (const std::exception& error) {
      return failed("line " + std::to_string(number) + " of the record: " + error.what());
    }
    first = end + 1;
  }
  return record;
}

}  // namespace perk::ops
