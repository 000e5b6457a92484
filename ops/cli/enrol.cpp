#include "ops/cli/enrol.h"

#include <filesystem>
#include <system_error>

#include "store_node/enrolment.h"
#include "sync/crypto/keys.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;
using Why = NotEnrolled::Why;

Failed<NotEnrolled> not_enrolled(Why why, std::string sentence) {
  return failed(NotEnrolled{why, std::move(sentence)});
}

Result<sync::LogKey, std::string> log_key_in(const fs::path& directory) {
  const fs::path path = directory / "log.key";
  std::error_code error;
  if (fs::exists(path, error)) return sync::LogKey::load(path.string());
  sync::LogKey key = sync::LogKey::generate();
  const auto saved = key.save(path.string());
  if (!saved) return failed(std::string(saved.error()));
  return key;
}

Result<store_node::Enrolment, std::string> enrolment_of(const central::EnrolReply& reply) {
  store_node::Enrolment enrolment{reply.store,       reply.name, reply.currency,
                                  reply.shard_count, {},         reply.number_ranges};
  for (const central::NumberKeyRow& row : reply.number_keys) {
    std::array<std::uint8_t, 32> bytes{};
    if (row.key.size() != bytes.size()) {
      return failed(std::string("Head office sent a card-number key that is not 32 bytes long."));
    }
    std::copy(row.key.begin(), row.key.end(), bytes.begin());
    enrolment.number_keys.emplace_back(row.version, bytes);
  }
  return enrolment;
}

/// Writes the enrolment, in the place of the one that is there if that is this very store's: keys and
/// number ranges may have been added since.
Result<Done, std::string> keep(const fs::path& path, const store_node::Enrolment& enrolment) {
  std::error_code error;
  if (!fs::exists(path, error)) return store_node::write_enrolment(path, enrolment);
  const auto there = store_node::read_enrolment(path);
  if (there && there.value().store == enrolment.store)
    return store_node::replace_enrolment(path, enrolment);
  return failed(path.string() +
                " is there already and is not this store's enrolment; choose another directory.");
}

}  // namespace

Result<central::EnrolReply, NotEnrolled> enrol_store(const EnrolStore& what, const Ask& ask) {
  const fs::path directory = what.directory;
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return not_enrolled(Why::Files, "Cannot make the directory " + directory.string() + ": " +
                                        error.message() + ".");
  }
  const auto key = log_key_in(directory);
  if (!key) return not_enrolled(Why::Files, key.error());
  const auto answer = ask(central::EnrolRequest{what.name, key.value().public_key()});
  if (!answer) return not_enrolled(Why::Unreachable, answer.error());
  if (const auto* fault = std::get_if<central::AdminFault>(&answer.value())) {
    return not_enrolled(fault->code == "database_unreachable" ? Why::Unreachable : Why::Refused,
                        fault->sentence);
  }
  const auto* reply = std::get_if<central::EnrolReply>(&answer.value());
  if (reply == nullptr) {
    return not_enrolled(Why::Refused, "Head office answered something else than an enrolment.");
  }
  const auto enrolment = enrolment_of(*reply);
  if (!enrolment) return not_enrolled(Why::Refused, enrolment.error());
  const auto kept = keep(directory / "enrolment.toml", enrolment.value());
  if (!kept) return not_enrolled(Why::Files, kept.error());
  return *reply;
}

}  // namespace perk::ops
