// What head office gave a store when it enrolled: who it is, and the keys it needs. A TOML file that
// only its owner can read; `perk-store enrol` writes it, the node reads it, and keeps in it what head office tells of
// card numbers later (kept_enrolment.h).
//
//   store = 3
//   name = "Main St"
//   currency = "EUR"
//   shard_count = 16
//   [number_keys]
//   1 = "64 hexadecimal digits"     # version = key
//   [number_ranges]                 # none in a file of an earlier version: no number proves itself
//   6006-19 = "self_proving:1"      # PREFIX-DIGITS = KIND:KEY VERSION; or foreign:1. Several keys, the oldest
//                                   # first: self_proving:1,2
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/money.h"
#include "sync/crypto/keys.h"

namespace perk::store_node {

struct Enrolment {
  StoreId store;
  std::string name;
  Currency currency;
  std::uint16_t shard_count = 0;
  std::vector<sync::CardNumberKey> number_keys;
  std::vector<NumberRange> number_ranges{};  ///< None overlaps another; each one's key is there.
};

/// Refuses a file that others than its owner can read. The error lists all that is wrong, one sentence
/// each, and never repeats a key.
[[nodiscard]] Result<Enrolment, std::vector<std::string>> read_enrolment(
    const std::filesystem::path& path);

/// What is written to a file of it. Control characters in the name become spaces.
[[nodiscard]] std::string enrolment_text(const Enrolment& enrolment);

/// Writes a new file, owner-only and synced to disk; refuses to overwrite one. The error is a sentence.
[[nodiscard]] Result<Done, std::string> write_enrolment(const std::filesystem::path& path,
                                                        const Enrolment& enrolment);

/// Puts it in the place of the one that is there, in one step: whoever reads meanwhile reads the old one
/// or the new one, also after a power cut. The error is a sentence.
[[nodiscard]] Result<Done, std::string> replace_enrolment(const std::filesystem::path& path,
                                                          const Enrolment& enrolment);

}  // namespace perk::store_node
