#include "central/desk/chain_pen.h"

namespace perk::central {
namespace {

/// Head office's other writers may come between a look at the shard and the pen.
constexpr int kTries = 10;

}  // namespace

Event chain_event(EventBody body, const Stamp& stamp, Currency currency) {
  Event event;
  event.envelope.currency = currency;
  event.envelope.hlc = stamp.hlc;
  event.envelope.raw_clock = stamp.raw_clock;
  event.envelope.policy_version = stamp.policy_version;
  event.body = std::move(body);
  return event;
}

Stored<Done> write_chain_word(const DeskSurroundings& around,
                              const std::optional<OperatorWord>& word,
                              const ChainDecision& decide) {
  const Page page = around.pen.page_of(StoreId());
  for (int tries = 0; tries < kTries; ++tries) {
    if (auto done = around.risk.catch_up(page.shard); !done) return done;
    bool has_missed = false;
    const auto written = around.pen.write(
        page,
        [&](const OfficeDesk& desk) {
          return around.risk.read([&](const ChainRisk& risk) {
            has_missed = risk.heard_through(desk.origin()) != desk.own_end();
            return has_missed ? std::vector<Event>() : decide(desk, risk);
          });
        },
        word);
    if (!written) return failed(written.error());
    if (!has_missed) return around.risk.catch_up(page.shard);
  }
  return failed(StorageError{StorageFailure::OutcomeUnknown, "head office was busy writing"});
}

}  // namespace perk::central
