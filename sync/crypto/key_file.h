// A secret in a file of its own: one line of 64 hex digits, readable by its owner only. For the files
// of this folder only. Errors are one sentence for the person who starts the program, and never hold
// any of the file's content.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "ledger/result.h"

namespace perk::sync {

/// 32 secret bytes, wiped when they go out of scope.
struct KeySeed {
  std::array<std::uint8_t, 32> bytes{};
  KeySeed() = default;
  KeySeed(const KeySeed&) = delete;
  KeySeed& operator=(const KeySeed&) = delete;
  ~KeySeed();
};

[[nodiscard]] Result<Done, std::string> read_key_file(const std::string& path, KeySeed& seed);
/// Durable on return. Refuses to overwrite; removes what it could not finish.
[[nodiscard]] Result<Done, std::string> write_key_file(const std::string& path,
                                                       const KeySeed& seed);
/// The same in the place of what may be there; who reads meanwhile finds one of the two, whole.
[[nodiscard]] Result<Done, std::string> replace_key_file(const std::string& path,
                                                         const KeySeed& seed);

}  // namespace perk::sync
