#include "tests/architecture/call_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace perk::architecture {
namespace {

/// A file that may, and why.
struct Permission {
  std::string_view path;
  std::string_view reason;
};

constexpr std::array<Permission, 5> kMayPromise{{
    {"central/appender.cpp", "head office's commit was reported"},
    {"central/rights/handed_back.cpp", "head office's commits were reported"},
    {"store_node/group.cpp", "the shop's commit was reported"},
    {"sync/wire/stream_codec.cpp", "what a peer promises"},
    {"sync/replicator_streaming.cpp", "hands a peer's promise on"},
}};
constexpr std::array<Permission, 1> kMayParse{{
    {"sync/wire/parse_proto.h", "the quiet way to do it"},
}};

constexpr std::array<Permission, 2> kMayReachOut{{
    {"sync/net/listener.cpp", "does what it is told"},
    {"sync/tls/doorway.cpp", "with TLS only"},
}};

constexpr std::array<std::string_view, 1> kOutside{"Reach::AnyAddress"};
constexpr std::array<std::string_view, 1> kPromises{"Durable::reported"};
constexpr std::array<std::string_view, 6> kParsers{
    "ParseFromArray",         "ParseFromString", "ParsePartialFromArray",
    "ParsePartialFromString", "MergeFromString", "ParseFromIstream"};

template <typename Permissions>
bool may(const SourceFile& file, const Permissions& permissions) {
  return !file.is_cpp() || file.is_in("tests/") ||
         std::ranges::find(permissions, file.path, &Permission::path) != permissions.end();
}

/// Each line that calls one of `names`, as `breach` says it.
template <typename Names>
std::vector<Breach> calls_of(const SourceFile& file, const Names& names, const Breach& breach) {
  std::vector<Breach> breaches;
  for (std::size_t index = 0; index < file.lines.size(); ++index) {
    const auto code = code_of(file.lines[index]);
    for (const auto name : names) {
      if (!has_word(code, name)) continue;
      breaches.push_back({file.path, static_cast<int>(index) + 1, "calls " + std::string(name),
                          breach.why, breach.remedy});
    }
  }
  return breaches;
}

}  // namespace

std::vector<Breach> unfounded_promises(const SourceFile& file) {
  if (may(file, kMayPromise)) return {};
  return calls_of(file, kPromises,
                  {"", 0, "", "an Ack may follow only a commit that was reported durable",
                   "hand on the Durable of who reported it, or give a reason in kMayPromise"});
}

std::vector<Breach> open_doors(const SourceFile& file) {
  if (may(file, kMayReachOut)) return {};
  return calls_of(file, kOutside,
                  {"", 0, "", "what is heard beyond this machine goes by TLS",
                   "open a Doorway (sync/tls/doorway.h) with the program's Security"});
}

std::vector<Breach> noisy_parsers(const SourceFile& file) {
  if (may(file, kMayParse)) return {};
  return calls_of(file, kParsers,
                  {"", 0, "", "protobuf prints on stderr what a peer sent wrong",
                   "use parse_quietly (sync/wire/parse_proto.h), and refuse in words"});
}

}  // namespace perk::architecture
