#include "ops/simulate/till_proofs.h"

#include <filesystem>

namespace perk::ops {
namespace {

namespace fs = std::filesystem;
using Lines = Result<TillLines, std::string>;

std::string identity_of(const std::string& directory, TerminalId terminal) {
  const fs::path own = fs::path(directory) / std::to_string(terminal.value());
  std::error_code error;
  return fs::is_directory(own, error) ? own.string() : directory;
}

Lines by_certificates(const std::string& directory, const std::vector<Post>& posts, WallTime now) {
  TillLines lines;
  for (const Post& post : posts) {
    if (!post.store.store)
      return failed("say which store is at " + to_string(post.store) + ", as in --stores 3@" +
                    to_string(post.store) + ": its certificate is to say the same");
    const std::string place = identity_of(directory, post.terminal);
    auto own = sync::Identity::load(place, now);
    if (!own) return failed(own.error());
    const auto till = sync::Party::terminal(post.terminal.value());
    if (own.value().party() != till)
      return failed("the certificate in " + place + " is of " + to_string(own.value().party()) +
                    ", not of " + to_string(till));
    lines[post.terminal] = {sync::Security::tls(std::move(own).value()),
                            sync::Party::store(post.store.store->value())};
  }
  return lines;
}

Lines by_pairings(const std::vector<std::string>& files, const std::vector<Post>& posts) {
  std::map<sync::Party, sync::PairedKey> keys;
  for (const std::string& file : files) {
    auto key = sync::PairedKey::load(file);
    if (!key) return failed(key.error());
    const sync::Party till = key.value().terminal();
    keys.emplace(till, std::move(key).value());
  }
  TillLines lines;
  for (const Post& post : posts) {
    const auto till = sync::Party::terminal(post.terminal.value());
    const auto key = keys.find(till);
    if (key == keys.end()) return failed("no --pairing is of " + to_string(till));
    const sync::Party store = key->second.store();
    if (post.store.store && sync::Party::store(post.store.store->value()) != store)
      return failed("the pairing of " + to_string(till) + " is with " + to_string(store) +
                    ", and " + to_string(post.store) + " is another");
    lines[post.terminal] = {sync::Security::paired(key->second), store};
  }
  return lines;
}

}  // namespace

Lines open_till_lines(const ProofFiles& files, const std::vector<Post>& posts, WallTime now) {
  if (!files.tls_directory.empty() && !files.pairings.empty())
    return failed(
        std::string("tills show certificates (--tls) or are paired (--pairing), not both"));
  if (!files.tls_directory.empty()) return by_certificates(files.tls_directory, posts, now);
  if (!files.pairings.empty()) return by_pairings(files.pairings, posts);
  TillLines lines;
  for (const Post& post : posts) lines[post.terminal] = {};
  return lines;
}

}  // namespace perk::ops
