// Requests and replies about number ranges, their keys, and the numbers made of them.
#include "central/admin/admin_proto.h"

namespace perk::central {
namespace {

RangeKind kind_from(bool is_self_proving) {
  return is_self_proving ? RangeKind::SelfProving : RangeKind::Foreign;
}

}  // namespace

void write(const NumberRange& range, v1::NumberRange& wire) {
  wire.set_prefix(range.prefix);
  wire.set_length(static_cast<std::uint32_t>(range.length));
  wire.set_self_proving(range.kind == RangeKind::SelfProving);
  wire.set_key_version(range.key_version);
  for (const std::uint32_t version : range.older_keys) wire.add_older_key_versions(version);
}

NumberRange read(FieldReader& fields, const v1::NumberRange& wire) {
  NumberRange range{wire.prefix(),
                    wire.length(),
                    wire.key_version(),
                    kind_from(wire.self_proving()),
                    {wire.older_key_versions().begin(), wire.older_key_versions().end()}};
  if (!is_sound(range)) fields.complain("no card numbers can be in the number range");
  return range;
}

void write(const NumberRangesReply& reply, v1::NumberRangesReply& wire) {
  for (const NumberRangeRow& row : reply.ranges) {
    v1::NumberRangeRow& written = *wire.add_ranges();
    write(row.range, *written.mutable_range());
    written.set_made(row.made);
  }
}

NumberRangesReply read(FieldReader& fields, const v1::NumberRangesReply& wire) {
  NumberRangesReply reply;
  for (const v1::NumberRangeRow& row : wire.ranges())
    reply.ranges.push_back({read(fields, row.range()), row.made()});
  return reply;
}

void write(const AddRangeRequest& request, v1::AddRangeRequest& wire) {
  wire.set_prefix(request.prefix);
  wire.set_length(request.length);
  wire.set_self_proving(request.kind == RangeKind::SelfProving);
}

AddRangeRequest read(FieldReader&, const v1::AddRangeRequest& wire) {
  return {wire.prefix(), wire.length(), kind_from(wire.self_proving())};
}

void write(const AddRangeReply& reply, v1::AddRangeReply& wire) {
  write(reply.range, *wire.mutable_range());
  wire.set_already(reply.was_there);
}

AddRangeReply read(FieldReader& fields, const v1::AddRangeReply& wire) {
  return {read(fields, wire.range()), wire.already()};
}

void write(const RotateKeyRequest& request, v1::RotateKeyRequest& wire) {
  wire.set_prefix(request.prefix);
  wire.set_reason(request.reason);
  wire.set_operator_name(request.operator_name);
  wire.set_request_terminal(request.request.terminal.value());
  wire.set_request_counter(request.request.counter.value());
}

RotateKeyRequest read(FieldReader& fields, const v1::RotateKeyRequest& wire) {
  if (wire.request_counter() == 0) fields.complain("the request has no id");
  return {wire.prefix(),
          wire.reason(),
          wire.operator_name(),
          {TerminalId(wire.request_terminal()), RequestCounter(wire.request_counter())}};
}

void write(const RotateKeyReply& reply, v1::RotateKeyReply& wire) {
  write(reply.range, *wire.mutable_range());
  wire.set_version(reply.version);
  wire.set_repeated(reply.was_repeated);
  wire.set_origin(reply.event.origin.value());
  wire.set_seq(reply.event.seq.value());
}

RotateKeyReply read(FieldReader& fields, const v1::RotateKeyReply& wire) {
  return {read(fields, wire.range()), wire.version(), wire.repeated(),
          named_event(fields, wire.origin(), wire.seq())};
}

void write(const MakeNumbersRequest& request, v1::MakeNumbersRequest& wire) {
  wire.set_count(request.count);
  wire.set_prefix(request.prefix);
}

MakeNumbersRequest read(FieldReader&, const v1::MakeNumbersRequest& wire) {
  return {wire.count(), wire.prefix()};
}

void write(const MakeNumbersReply& reply, v1::MakeNumbersReply& wire) {
  for (const CardNumber& number : reply.numbers)
    wire.add_numbers(std::string(number.secret_digits()));
}

MakeNumbersReply read(FieldReader& fields, const v1::MakeNumbersReply& wire) {
  MakeNumbersReply reply;
  for (const std::string& digits : wire.numbers()) {
    const auto number = CardNumber::parse(digits);
    if (number) reply.numbers.push_back(*number);
    if (!number) fields.complain("something among the numbers is not a card number");
  }
  return reply;
}

}  // namespace perk::central
