// Whether an admin message crosses the line whole: that all its fields are written is checked on the
// schema, and that all are read by writing again what was read. For messages with every field set.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "central/admin/admin_codec.h"
#include "perk/v1/admin.pb.h"

namespace perk::test {

/// The first field, at any depth, that is not set; empty if all are.
inline std::string unset_field(const google::protobuf::Message& message, bool is_choice) {
  const auto* const descriptor = message.GetDescriptor();
  const auto* const reflection = message.GetReflection();
  for (int at = 0; at < descriptor->field_count(); ++at) {
    const auto* const field = descriptor->field(at);
    const bool is_set = field->is_repeated() ? reflection->FieldSize(message, field) > 0
                                             : reflection->HasField(message, field);
    if (!is_set && is_choice) continue;
    if (!is_set) return std::string(field->full_name());
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) continue;
    const auto& inner = field->is_repeated() ? reflection->GetRepeatedMessage(message, field, 0)
                                             : reflection->GetMessage(message, field);
    // A card is named in one of two ways.
    const bool is_card = inner.GetDescriptor()->name() == "CardRef";
    if (std::string unset = unset_field(inner, is_card); !unset.empty()) return unset;
  }
  return "";
}

inline void expect_request_survives(const central::AdminRequest& request) {
  const sync::Frame frame = central::encode_admin_request(request);
  v1::AdminRequest wire;
  ASSERT_TRUE(wire.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size())));
  EXPECT_EQ(unset_field(wire, true), "");
  const auto read = central::decode_admin_request(frame);
  ASSERT_TRUE(read) << read.error().why;
  EXPECT_EQ(read.value().index(), request.index());
  EXPECT_EQ(central::encode_admin_request(read.value()), frame);
}

inline void expect_reply_survives(const central::AdminReply& reply) {
  const sync::Frame frame = central::encode_admin_reply(reply);
  v1::AdminReply wire;
  ASSERT_TRUE(wire.ParseFromArray(frame.payload.data(), static_cast<int>(frame.payload.size())));
  EXPECT_EQ(unset_field(wire, true), "");
  const auto read = central::decode_admin_answer(frame);
  ASSERT_TRUE(read) << read.error().why;
  const auto* const heard = std::get_if<central::AdminReply>(&read.value());
  ASSERT_NE(heard, nullptr);
  EXPECT_EQ(heard->index(), reply.index());
  EXPECT_EQ(central::encode_admin_reply(*heard), frame);
}

/// Empty: it is not.
inline std::string why_refused(const v1::AdminRequest& wire) {
  sync::Frame frame{1, {}};
  const std::string bytes = wire.SerializeAsString();
  frame.payload.assign(bytes.begin(), bytes.end());
  const auto read = central::decode_admin_request(frame);
  return read ? "" : read.error().why;
}

}  // namespace perk::test
