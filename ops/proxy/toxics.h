// What can be wrong with a line, as plain values, and the words that say it. Pure; no socket, no clock.
// Up is from the client to the upstream (from a shop to head office), down is the way back.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/result.h"
#include "ledger/time.h"

namespace perk::ops {

struct Latency {
  Millis delay;
  Millis
      jitter;  ///< Each parcel waits delay +- up to this; never less than zero, never out of order.
  friend bool operator==(const Latency&, const Latency&) = default;
};

struct Slicer {
  std::uint64_t bytes = 1;  ///< The most that is passed on at once.
  Millis pause;             ///< Between slices.
  friend bool operator==(const Slicer&, const Slicer&) = default;
};

struct LaneToxics {
  bool is_black_hole = false;  ///< What arrives is swallowed, and so is the end of the stream.
  std::optional<Latency> latency;
  std::optional<std::uint64_t> bytes_per_second;
  std::optional<Slicer> slicer;
  std::optional<std::uint64_t> reset_after_bytes;  ///< Of one connection; then both ends get a RST.
  std::optional<std::uint64_t>
      altered_every_bytes;  ///< By chance; a bit of such a byte is flipped.
  friend bool operator==(const LaneToxics&, const LaneToxics&) = default;
};

struct LinkToxics {
  bool is_cut = false;  ///< Connections are reset and new ones refused.
  LaneToxics up, down;
  friend bool operator==(const LinkToxics&, const LinkToxics&) = default;
};

/// `now` with one more toxic, said in words: "cut", "black_hole", "one_way up", "latency 200 50 down",
/// "bandwidth 8000", "slicer 10 5 up", "reset_after 4096 down", "alter 2000". A direction (up, down, both) may end
/// any of them but cut; one_way needs one. The error is a sentence for the person who typed it.
[[nodiscard]] Result<LinkToxics, std::string> with_toxic(LinkToxics now,
                                                         const std::vector<std::string>& words);

/// "cut; up latency 200 50; down black_hole", or "none".
[[nodiscard]] std::string to_string(const LinkToxics& toxics);

/// One line a toxic, for --help.
[[nodiscard]] std::string toxic_help();

}  // namespace perk::ops
