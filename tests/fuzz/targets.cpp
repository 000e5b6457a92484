#include "tests/fuzz/targets.h"

namespace perk::fuzz {

std::vector<Target> all_targets() {
  return {{"framing", framing},   {"messages", messages},
          {"events", events},     {"replicator", replicator},
          {"terminal", terminal}, {"admin", admin},
          {"evidence", evidence}, {"enrolment", enrolment},
          {"hand_in", hand_in},   {"pairing", pairing},
          {"trace", trace},       {"settings", settings},
          {"texts", texts}};
}

}  // namespace perk::fuzz
