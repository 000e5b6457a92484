#include "store_node/sqlite/database.h"

#include <array>

#include <sqlite3.h>

#include "ledger/check.h"

namespace perk::store_node::sqlite {
namespace {

[[noreturn]] void raise(sqlite3* database, int code) {
  const char* const said = database != nullptr ? sqlite3_errmsg(database) : sqlite3_errstr(code);
  throw SqliteFault(code, said);
}

int flags_of(OpenMode mode) {
  switch (mode) {
    case OpenMode::ReadOnly:
      return SQLITE_OPEN_READONLY;
    case OpenMode::Create:
      return SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    case OpenMode::ReadWrite:
      break;
  }
  return SQLITE_OPEN_READWRITE;
}

constexpr int kBusyTimeoutMillis = 5'000;  // Only the uplink's short reads can be in the way.

constexpr std::size_t kHeaderBytes = 100;  // Of a database file (sqlite.org/fileformat2.html).

}  // namespace

bool SqliteFault::is_damage() const {
  const int primary = code_ & 0xff;
  return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
}
bool SqliteFault::may_pass() const {
  const int primary = code_ & 0xff;
  return primary == SQLITE_FULL || primary == SQLITE_IOERR || primary == SQLITE_BUSY ||
         primary == SQLITE_LOCKED || primary == SQLITE_NOMEM;
}
bool SqliteFault::is_unwritten() const {
  return (code_ & 0xff) == SQLITE_FULL || code_ == SQLITE_IOERR_WRITE;
}

Database::Database(const std::string& path, OpenMode mode) {
  const int code = sqlite3_open_v2(path.c_str(), &handle_, flags_of(mode), nullptr);
  if (code == SQLITE_OK) {
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, kBusyTimeoutMillis);
    return;
  }
  const SqliteFault fault(code, handle_ != nullptr ? sqlite3_errmsg(handle_) : "no memory");
  sqlite3_close_v2(handle_);
  throw fault;
}

Database::~Database() { sqlite3_close_v2(handle_); }

void Database::execute(const std::string& sql) {
  const int code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) raise(handle_, code);
}

std::string Database::query_text(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? statement.text(0) : std::string();
}

std::int64_t Database::query_number(const std::string& sql) {
  Statement statement(*this, sql);
  return statement.step() ? static_cast<std::int64_t>(statement.number(0)) : 0;
}

bool Database::is_in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void Database::roll_back() noexcept {
  if (is_in_transaction()) sqlite3_exec(handle_, "ROLLBACK", nullptr, nullptr, nullptr);
}

void Database::require_answer() {
  sqlite3_file* file = nullptr;
  const int found = sqlite3_file_control(handle_, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (found != SQLITE_OK) raise(nullptr, found);
  std::array<char, kHeaderBytes> header{};
  const int code = file->pMethods->xRead(file, header.data(), static_cast<int>(kHeaderBytes), 0);
  if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) raise(nullptr, code);
}

void Database::sync_wal() {
  sqlite3_file* file = nullptr;
  const int found = sqlite3_file_control(handle_, "main", SQLITE_FCNTL_JOURNAL_POINTER, &file);
  if (found != SQLITE_OK) raise(nullptr, found);
  if (file->pMethods == nullptr) return;  // There is none.
  const int code = file->pMethods->xSync(file, SQLITE_SYNC_NORMAL);
  if (code != SQLITE_OK) raise(nullptr, code);
}

std::optional<int> Database::checkpoint_passively() noexcept {
  int frames = 0;
  int moved = 0;
  const int code =
      sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, &frames, &moved);
  if (code != SQLITE_OK) return std::nullopt;
  return frames - moved;
}

Statement::Statement(Database& database, const std::string& sql) : database_(database.handle()) {
  const int code =
      sqlite3_prepare_v3(database_, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &handle_, nullptr);
  if (code != SQLITE_OK) raise(database_, code);
}

Statement::~Statement() { sqlite3_finalize(handle_); }

void Statement::check(int code) const {
  if (code != SQLITE_OK) raise(database_, code);
}

Statement& Statement::again() {
  sqlite3_reset(handle_);
  sqlite3_clear_bindings(handle_);
  next_parameter_ = 1;
  return *this;
}

Statement& Statement::bind(std::uint64_t number) {
  check(sqlite3_bind_int64(handle_, next_parameter_++, static_cast<std::int64_t>(number)));
  return *this;
}

Statement& Statement::bind(std::span<const std::uint8_t> bytes) {
  const void* const data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
  check(sqlite3_bind_blob64(handle_, next_parameter_++, data, bytes.size(), SQLITE_STATIC));
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  check(sqlite3_bind_text64(handle_, next_parameter_++, text.data(), text.size(), SQLITE_TRANSIENT,
                            SQLITE_UTF8));
  return *this;
}

Statement& Statement::bind_null() {
  check(sqlite3_bind_null(handle_, next_parameter_++));
  return *this;
}

bool Statement::step() {
  const int code = sqlite3_step(handle_);
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(handle_);
    return false;
  }
  sqlite3_reset(handle_);
  raise(database_, code);
}

void Statement::run() {
  const bool has_row = step();
  PERK_CHECK(!has_row, "a statement that only writes gives no rows");
}

std::uint64_t Statement::number(int column) const {
  return static_cast<std::uint64_t>(sqlite3_column_int64(handle_, column));
}

std::vector<std::uint8_t> Statement::bytes(int column) const {
  const auto* const data = static_cast<const std::uint8_t*>(sqlite3_column_blob(handle_, column));
  const auto size = static_cast<std::size_t>(sqlite3_column_bytes(handle_, column));
  if (data == nullptr) return {};
  return {data, data + size};
}

std::string Statement::text(int column) const {
  const std::vector<std::uint8_t> letters = bytes(column);
  return {letters.begin(), letters.end()};
}

bool Statement::is_null(int column) const {
  return sqlite3_column_type(handle_, column) == SQLITE_NULL;
}

}  // namespace perk::store_node::sqlite
