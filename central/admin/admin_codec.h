// Admin messages to frames and back. Pure; thread-safe.
#pragma once

#include "central/admin/messages.h"
#include "ledger/result.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame.h"

namespace perk::central {

[[nodiscard]] sync::Frame encode_admin_request(const AdminRequest& request);
[[nodiscard]] Result<AdminRequest, sync::Malformed> decode_admin_request(const sync::Frame& frame);
[[nodiscard]] sync::Frame encode_signed_request(const SignedRequest& request);
[[nodiscard]] Result<SignedRequest, sync::Malformed> decode_signed_request(
    const sync::Frame& frame);
[[nodiscard]] bool is_signed_request(const sync::Frame& frame);
/// The frame that a signed request holds.
[[nodiscard]] sync::Frame request_in(const SignedRequest& request);
[[nodiscard]] sync::Frame encode_admin_progress(const AdminProgress& progress);
[[nodiscard]] sync::Frame encode_admin_reply(const AdminReply& reply);
/// A progress message or the reply.
[[nodiscard]] Result<std::variant<AdminProgress, AdminReply>, sync::Malformed> decode_admin_answer(
    const sync::Frame& frame);

}  // namespace perk::central
