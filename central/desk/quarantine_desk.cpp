#include "central/desk/quarantine_desk.h"

#include "ledger/reason.h"
#include "sync/wire/event_codec.h"

namespace perk::central {
namespace {

constexpr std::size_t kRowsShown = 1'000;
/// Head office's other writers may come between a look at the shard and the pen.
constexpr int kWriteTries = 10;

AdminFault not_acceptable(const std::string& why) {
  return {"rejected", "not_acceptable: It cannot be accepted: " + why + "."};
}

AdminFault settled_by(const QuarantineWord& word) {
  const bool is_acceptance = word.said.verdict == QuarantineVerdict::Accepted;
  return {"quarantine_settled", "It was " + std::string(is_acceptance ? "accepted" : "refused") +
                                    " by " + word.said.operator_name + " before, for ever."};
}

AdminFault fault_of_refusal(QuarantineRefusal refusal, const QuarantineWord* before) {
  switch (refusal) {
    case QuarantineRefusal::ReasonMissing:
      return fault_of(RightsRefusal::ReasonMissing);
    case QuarantineRefusal::RequestReused:
      return {"rejected",
              "request_reused: This request settled something else before: leave --request out."};
    case QuarantineRefusal::AlreadySettled:
      if (before != nullptr) return settled_by(*before);
      break;
    case QuarantineRefusal::BringsNothing:
      return not_acceptable("it brings no event of a closed log that can be folded");
    case QuarantineRefusal::LogNotClosed:
      return not_acceptable("the log it is of is not closed, and may still say so itself");
    case QuarantineRefusal::AlreadyCounted:
      return not_acceptable("it counts already, as another brought it");
  }
  return {"quarantine_settled", "It was settled before."};
}

QuarantineState state_of(const QuarantineWord* word) {
  if (word == nullptr) return QuarantineState::Open;
  return word->said.verdict == QuarantineVerdict::Accepted ? QuarantineState::Accepted
                                                           : QuarantineState::Refused;
}

QuarantineSettled said_of(const QuarantineCase& one, const SettleQuarantineRequest& request) {
  QuarantineSettled said{one.name.event, one.name.hash, request.verdict};
  said.reason = request.reason;
  said.operator_name = request.operator_name;
  if (request.verdict != QuarantineVerdict::Accepted) return said;
  said.bytes = one.row.bytes;
  if (one.event) said.brought = WrappedEvent(*one.event);
  return said;
}

/// It holds what was quarantined beside a reason and a word, and everybody must be able to read it.
bool is_readable(const QuarantineSettled& said, const std::optional<OperatorWord>& word) {
  Event event{Envelope(), said};
  event.envelope.word = word;
  const EventBytes bytes = sync::encode_event(event);
  return sync::decode_event(bytes).has_value();
}

}  // namespace

QuarantineRow QuarantineDesk::row_of(const QuarantineCase& one) const {
  QuarantineRow row{one.row.id, one.row.store, one.row.event, one.row.reason, one.row.recorded_at,
                    {},         one.brings()};
  around_.risk.read([&](const ChainRisk& risk) {
    const QuarantineWord* const word = risk.quarantine().find(one.name);
    row.state = state_of(word);
    if (word == nullptr) return;
    row.settled_by = word->said.operator_name;
    row.settled_reason = word->said.reason;
  });
  return row;
}

DeskAnswer<QuarantineReply> QuarantineDesk::list(const QuarantineRequest& request) const {
  if (auto done = around_.risk.catch_up(); !done) return failed(fault_of(done.error()));
  QuarantineReply reply;
  if (request.id != 0) {
    const auto one = find_case(around_.events, request.id);
    if (!one) return failed(one.error());
    reply.rows.push_back(row_of(one.value()));
    reply.rows.back().bytes = one.value().row.bytes;
    return reply;
  }
  for (std::uint64_t last = 0; reply.rows.size() < kRowsShown;) {
    auto page = around_.events.quarantined(last, kRowsShown);
    if (!page) return failed(fault_of(page.error()));
    if (page.value().empty()) break;
    for (QuarantinedEvent& event : page.value()) {
      last = event.id;
      QuarantineRow row = row_of(case_of(std::move(event)));
      const bool is_wanted =
          request.scope == QuarantineScope::All || row.state == QuarantineState::Open;
      if (is_wanted && reply.rows.size() < kRowsShown) reply.rows.push_back(std::move(row));
    }
  }
  return reply;
}

DeskAnswer<SettleQuarantineReply> QuarantineDesk::settle(const SettleQuarantineRequest& request) {
  if (auto fault = fault_in_texts(request.reason, request.operator_name))
    return failed(std::move(*fault));
  if (auto fault = fault_in_epoch(around_)) return failed(std::move(*fault));
  if (is_blank(request.reason)) return failed(fault_of(RightsRefusal::ReasonMissing));
  const auto one = find_case(around_.events, request.id);
  if (!one) return failed(one.error());
  const QuarantineCase& found = one.value();
  if (request.hash && *request.hash != found.name.hash)
    return failed(AdminFault{"quarantine_changed",
                             "Another event has this number than when it was proposed: look at "
                             "`perk quarantine` again."});
  const QuarantineSettled said = said_of(found, request);
  SettleQuarantineReply reply;
  reply.id = request.id;
  reply.event = found.name.event;
  reply.verdict = request.verdict;
  if (auto fault = fault_in_acceptance(found, said, request)) return failed(std::move(*fault));
  if (auto done = write(found, said, request, reply.was_repeated); !done)
    return failed(done.error());
  if (request.verdict != QuarantineVerdict::Accepted) return reply;
  reply.brings = found.brings();
  reply.currency = found.event->envelope.currency;
  reply.value_effect = found.event->envelope.value_effect;
  if (found.card) {
    around_.risk.read([&](const ChainRisk& risk) {
      const CardState& card = risk.card(*found.card);
      if (card.issue) reply.last_four = card.issue->last_four;
    });
  }
  return reply;
}

/// Of what is settled already the ledger says so, or that it is a repeat.
std::optional<AdminFault> QuarantineDesk::fault_in_acceptance(
    const QuarantineCase& one, const QuarantineSettled& said,
    const SettleQuarantineRequest& request) const {
  if (said.verdict != QuarantineVerdict::Accepted) return std::nullopt;
  if (auto done = around_.risk.catch_up(); !done) return fault_of(done.error());
  const bool is_open = around_.risk.read(
      [&](const ChainRisk& risk) { return risk.quarantine().find(one.name) == nullptr; });
  if (!is_open) return std::nullopt;
  const auto reason = reason_not_to_count(around_, one);
  if (!reason) return fault_of(reason.error());
  if (reason.value()) return not_acceptable(*reason.value());
  if (!is_readable(said, request.word))
    return not_acceptable("it is too large, or was wrapped too often");
  return std::nullopt;
}

DeskAnswer<Done> QuarantineDesk::write(const QuarantineCase& one, const QuarantineSettled& said,
                                       const SettleQuarantineRequest& request, bool& was_repeated) {
  const Page page = one.page(around_.pen);
  for (int tries = 0; tries < kWriteTries; ++tries) {
    // Also the shards of stores, which say what is closed, and those where the request may have been used.
    if (auto done = around_.risk.catch_up(); !done) return failed(fault_of(done.error()));
    bool has_missed = false;
    std::optional<AdminFault> refused;
    const auto written = around_.pen.write(page, [&](const OfficeDesk& desk) {
      return around_.risk.read([&](const ChainRisk& risk) {
        refused.reset();
        has_missed = risk.heard_through(desk.origin()) != desk.own_end();
        if (has_missed) return std::vector<Event>();
        const Stamp of_word = desk.stamp();
        auto events = settle_quarantined({risk.quarantine(), risk.logs(), desk.card()}, said,
                                         request.request, of_word, desk.stamp());
        if (!events) {
          refused = fault_of_refusal(events.error(), risk.quarantine().find(one.name));
          return std::vector<Event>();
        }
        was_repeated = events.value().empty();
        // What follows the word has none of its own: it says what the event of the closed log says.
        if (!was_repeated) events.value().front().envelope.word = request.word;
        return std::move(events).value();
      });
    });
    if (!written) return failed(fault_of(written.error()));
    if (refused) return failed(std::move(*refused));
    if (has_missed) continue;
    if (auto done = around_.risk.catch_up(page.shard); !done) return failed(fault_of(done.error()));
    return Done{};
  }
  return failed(
      fault_of(StorageError{StorageFailure::OutcomeUnknown, "head office was busy writing"}));
}

}  // namespace perk::central
