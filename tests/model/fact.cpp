#include "tests/model/fact.h"

namespace perk::model {
namespace {

constexpr std::uint64_t kLivesMax = 100;

std::string amount_text(const char* what, Amount amount) {
  if (amount.is_zero()) return {};
  return std::string(", ") + what + " " + std::to_string(amount.minor());
}

std::string text_of(const EventId& id, const Event& event);

std::string terms_text(const EventBody& body) {
  if (const auto* granted = std::get_if<StandInGranted>(&body)) {
    return ", " + std::to_string(granted->amount.minor()) + " to " + name_of(granted->incarnation) +
           ", of one card " + std::to_string(granted->per_card_cap.minor());
  }
  if (const auto* more = std::get_if<StandInReplenished>(&body))
    return ", to " + name_of(more->incarnation) + amount_text("in all", more->amount) +
           amount_text("of the card", more->card_amount);
  if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&body))
    return ", wrapping " + text_of(wrapped->name, *wrapped->event.get());
  if (const auto* opened = std::get_if<OverdraftOpened>(&body))
    return ", " + std::string(cause_name(opened->cause)) + " of " + name_of(opened->owner);
  return {};
}

std::string text_of(const EventId& id, const Event& event) {
  const Envelope& envelope = event.envelope;
  std::string text =
      name_of(id.origin) + "#" + std::to_string(id.seq.value()) + " " + type_name(event.body);
  if (envelope.card) text += " of card " + std::to_string(envelope.card->bytes[7]);
  text += amount_text("value", envelope.value_effect);
  text += amount_text("held", envelope.held_effect);
  text += amount_text("own rights", envelope.own_rights_effect);
  text += amount_text("reserve", envelope.reserve_effect);
  for (const NamedRightsEffect& named : envelope.named_rights)
    text += amount_text(("rights of " + name_of(named.incarnation)).c_str(), named.amount);
  text += amount_text("drawn", envelope.allowance_drawn);
  if (envelope.original)
    text += ", taking up " + name_of(envelope.original->origin) + "#" +
            std::to_string(envelope.original->seq.value());
  return text + terms_text(event.body);
}

}  // namespace

FactPtr make_fact(const EventId& id, const Event& event) {
  std::string text = text_of(id, event);
  std::uint64_t digest = mixed(digest_of(text), event.envelope.hlc.packed());
  if (const auto* wrapped = std::get_if<ClosedLogEventRecorded>(&event.body)) {
    for (const std::uint8_t byte : wrapped->hash.bytes) digest = mixed(digest, byte);
  }
  if (const auto& request = event.envelope.request)
    digest = mixed(digest, request->terminal.value() * 1'000 + request->counter.value());
  return std::make_shared<const Fact>(Fact{{id, event}, std::move(text), digest});
}

Origin incarnation_of(std::size_t place, std::uint64_t life) {
  return Origin::incarnation(Origin::kFirstIncarnation + place * kLivesMax + life).value();
}

std::string name_of(Origin origin) {
  if (!origin.is_incarnation()) {
    const std::uint64_t epoch = origin.value() >> 16U;
    return epoch > 1 ? "head office " + std::to_string(epoch) : "head office";
  }
  const std::uint64_t number = origin.value() - Origin::kFirstIncarnation;
  const std::string shop(1, static_cast<char>('A' + number / kLivesMax));
  const std::uint64_t life = number % kLivesMax;
  return life > 1 ? shop + std::to_string(life) : shop;
}

std::uint64_t digest_of(std::string_view text, std::uint64_t seed) {
  for (const char letter : text)
    seed = (seed ^ static_cast<unsigned char>(letter)) * 1099511628211ULL;
  return seed;
}

std::uint64_t mixed(std::uint64_t first, std::uint64_t second) {
  std::uint64_t sum = first * 0x9e3779b97f4a7c15ULL + second;
  sum = (sum ^ (sum >> 30U)) * 0xbf58476d1ce4e5b9ULL;
  return sum ^ (sum >> 27U);
}

std::uint64_t digest_of(const Facts& facts) {
  std::uint64_t digest = facts.size();
  for (const FactPtr& fact : facts) digest = mixed(digest, fact->digest);
  return digest;
}

}  // namespace perk::model
