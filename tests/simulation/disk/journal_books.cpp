#include "tests/simulation/disk/journal_books.h"

#include <optional>

namespace perk::test {
namespace {

using namespace store_node;

/// Keeps the first failure of many reads.
class Reading {
 public:
  template <typename T>
  void take(Result<T, StorageError> read, T& into) {
    if (read) {
      into = std::move(read).value();
    } else if (!error_) {
      error_ = read.error();
    }
  }
  void check(const Result<Done, StorageError>& done) {
    if (!done && !error_) error_ = done.error();
  }
  [[nodiscard]] const std::optional<StorageError>& error() const { return error_; }

 private:
  std::optional<StorageError> error_;
};

template <typename T>
auto into(std::vector<T>& all) {
  return [&all](const T& each) { all.push_back(each); };
}

void look_up(Journal& journal, const std::vector<RequestId>& requests, Reading& reading,
             std::map<RequestId, Remembered>& answers) {
  for (const RequestId& request : requests) {
    std::optional<Remembered> answer;
    reading.take(journal.find_request(request), answer);
    if (answer) answers.emplace(request, *answer);
  }
}

}  // namespace

Result<JournalBooks, StorageError> read_books(Journal& journal,
                                              const std::vector<RequestId>& requests) {
  JournalBooks books;
  Reading reading;
  books.identity = journal.identity();
  reading.take(journal.head(), books.head);
  reading.take(journal.cursors(), books.cursors);
  reading.take(journal.synced_through(), books.synced_through);
  reading.check(journal.replay_own(into(books.own)));
  reading.check(journal.replay_past(into(books.past)));
  reading.check(journal.replay_handed_back(into(books.handed_back)));
  for (const sync::Cursor& cursor : books.cursors)
    reading.check(journal.replay_shard(cursor.feed.as_shard(), into(books.shards)));
  look_up(journal, requests, reading, books.answers);
  if (reading.error()) return failed(*reading.error());
  return books;
}

std::string difference(const JournalBooks& found, const JournalBooks& expected) {
  std::string parts;
  const auto compare = [&parts](const auto& one, const auto& other, const std::string& name) {
    if (!(one == other)) parts += (parts.empty() ? "" : ", ") + name;
  };
  compare(found.identity, expected.identity, "the identity");
  compare(found.head, expected.head,
          "the head (" + std::to_string(found.head.seq.value()) + ", not " +
              std::to_string(expected.head.seq.value()) + ")");
  compare(found.own, expected.own, "own events");
  compare(found.cursors, expected.cursors, "cursors");
  compare(found.shards, expected.shards, "the replica");
  compare(found.past, expected.past, "past events");
  compare(found.handed_back, expected.handed_back, "receipts");
  compare(found.synced_through, expected.synced_through, "what is synced");
  compare(found.answers, expected.answers, "answers to requests");
  return parts;
}

}  // namespace perk::test
