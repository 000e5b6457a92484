#include "store_node/key_files.h"

#include <system_error>

#include "sync/crypto/private_file.h"

namespace perk::store_node {
namespace {

using sync::LogKey;

bool is_there(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

Result<std::optional<LogKey>, std::string> load_if_there(const std::string& path) {
  if (!is_there(path)) return std::optional<LogKey>();
  auto key = LogKey::load(path);
  if (!key) return failed(key.error());
  return std::optional(std::move(key).value());
}

Result<Done, std::string> complain(const std::string& path, const Result<Done, std::string>& done) {
  if (done) return Done{};
  return failed("The key file " + path + " " + done.error() + ".");
}

}  // namespace

Result<SigningKeys::Held, std::string> KeyFiles::load() const {
  auto in_force = LogKey::load(present());
  if (!in_force) return failed(in_force.error());
  auto next_one = load_if_there(next());
  if (!next_one) return failed(next_one.error());
  auto former_one = load_if_there(former());
  if (!former_one) return failed(former_one.error());
  SigningKeys::Held held{std::move(in_force).value(), std::move(former_one).value(),
                         std::move(next_one).value()};
  // Kept aside already, by a change that was interrupted before the next key took its place.
  if (held.former && held.former->public_key() == held.present.public_key()) held.former.reset();
  return held;
}

Result<PublicKey, std::string> KeyFiles::make_next() const {
  const auto in_force = LogKey::load(present());
  if (!in_force) return failed(in_force.error());
  const auto made = load_if_there(next());
  if (!made) return failed(made.error());
  if (made.value()) return made.value()->public_key();
  const LogKey key = LogKey::generate();
  if (auto saved = key.save(next()); !saved) return failed(saved.error());
  return key.public_key();
}

Result<Done, std::string> KeyFiles::put_next_in_force() const {
  if (!is_there(next())) return Done{};
  const auto in_force = LogKey::load(present());
  if (!in_force) return failed(in_force.error());
  if (auto kept = in_force.value().save_over(former()); !kept) return kept;
  return complain(next(), sync::rename_file(next(), present()));
}

Result<Done, std::string> KeyFiles::tidy(const std::vector<LogKeyChange>& changes, Seq held_through,
                                         WallTime now) const {
  if (changes.empty()) return Done{};
  const LogKeyChange& last = changes.back();
  const auto held = load();
  if (!held) return failed(held.error());
  const SigningKeys::Held& keys = held.value();
  if (keys.next && keys.next->public_key() == last.next) return put_next_in_force();
  // A log that ran back to before the last change says the former one; head office judges it.
  const bool is_here = keys.present.public_key() == last.next ||
                       (keys.former && keys.former->public_key() == last.next);
  if (!is_here)
    return failed("The log goes on under the key " + to_hex(last.next) + ", and neither " +
                  present() + " nor " + next() + " is it: put it back.");
  const bool is_followed = keys.present.public_key() == last.next && keys.former &&
                           keys.former->public_key() == last.former;
  const bool is_needed = held_through < last.seq || now - last.since < kFormerKeyKept;
  if (!is_followed || is_needed) return Done{};
  return complain(former(), sync::remove_file(former()));
}

}  // namespace perk::store_node
