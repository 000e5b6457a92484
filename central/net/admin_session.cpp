#include "central/net/admin_session.h"

#include "central/admin/admin_codec.h"
#include "sync/crypto/hash_chain.h"
#include "sync/crypto/operator_proof.h"

namespace perk::central {

AdminSession::Heard AdminSession::hear(const sync::Frame& frame) {
  if (is_signed_request(frame)) return hear_signed(frame);
  auto request = decode_admin_request(frame);
  if (!request) return request.error();
  const auto* hello = std::get_if<OperatorHelloRequest>(&request.value());
  if (hello == nullptr) return AdminAsk{std::move(request).value(), std::nullopt};
  return greet(hello->name);
}

/// One's certificate and another's key together speak for neither.
AdminSession::Heard AdminSession::greet(const std::string& name) {
  greeted_.reset();
  if (peer_ && *peer_ != sync::Party::operator_named(name)) return AdminReply(not_allowed());
  greeted_ = Greeted{name, sync::random_challenge(), WordCounter()};
  return AdminReply(OperatorChallengeReply{greeted_->challenge});
}

AdminSession::Heard AdminSession::hear_signed(const sync::Frame& frame) {
  auto said = decode_signed_request(frame);
  if (!said) return said.error();
  auto request = decode_admin_request(request_in(said.value()));
  if (!request) return request.error();
  const SignedRequest& by = said.value();
  const bool is_next = greeted_ && by.name == greeted_->name && by.counter > greeted_->heard;
  if (!is_next || std::holds_alternative<OperatorHelloRequest>(request.value()))
    return AdminReply(not_allowed());
  greeted_->heard = by.counter;
  return AdminAsk{std::move(request).value(),
                  OperatorWord{by.name, KeyId(), sync::sha256(by.request), by.counter,
                               greeted_->challenge, by.signature},
                  by.opening};
}

}  // namespace perk::central
