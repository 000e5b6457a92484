// The inputs that the corpora began with: the golden bytes, and what our codecs write. Values only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace perk::fuzz {

struct Seed {
  std::string target;
  std::string name;  ///< Of its file in the target's corpus.
  std::vector<std::uint8_t> bytes;
};

std::vector<Seed> all_seeds();

// seeds_wire.cpp, seeds_terminal.cpp, seeds_admin.cpp, seeds_evidence.cpp, seeds_enrolment.cpp,
// seeds_hand_in.cpp, seeds_pairing.cpp, seeds_replicator.cpp, seeds_text.cpp
void add_wire_seeds(std::vector<Seed>& seeds);
void add_terminal_seeds(std::vector<Seed>& seeds);
void add_admin_seeds(std::vector<Seed>& seeds);
void add_evidence_seeds(std::vector<Seed>& seeds);
void add_enrolment_seeds(std::vector<Seed>& seeds);
void add_hand_in_seeds(std::vector<Seed>& seeds);
void add_pairing_seeds(std::vector<Seed>& seeds);
void add_replicator_seeds(std::vector<Seed>& seeds);
void add_text_seeds(std::vector<Seed>& seeds);

/// A frame as those targets want it: its type, then its payload.
template <typename Frame>
std::vector<std::uint8_t> as_input(const Frame& frame) {
  std::vector<std::uint8_t> bytes{frame.type};
  bytes.insert(bytes.end(), frame.payload.begin(), frame.payload.end());
  return bytes;
}

}  // namespace perk::fuzz
