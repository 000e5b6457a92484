#include "central/desk/reason_reader.h"

#include <algorithm>
#include <set>
#include <vector>

#include "sync/crypto/reason_seal.h"

namespace perk::central {
namespace {

/// The texts of a reply that may have seals in them.
class PlacesOf {
 public:
  void operator()(BalanceReply& reply) { look_at(reply.freeze_reason); }
  void operator()(StatementReply& reply) {
    look_at(reply.balance.freeze_reason);
    for (StatementLine& line : reply.lines) look_at(line.note);
  }
  void operator()(ExplainReply& reply) { look_at(reply.said); }
  void operator()(QuarantineReply& reply) {
    for (QuarantineRow& row : reply.rows) look_at(row.settled_reason);
  }
  void operator()(EpochReply& reply) {
    look_at(reply.begun_why);
    look_at(reply.settled_why);
  }
  void operator()(LimitsReply& reply) { look_at_reasons(reply.rows); }
  void operator()(ProposalsReply& reply) { look_at_reasons(reply.rows); }
  void operator()(AuditReply& reply) { look_at_reasons(reply.rows); }
  /// These show none.
  template <typename Other>
  void operator()(Other&) {}

  [[nodiscard]] const std::vector<std::string*>& places() const { return places_; }
  [[nodiscard]] std::vector<Digest> seals() const { return {seals_.begin(), seals_.end()}; }

 private:
  template <typename Rows>
  void look_at_reasons(Rows& rows) {
    for (auto& row : rows) look_at(row.reason);
  }
  void look_at(std::string& text) {
    auto part = find_sealed(text, 0);
    if (part) places_.push_back(&text);
    for (; part; part = find_sealed(text, part->at + kSealedFormBytes))
      seals_.insert(part->commitment);
  }

  std::vector<std::string*> places_;
  std::set<Digest> seals_;
};

using Texts = std::map<Digest, std::string>;

std::string opened(const std::string& text, const Texts& texts) {
  std::string out;
  std::size_t at = 0;
  for (auto part = find_sealed(text, 0); part; part = find_sealed(text, at)) {
    out += text.substr(at, part->at - at) + texts.at(part->commitment);
    at = part->at + kSealedFormBytes;
  }
  return out + text.substr(at);
}

}  // namespace

void ReasonReader::open(AdminReply& reply) const {
  PlacesOf places;
  std::visit(places, reply);
  if (places.places().empty()) return;
  const std::vector<Digest> seals = places.seals();
  const bool is_up_to_date = around_.risk.catch_up().has_value();
  const auto held = around_.events.reasons(seals);
  const bool is_read = is_up_to_date && held.has_value();
  Texts texts;
  around_.risk.read([&](const ChainRisk& risk) {
    for (const Digest& seal : seals) {
      std::string& text = texts[seal] = is_read ? kAbsentReason : kUnreadReason;
      if (risk.reasons().erased(seal) != nullptr) text = kErasedReason;
      if (text != kAbsentReason || !held.value().contains(seal)) continue;
      const ReasonOpening& opening = held.value().at(seal);
      text = sync::reason_commitment(opening) == seal ? opening.text : kAlteredReason;
    }
  });
  for (std::string* const place : places.places()) *place = opened(*place, texts);
}

}  // namespace perk::central
