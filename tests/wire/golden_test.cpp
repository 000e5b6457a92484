// The bytes that are in logs and on wires already must stay what they are. Golden files are only ever
// added: PERK_WRITE_GOLDEN=yes writes those that are missing, and never touches one that is there.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "store_node/terminal/terminal_codec.h"
#include "sync/crypto/keys.h"
#include "sync/wire/event_codec.h"
#include "sync/wire/frame_assembler.h"
#include "sync/wire/message_codec.h"
#include "tests/wire/golden_story.h"
#include "tests/wire/hex.h"

namespace perk::sync {
namespace {

namespace fs = std::filesystem;
using test::golden_bytes;
using test::GoldenBytes;
using Bytes = std::vector<std::uint8_t>;

const fs::path kFolder = "tests/golden/v1";  // Tests run in the tree's root.
const fs::path kReadme = "tests/golden/README.md";

fs::path file_of(const std::string& name) { return kFolder / (name + ".hex"); }

/// Hex digits of all lines but the comments.
std::optional<Bytes> read(const std::string& name) {
  std::ifstream file(file_of(name));
  if (!file) return std::nullopt;
  std::string digits;
  for (std::string line; std::getline(file, line);) {
    if (!line.starts_with('#')) digits += line;
  }
  return test::from_hex(digits);
}

Bytes must_read(const std::string& name) {
  const auto bytes = read(name);
  EXPECT_TRUE(bytes) << file_of(name) << " is missing";
  return bytes.value_or(Bytes{});
}

void write(const GoldenBytes& golden) {
  std::ofstream file(file_of(golden.name));
  file << "# " << golden.says << '\n';
  const std::string digits = test::hex(golden.bytes);
  for (std::size_t at = 0; at < digits.size(); at += 64) file << digits.substr(at, 64) << '\n';
}

bool may_write() {
  const char* const wish = std::getenv("PERK_WRITE_GOLDEN");
  return wish != nullptr && std::string(wish) == "yes";
}

Result<Frame, FrameError> unframed(const Bytes& bytes) {
  const FrameLimits limits;
  const auto header = decode_frame_header(std::span(bytes).first<kFrameHeaderBytes>(), limits);
  if (!header) return failed(header.error());
  return decode_frame_body(header.value(), {bytes.begin() + kFrameHeaderBytes, bytes.end()},
                           limits);
}

TEST(Golden, WhatThisBuildWritesIsWhatWasAlwaysWritten) {
  for (const GoldenBytes& golden : golden_bytes()) {
    const auto bytes = read(golden.name);
    if (!bytes && may_write()) {
      write(golden);
      ADD_FAILURE() << file_of(golden.name)
                    << " is new: look at it, then test again without PERK_WRITE_GOLDEN";
    } else {
      ASSERT_TRUE(bytes) << file_of(golden.name)
                         << " is missing; PERK_WRITE_GOLDEN=yes writes what is missing";
      EXPECT_EQ(test::hex(*bytes), test::hex(golden.bytes)) << file_of(golden.name);
    }
  }
}

TEST(Golden, EveryEventIsReadAsItWasMeant) {
  for (const auto& golden : test::golden_events()) {
    const auto event = decode_event(must_read("event_" + golden.name));
    ASSERT_TRUE(event) << golden.name << ": " << event.error().why;
    EXPECT_EQ(event.value(), golden.event) << golden.name;
  }
}

TEST(Golden, EveryEventStillFolds) {
  for (const auto& golden : test::golden_events()) {
    const auto event = decode_event(must_read("event_" + golden.name));
    ASSERT_TRUE(event) << golden.name;
    EXPECT_TRUE(is_foldable(event.value())) << golden.name;
  }
}

TEST(Golden, EveryMessageIsReadAsItWasMeant) {
  for (const auto& golden : test::golden_messages()) {
    const auto frame = unframed(must_read("frame_" + golden.name));
    ASSERT_TRUE(frame) << golden.name << ": " << to_string(frame.error());
    const auto message = decode_message(frame.value());
    ASSERT_TRUE(message) << golden.name << ": " << message.error().why;
    EXPECT_EQ(message.value(), golden.message) << golden.name;
  }
}

TEST(Golden, ACompressedFrameIsReadWhateverThisBuildWouldWrite) {
  // Written once with zstd 1.5.4, level 3: 2,000 bytes counting up, again and again. How zstd packs
  // them may change with its version; that this can be unpacked may not.
  Frame expected{5, Bytes(2'000)};
  for (std::size_t i = 0; i < expected.payload.size(); ++i)
    expected.payload[i] = static_cast<std::uint8_t>(i);
  if (!read("frame_compressed") && may_write()) {
    write({"frame_compressed", "2,000 bytes counting up, compressed; only read, never compared",
           encode_frame(expected, {})});
  }
  const Bytes bytes = must_read("frame_compressed");
  ASSERT_EQ(bytes.at(9), 1) << "the flag of compression";
  const auto frame = unframed(bytes);
  ASSERT_TRUE(frame) << to_string(frame.error());
  EXPECT_EQ(frame.value(), expected);
}

TEST(Golden, TheReceiptIsReadAndStillProvesItsEvent) {
  const auto frame = unframed(must_read("receipt"));
  ASSERT_TRUE(frame);
  const auto message = store_node::decode_terminal_message(frame.value());
  ASSERT_TRUE(message) << message.error().why;
  const Receipt receipt = std::get<store_node::HandBack>(message.value()).receipts.at(0);
  EXPECT_EQ(receipt, test::golden_receipt());
  PublicKey key;
  const Bytes key_bytes = must_read("public_key");
  ASSERT_EQ(key_bytes.size(), key.bytes.size());
  std::copy(key_bytes.begin(), key_bytes.end(), key.bytes.begin());
  EXPECT_TRUE(is_genuine(receipt, key));
}

TEST(Golden, EveryFileIsHeldByATest) {
  std::set<std::string> known{"frame_compressed.hex"};
  for (const GoldenBytes& golden : golden_bytes()) known.insert(golden.name + ".hex");
  std::set<std::string> found;
  for (const auto& entry : fs::directory_iterator(kFolder))
    found.insert(entry.path().filename().string());
  EXPECT_EQ(found, known);
}

/// The blocks of the README that begin with "```hex NAME": the digits before each line's bar.
std::map<std::string, std::string> blocks_of_readme() {
  std::ifstream readme(kReadme);
  std::map<std::string, std::string> blocks;
  std::string name;
  for (std::string line; std::getline(readme, line);) {
    if (line.starts_with("```")) {
      name = line.starts_with("```hex ") ? line.substr(7) : "";
    } else if (!name.empty()) {
      blocks[name] += test::hex(test::from_hex(line.substr(0, line.find('|'))));
    }
  }
  return blocks;
}

TEST(Golden, TheWorkedExampleHasTheBytesOfTheFiles) {
  const auto blocks = blocks_of_readme();
  for (const auto* name :
       {"card_id", "event_card_issued", "event_value_loaded", "event_value_redeemed", "log_chain",
        "head", "head_signature", "public_key", "shard_chain", "frame_batch_of_log"}) {
    EXPECT_TRUE(blocks.contains(name)) << kReadme << " does not show " << name;
  }
  for (const auto& [name, digits] : blocks) EXPECT_EQ(digits, test::hex(must_read(name))) << name;
}

}  // namespace
}  // namespace perk::sync
