#include "central/rights/office_pen.h"

#include "central/until_known.h"

namespace perk::central {

Stored<OwnAppend> OfficePen::write(const Page& page, const Write& decide,
                                   const std::optional<OperatorWord>& word) {
  if (const auto resumed = time_.resume(); !resumed) return failed(resumed.error());
  const auto written = until_known([&] {
    const WallTime now = clock_.wall();
    return events_.append_own(
        page.shard, page.card,
        [&](const OfficeView& view) {
          std::vector<Event> events = decide(OfficeDesk(view, time_, now));
          for (Event& event : events)
            if (word) event.envelope.word = word;
          return events;
        },
        now);
  });
  if (written && !written.value().events.empty()) on_grew_(written.value().end);
  return written;
}

}  // namespace perk::central
