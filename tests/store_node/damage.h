// Damages a store's database file, which nobody has open, as a dying disk would. For tests.
#pragma once

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace perk::test {

inline constexpr std::int64_t kPageBytes = 4'096;

/// What a query on the file says, a number in one row.
inline std::int64_t number_in(const std::string& path, const std::string& sql) {
  sqlite3* database = nullptr;
  sqlite3_stmt* row = nullptr;
  sqlite3_open(path.c_str(), &database);
  sqlite3_prepare_v2(database, sql.c_str(), -1, &row, nullptr);
  EXPECT_EQ(sqlite3_step(row), SQLITE_ROW) << sql;
  const std::int64_t number = sqlite3_column_int64(row, 0);
  sqlite3_finalize(row);
  sqlite3_close(database);
  return number;
}

/// The page where a table or an index of the file begins, counted from 1.
inline std::int64_t root_page(const std::string& path, const std::string& name) {
  return number_in(path, "SELECT rootpage FROM sqlite_master WHERE name = '" + name + "'");
}

/// A page in the middle of those that hold a table's rows.
inline std::int64_t middle_leaf_page(const std::string& path, const std::string& table) {
  const std::string leaves = "FROM dbstat WHERE name = '" + table + "' AND pagetype = 'leaf' ";
  return number_in(path, "SELECT pageno " + leaves +
                             "ORDER BY path LIMIT 1 OFFSET (SELECT count(*) / 2 " + leaves + ")");
}

inline void overwrite_pages(const std::string& path, std::int64_t first, std::int64_t count) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekp((first - 1) * kPageBytes);
  file << std::string(static_cast<std::size_t>(count * kPageBytes), '\xff');
  EXPECT_TRUE(file.flush());
}

}  // namespace perk::test
