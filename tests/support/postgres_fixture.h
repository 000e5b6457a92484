// Real PostgreSQL for tests. A test that needs it and does not get it fails; it is never skipped.
#pragma once

#include <cstdio>
#include <filesystem>
#include <string>

namespace perk::test {

/// An empty database of this test's own in the server that ctest shares (build/*/postgres). That server
/// was made with --fast: it is not for tests that kill it. Dropped with the object.
class TestDatabase {
 public:
  TestDatabase();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  [[nodiscard]] const std::string& conninfo() const { return conninfo_; }

 private:
  std::string server_;
  std::string name_;
  std::string conninfo_;
};

/// A server of this test's own, durable, that the test may kill. It is removed with the object, and
/// also when the test's process dies in whatever way: a watchdog waits for that.
class PrivatePostgres {
 public:
  PrivatePostgres();
  ~PrivatePostgres();
  PrivatePostgres(const PrivatePostgres&) = delete;
  PrivatePostgres& operator=(const PrivatePostgres&) = delete;

  [[nodiscard]] const std::string& conninfo() const { return conninfo_; }
  /// All its files: data, write-ahead log, and what it says.
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }
  /// SIGKILL to all of it; returns when it is dead.
  void kill();
  /// Returns when it answers again, at the same address.
  void start();

 private:
  [[nodiscard]] std::string control(const std::string& command) const;

  std::filesystem::path directory_;
  std::FILE* watchdog_ = nullptr;
  std::string conninfo_;
};

}  // namespace perk::test
