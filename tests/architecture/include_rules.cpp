#include "tests/architecture/include_rules.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace perk::architecture {
namespace {

/// A part of the tree, and the parts that it may include. Of several that match a path, the first counts.
struct Part {
  std::string_view folder;
  std::array<std::string_view, 4> sees;
  std::string_view why;
};

constexpr std::string_view kAnything = "*";
constexpr std::string_view kSyncCore = "sync core";

constexpr std::array kParts = {
    Part{"ledger/", {"ledger/"}, "the domain knows only itself"},
    Part{kSyncCore, {"ledger/", kSyncCore}, "the protocol knows the domain and itself, no adapter"},
    Part{"sync/",
         {"ledger/", kSyncCore, "sync/"},
         "the protocol's adapters know neither of its ends"},
    Part{"store_node/terminal/",
         {"ledger/", kSyncCore, "sync/", "store_node/terminal/"},
         "what tills and a shop say to each other is known without knowing the shop"},
    Part{"store_node/",
         {"ledger/", kSyncCore, "sync/", "store_node/"},
         "a shop knows the domain and the protocol, never head office or tools"},
    Part{"central/admin/",
         {"ledger/", kSyncCore, "sync/", "central/admin/"},
         "what operators and head office say to each other is known without knowing head office"},
    Part{"central/",
         {"ledger/", kSyncCore, "sync/", "central/"},
         "head office knows the domain and the protocol, never a shop's insides or tools"},
    Part{"tests/", {kAnything}, ""},
    Part{"ops/", {kAnything}, "what ships must not need the tests"},
};

bool is_sync_core(std::string_view path) {
  return path.starts_with("sync/") && path.find('/', 5) == std::string_view::npos;
}

bool is_in_part(std::string_view path, std::string_view folder) {
  if (folder == kAnything) return true;
  if (folder == kSyncCore) return is_sync_core(path);
  return path.starts_with(folder);
}

const Part* part_of(std::string_view path) {
  const auto* found = std::find_if(kParts.begin(), kParts.end(),
                                   [&](const Part& part) { return is_in_part(path, part.folder); });
  return found == kParts.end() ? nullptr : found;
}

bool may_see(const Part& part, std::string_view path) {
  if (path.starts_with("tests/")) return part.folder == "tests/";
  return std::any_of(part.sees.begin(), part.sees.end(), [&](std::string_view folder) {
    return !folder.empty() && is_in_part(path, folder);
  });
}

/// Generated headers, and the headers (..._proto.h) in which a folder's codecs share their conversions.
bool is_protobuf(std::string_view header) {
  return header.ends_with(".pb.h") || header.ends_with("_proto.h") ||
         header.starts_with("google/protobuf/");
}

bool may_see_protobuf(std::string_view path) {
  const auto name = path.substr(path.rfind('/') + 1);
  return name.ends_with("_proto.h") ||
         (name.ends_with(".cpp") && name.find("codec") != std::string_view::npos);
}

bool is_standard(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
  });
}

/// The standard headers that bring the outside world, or an order that differs from run to run.
constexpr std::array<std::string_view, 22> kImpureHeaders = {
    "chrono",        "ctime",        "random",     "thread",     "mutex",
    "shared_mutex",  "atomic",       "future",     "semaphore",  "condition_variable",
    "latch",         "barrier",      "stop_token", "iostream",   "fstream",
    "filesystem",    "istream",      "coroutine",  "syncstream", "csignal",
    "unordered_map", "unordered_set"};

/// A library's headers, and the one folder whose job it is to wrap them.
struct Library {
  std::string_view header;
  std::string_view home;
};

constexpr std::array kLibraries = {
    Library{"pqxx/", "central/postgres/"},  Library{"libpq-fe.h", "central/postgres/"},
    Library{"libpq/", "central/postgres/"}, Library{"sqlite3.h", "store_node/sqlite/"},
    Library{"sodium", "sync/crypto/"},      Library{"zstd", "sync/wire/"},
    Library{"toml++/", "sync/process/"},    Library{"nlohmann/", "ops/"},
    Library{"openssl/", "sync/tls/"},       Library{"boost/asio/ssl", "sync/tls/"},
};

}  // namespace

bool is_pure(const SourceFile& file) { return file.is_in("ledger/") || is_sync_core(file.path); }

std::vector<Breach> outward_includes(const SourceFile& file) {
  std::vector<Breach> breaches;
  const Part* part = part_of(file.path);
  if (part == nullptr) return breaches;
  for (const auto& include : includes_of(file)) {
    if (!include.is_ours || include.name.ends_with(".pb.h")) continue;
    const std::string what = "includes \"" + include.name + "\"";
    if (part_of(include.name) == nullptr) {
      breaches.push_back({file.path, include.line, what,
                          "our headers are named from the tree's root",
                          "write its whole path, such as \"ledger/money.h\""});
    } else if (!may_see(*part, include.name)) {
      breaches.push_back({file.path, include.line, what, std::string(part->why),
                          "move what both need inward, or pass it in through a port"});
    }
  }
  return breaches;
}

std::vector<Breach> impure_includes(const SourceFile& file) {
  std::vector<Breach> breaches;
  if (!is_pure(file)) return breaches;
  for (const auto& include : includes_of(file)) {
    if (include.is_ours) continue;
    const bool is_impure = std::find(kImpureHeaders.begin(), kImpureHeaders.end(), include.name) !=
                           kImpureHeaders.end();
    if (is_standard(include.name) && !is_impure) continue;
    breaches.push_back(
        {file.path, include.line, "includes <" + include.name + ">",
         "the domain and the protocol must give the same answer on every run and machine",
         "take time, chance and the outside world as arguments or ports"});
  }
  return breaches;
}

std::vector<Breach> escaped_libraries(const SourceFile& file) {
  std::vector<Breach> breaches;
  for (const auto& include : includes_of(file)) {
    if (is_protobuf(include.name) && !may_see_protobuf(file.path)) {
      breaches.push_back({file.path, include.line, "includes the protobuf header " + include.name,
                          "only a codec's .cpp, and a ..._proto.h for it, sees protobuf",
                          "use the plain struct, and convert it in a file named ..._codec.cpp"});
    }
    if (include.is_ours || file.is_in("tests/")) continue;
    for (const auto& library : kLibraries) {
      if (!include.name.starts_with(library.header) || file.is_in(library.home)) continue;
      breaches.push_back({file.path, include.line, "includes <" + include.name + ">",
                          "only " + std::string(library.home) + " wraps that library",
                          "call the adapter in that folder, or extend it"});
    }
  }
  return breaches;
}

}  // namespace perk::architecture
