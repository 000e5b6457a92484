// The one-time code by which a shop enrols: a secret that head office made for it, and the beginning of the
// fingerprint of the chain's certificate authority, so that the shop knows head office before it says the
// secret. 42 letters and digits of Crockford's base 32 in groups of five: "7Q2RT-0ABCD-...-9X". Pure.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/ids.h"
#include "sync/enrol_messages.h"

namespace perk::sync {

[[nodiscard]] AuthorityMark mark_of(const Digest& authority_fingerprint);

struct EnrolCode {
  EnrolSecret secret{};
  AuthorityMark authority{};
  friend bool operator==(const EnrolCode&, const EnrolCode&) = default;
};

/// Secret: for the person who types it, once.
[[nodiscard]] std::string to_text(const EnrolCode& code);
/// Of what a person typed: in any case, with or without hyphens and blanks, O for 0 and I or L for 1.
[[nodiscard]] std::optional<EnrolCode> enrol_code_from_text(std::string_view text);

/// What head office keeps of a secret.
[[nodiscard]] Digest hash_of(const EnrolSecret& secret);

/// The bytes that an EnrolHello's proof signs: "perk.enrol.v1" 0x00, the secret, the log's public key, the
/// request's length and the request.
[[nodiscard]] std::vector<std::uint8_t> enrol_proof_bytes(const EnrolHello& hello);

}  // namespace perk::sync
