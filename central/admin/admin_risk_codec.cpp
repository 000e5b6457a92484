// Replies about rights and risk: exposure, overdrafts, lost stores, policies.
#include "central/admin/admin_proto.h"

namespace perk::central {

void write(const ShownExposure& exposure, v1::ShownExposure& wire) {
  wire.set_kind(static_cast<std::uint32_t>(exposure.kind) + 1);
  wire.set_allowances_minor(exposure.parts.allowances.minor());
  wire.set_covered_by_rights_out_minor(exposure.parts.covered_by_rights_out.minor());
  wire.set_returned_unproven_minor(exposure.parts.returned_unproven.minor());
}

ShownExposure read(FieldReader& fields, const v1::ShownExposure& wire) {
  using Kind = Exposure::Kind;
  ShownExposure exposure;
  // An absent one wraps to a number that no kind has.
  exposure.kind =
      fields.enumerator(wire.kind() - 1, Kind::Known, Kind::Unbounded, "the kind of exposure");
  exposure.parts = {Amount(wire.allowances_minor()), Amount(wire.covered_by_rights_out_minor()),
                    Amount(wire.returned_unproven_minor())};
  return exposure;
}

namespace {

void write_policy(const PolicyRow& row, v1::PolicyRow& wire) {
  wire.set_version(row.version.value());
  wire.set_kind(static_cast<std::uint32_t>(row.kind));
  wire.set_store(row.store.value());
  wire.set_store_name(row.store_name);
  wire.set_programme(row.programme.value());
  wire.set_operator_name(row.operator_name);
  wire.set_origin(row.event ? row.event->origin.value() : 0);
  wire.set_seq(row.event ? row.event->seq.value() : 0);
}

PolicyRow read_policy(FieldReader& fields, const v1::PolicyRow& wire) {
  PolicyRow row;
  row.version = PolicyVersion(wire.version());
  row.kind =
      fields.enumerator(wire.kind(), PolicyKind::Cached, PolicyKind::EscrowStandIn, "the policy");
  row.store = StoreId(wire.store());
  row.store_name = wire.store_name();
  row.programme = ProgrammeId(wire.programme());
  row.operator_name = wire.operator_name();
  if (wire.origin() != 0) row.event = event_from_wire(wire.origin(), wire.seq());
  return row;
}

void write_overdraft(const OverdraftRow& row, v1::OverdraftRow& wire) {
  wire.set_origin(row.opening.origin.value());
  wire.set_seq(row.opening.seq.value());
  wire.set_card(to_wire(row.card.bytes));
  wire.set_last_four(row.last_four);
  wire.set_cause(static_cast<std::uint32_t>(row.cause));
  wire.set_owner(row.owner.value());
  wire.set_store(row.store.value());
  wire.set_store_name(row.store_name);
  wire.set_opened_minor(row.opened.minor());
  wire.set_recovered_minor(row.recovered.minor());
  wire.set_written_off_minor(row.written_off.minor());
  wire.set_opened_wall_ms(row.opened_at.millis());
}

OverdraftRow read_overdraft(FieldReader& fields, const v1::OverdraftRow& wire) {
  OverdraftRow row;
  row.opening = event_from_wire(wire.origin(), wire.seq());
  row.card = fields.fixed_bytes<CardId>(wire.card(), "a card's id");
  row.last_four = wire.last_four();
  row.cause = fields.enumerator(wire.cause(), OverdraftCause::Unspecified,
                                OverdraftCause::LateFreeze, "the cause of an overdraft");
  row.owner = Origin::from_value(wire.owner()).value_or(Origin());
  row.store = StoreId(wire.store());
  row.store_name = wire.store_name();
  row.opened = Amount(wire.opened_minor());
  row.recovered = Amount(wire.recovered_minor());
  row.written_off = Amount(wire.written_off_minor());
  row.opened_at = WallTime(wire.opened_wall_ms());
  return row;
}

}  // namespace

void write(const CardRights& rights, v1::CardRights& wire) {
  write(rights.exposure, *wire.mutable_exposure());
  wire.set_reserve_minor(rights.reserve.minor());
  wire.set_overdraft_open_minor(rights.overdraft_open.minor());
  wire.set_position(rights.position.value());
  for (const RightsHolding& holding : rights.holders) {
    v1::RightsHolding& row = *wire.add_holders();
    row.set_store(holding.store.value());
    row.set_store_name(holding.store_name);
    row.set_incarnation(holding.incarnation.value());
    row.set_amount_minor(holding.amount.minor());
    row.set_connected(holding.is_connected);
  }
}

CardRights read(FieldReader& fields, const v1::CardRights& wire) {
  CardRights rights;
  rights.exposure = read(fields, wire.exposure());
  rights.reserve = Amount(wire.reserve_minor());
  rights.overdraft_open = Amount(wire.overdraft_open_minor());
  rights.position = Position(wire.position());
  for (const v1::RightsHolding& row : wire.holders()) {
    rights.holders.push_back({StoreId(row.store()), row.store_name(),
                              Origin::from_value(row.incarnation()).value_or(Origin()),
                              Amount(row.amount_minor()), row.connected()});
  }
  return rights;
}

void write(const ExposureReply& reply, v1::ExposureReply& wire) {
  wire.set_currency(std::string(reply.currency.code()));
  wire.set_now_wall_ms(reply.now.millis());
  wire.set_store_name(reply.store_name);
  if (reply.card) wire.set_card(to_wire(reply.card->bytes));
  write(reply.exposure, *wire.mutable_exposure());
  wire.set_why_unknown(reply.why_unknown);
  wire.set_peak_minor(reply.peak.minor());
  wire.set_copies_minor(reply.copies.minor());
  wire.set_reversible_loads_minor(reply.reversible_loads.minor());
  for (const StoreExposureRow& store : reply.stores) {
    v1::StoreExposureRow& row = *wire.add_stores();
    row.set_store(store.store.value());
    row.set_name(store.name);
    row.set_connected(store.is_connected);
    row.set_last_heard_wall_ms(wall_to_wire(store.last_heard));
    write(store.share, *row.mutable_share());
    row.set_copies_minor(store.copies.minor());
  }
}

ExposureReply read(FieldReader& fields, const v1::ExposureReply& wire) {
  ExposureReply reply;
  reply.currency = fields.currency(wire.currency());
  reply.now = WallTime(wire.now_wall_ms());
  reply.store_name = wire.store_name();
  if (!wire.card().empty()) reply.card = fields.fixed_bytes<CardId>(wire.card(), "the card's id");
  reply.exposure = read(fields, wire.exposure());
  reply.why_unknown = wire.why_unknown();
  reply.peak = Amount(wire.peak_minor());
  reply.copies = Amount(wire.copies_minor());
  reply.reversible_loads = Amount(wire.reversible_loads_minor());
  for (const v1::StoreExposureRow& row : wire.stores()) {
    reply.stores.push_back({StoreId(row.store()), row.name(), row.connected(),
                            wall_from_wire(row.last_heard_wall_ms()), read(fields, row.share()),
                            Amount(row.copies_minor())});
  }
  return reply;
}

void write(const OverdraftsReply& reply, v1::OverdraftsReply& wire) {
  wire.set_currency(std::string(reply.currency.code()));
  for (const OverdraftRow& row : reply.rows) write_overdraft(row, *wire.add_rows());
  wire.set_count(reply.count);
  wire.set_opened_minor(reply.opened.minor());
  wire.set_recovered_minor(reply.recovered.minor());
  wire.set_written_off_minor(reply.written_off.minor());
}

OverdraftsReply read(FieldReader& fields, const v1::OverdraftsReply& wire) {
  OverdraftsReply reply;
  reply.currency = fields.currency(wire.currency());
  for (const v1::OverdraftRow& row : wire.rows()) reply.rows.push_back(read_overdraft(fields, row));
  reply.count = wire.count();
  reply.opened = Amount(wire.opened_minor());
  reply.recovered = Amount(wire.recovered_minor());
  reply.written_off = Amount(wire.written_off_minor());
  return reply;
}

void write(const WriteOffReply& reply, v1::WriteOffReply& wire) {
  wire.set_origin(reply.opening.origin.value());
  wire.set_seq(reply.opening.seq.value());
  wire.set_card(to_wire(reply.card.bytes));
  wire.set_last_four(reply.last_four);
  wire.set_currency(std::string(reply.currency.code()));
  wire.set_amount_minor(reply.amount.minor());
}

WriteOffReply read(FieldReader& fields, const v1::WriteOffReply& wire) {
  return {event_from_wire(wire.origin(), wire.seq()),
          fields.fixed_bytes<CardId>(wire.card(), "the card's id"), wire.last_four(),
          fields.currency(wire.currency()), Amount(wire.amount_minor())};
}

void write(const DeclareLostReply& reply, v1::DeclareLostReply& wire) {
  wire.set_store(reply.store.value());
  wire.set_name(reply.name);
  wire.set_currency(std::string(reply.currency.code()));
  for (const ReturnedCard& card : reply.cards) {
    v1::ReturnedCard& row = *wire.add_cards();
    row.set_card(to_wire(card.card.bytes));
    row.set_last_four(card.last_four);
    row.set_amount_minor(card.amount.minor());
  }
  wire.set_card_count(reply.card_count);
  wire.set_returned_minor(reply.returned.minor());
  wire.set_opened_minor(reply.opened.minor());
  write(reply.exposure, *wire.mutable_exposure());
}

DeclareLostReply read(FieldReader& fields, const v1::DeclareLostReply& wire) {
  DeclareLostReply reply;
  reply.store = StoreId(wire.store());
  reply.name = wire.name();
  reply.currency = fields.currency(wire.currency());
  for (const v1::ReturnedCard& row : wire.cards()) {
    reply.cards.push_back({fields.fixed_bytes<CardId>(row.card(), "a card's id"), row.last_four(),
                           Amount(row.amount_minor())});
  }
  reply.card_count = wire.card_count();
  reply.returned = Amount(wire.returned_minor());
  reply.opened = Amount(wire.opened_minor());
  reply.exposure = read(fields, wire.exposure());
  return reply;
}

void write(const PoliciesReply& reply, v1::PoliciesReply& wire) {
  for (const PolicyRow& row : reply.rows) write_policy(row, *wire.add_rows());
}

PoliciesReply read(FieldReader& fields, const v1::PoliciesReply& wire) {
  PoliciesReply reply;
  for (const v1::PolicyRow& row : wire.rows()) reply.rows.push_back(read_policy(fields, row));
  return reply;
}

void write(const SetPolicyReply& reply, v1::SetPolicyReply& wire) {
  write_policy(reply.policy, *wire.mutable_policy());
  wire.set_was_in_force(reply.was_in_force);
}

SetPolicyReply read(FieldReader& fields, const v1::SetPolicyReply& wire) {
  return {read_policy(fields, wire.policy()), wire.was_in_force()};
}

}  // namespace perk::central
