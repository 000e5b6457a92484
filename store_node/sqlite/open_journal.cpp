#include "store_node/sqlite/open_journal.h"

#include <filesystem>

#include "store_node/sqlite/former_logs.h"
#include "store_node/sqlite/salvage.h"

namespace perk::store_node {
namespace {

namespace fs = std::filesystem;

/// A name that nothing has yet.
std::string free_name(const std::string& path, const std::string& stamp) {
  std::string name = path + ".damaged-" + stamp;
  for (int number = 2; fs::exists(name); ++number)
    name = path + ".damaged-" + stamp + "-" + std::to_string(number);
  return name;
}

/// What becomes of the damaged file's log, in a sentence. The shop opens whatever that is.
std::string keep_readable(const std::string& path, StoreId store) {
  const auto salvaged = salvage(path, store);
  if (!salvaged) return salvaged.error();
  if (!salvaged.value()) return "Nobody can say which log it held.";
  return std::to_string(salvaged.value()->events) + " events of log " +
         to_string(salvaged.value()->incarnation) + " could be read, and are kept in " +
         salvaged.value()->database.string() + ".";
}

Result<std::string, OpenFailure> set_damaged_aside(const std::string& path,
                                                   const std::string& stamp) {
  const std::string name = free_name(path, stamp);
  if (const auto done = set_aside(path, name); !done)
    return failed(OpenFailure{OpenFailure::Kind::Unusable, "It is damaged. " + done.error()});
  return name;
}

}  // namespace

Result<OpenedJournal, OpenFailure> open_journal(const std::string& path, StoreId store,
                                                const std::function<Origin()>& draw_incarnation,
                                                const std::string& stamp, SqliteLimits limits) {
  const LogIdentity fresh{store, draw_incarnation()};
  OpenedJournal opened;
  auto journal = SqliteJournal::open(path, fresh, limits);
  if (!journal && journal.error().kind == OpenFailure::Kind::Damaged) {
    const std::string kept = keep_readable(path, store);
    const auto name = set_damaged_aside(path, stamp);
    if (!name) return failed(name.error());
    opened.set_aside =
        journal.error().sentence + " It was set aside as " + name.value() + ". " + kept;
    journal = SqliteJournal::open(path, fresh, limits);
  }
  if (!journal) return failed(journal.error());
  opened.journal = std::move(journal).value();
  note_log(path, opened.journal->identity().incarnation);
  opened.is_new = opened.journal->identity() == fresh;
  return opened;
}

}  // namespace perk::store_node
