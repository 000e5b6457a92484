// A thin, owning layer over sqlite3's C interface: connections, prepared statements, transactions.
// Faults are thrown as SqliteFault and never leave store_node/sqlite: the journal turns them into
// StorageErrors. One thread at a time for each connection and its statements.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3;
struct sqlite3_stmt;

namespace perk::store_node::sqlite {

class SqliteFault : public std::runtime_error {
 public:
  /// `code`: SQLite's extended result code.
  SqliteFault(int code, const std::string& detail) : std::runtime_error(detail), code_(code) {}
  [[nodiscard]] bool is_damage() const;  ///< The file is not a sound database.
  [[nodiscard]] bool may_pass() const;   ///< Trying again later may work.
  /// Bytes could not be written at all (no room): a COMMIT that fails so has not happened, and cannot
  /// come back, because its last frame is the one that makes it count. A failed sync is another matter.
  [[nodiscard]] bool is_unwritten() const;

 private:
  int code_;
};

enum class OpenMode { ReadWrite, Create, ReadOnly };

class Database {
 public:
  Database(const std::string& path, OpenMode mode);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  void execute(const std::string& sql);
  [[nodiscard]] std::string query_text(const std::string& sql);
  [[nodiscard]] std::int64_t query_number(const std::string& sql);
  [[nodiscard]] bool is_in_transaction() const;
  [[nodiscard]] sqlite3* handle() const { return handle_; }
  /// Rolls back if a transaction is open; never throws.
  void roll_back() noexcept;
  /// Reads the file's beginning from the disk itself; an error of the disk is thrown. What is in the file
  /// does not matter.
  void require_answer();
  /// Makes the write-ahead log, as it is now, durable, and its name.
  void sync_wal();
  /// PASSIVE checkpoint; the frames left in the WAL afterwards, none if it could not run.
  std::optional<int> checkpoint_passively() noexcept;

 private:
  sqlite3* handle_ = nullptr;
};

class Statement {
 public:
  Statement(Database& database, const std::string& sql);
  ~Statement();
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  /// Resets and clears; every use begins with it.
  Statement& again();
  Statement& bind(std::uint64_t number);  ///< Next parameter; the signed number of the same bits.
  Statement& bind(std::span<const std::uint8_t> bytes);  ///< The bytes must live until the step.
  Statement& bind(std::string_view text);
  Statement& bind_null();

  [[nodiscard]] bool step();  ///< Whether there is a row.
  void run();                 ///< A step that gives no row.
  [[nodiscard]] std::uint64_t number(int column) const;
  [[nodiscard]] std::vector<std::uint8_t> bytes(int column) const;
  [[nodiscard]] std::string text(int column) const;
  [[nodiscard]] bool is_null(int column) const;

 private:
  void check(int code) const;
  sqlite3* database_;
  sqlite3_stmt* handle_ = nullptr;
  int next_parameter_ = 1;
};

}  // namespace perk::store_node::sqlite
