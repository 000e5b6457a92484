#include "tests/support/postgres_fixture.h"

#include <atomic>
#include <fstream>
#include <stdexcept>

#include <unistd.h>

#include "tests/support/shell.h"

namespace perk::test {
namespace {

namespace fs = std::filesystem;

std::string must(const std::string& command) {
  const ShellOutcome outcome = run_shell(command);
  if (outcome.exit_code != 0) throw std::runtime_error(command + ": " + outcome.output);
  return outcome.output;
}

/// The server that ctest started beside bin/.
std::string shared_server() {
  const fs::path file =
      fs::read_symlink("/proc/self/exe").parent_path().parent_path() / "postgres" / "conninfo";
  std::ifstream stream(file);
  std::string conninfo;
  if (!std::getline(stream, conninfo)) {
    throw std::runtime_error("there is no PostgreSQL for this test: run it with ctest, or first: " +
                             ("ops/postgres start " + file.parent_path().string()) + " --fast");
  }
  return conninfo;
}

std::string sql(const std::string& conninfo, const std::string& statement) {
  return "psql -X -q -v ON_ERROR_STOP=1 -d " + shell_word(conninfo) + " -c " +
         shell_word(statement);
}

std::string new_name() {
  static std::atomic<int> made{0};
  return "perk_test_" + std::to_string(getpid()) + "_" + std::to_string(++made);
}

fs::path new_directory() {
  std::string name = (fs::temp_directory_path() / "perk-postgres-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make " + name);
  // The server may run as another user, who must be able to enter.
  fs::permissions(name, fs::perms::owner_all | fs::perms::group_read | fs::perms::group_exec |
                            fs::perms::others_read | fs::perms::others_exec);
  return name;
}

}  // namespace

TestDatabase::TestDatabase() : server_(shared_server()), name_(new_name()) {
  must(sql(server_, "create database " + name_));
  conninfo_ = server_.substr(0, server_.rfind('/') + 1) + name_;
}

TestDatabase::~TestDatabase() {
  run_shell(sql(server_, "drop database " + name_ + " with (force)"));
}

PrivatePostgres::PrivatePostgres() : directory_(new_directory()) {
  // Its input ends when this process lets go of it or dies; nobody else holds the other end ("e").
  const std::string guard = "trap '' INT TERM HUP; cat >/dev/null; " + control("remove");
  watchdog_ = popen(("exec setsid sh -c " + shell_word(guard)).c_str(), "we");
  if (watchdog_ == nullptr) throw std::runtime_error("cannot start the watchdog");
  start();
}

PrivatePostgres::~PrivatePostgres() { pclose(watchdog_); }

std::string PrivatePostgres::control(const std::string& command) const {
  return fs::absolute("ops/postgres").string() + " " + command + " " +
         shell_word(directory_.string());
}

void PrivatePostgres::kill() { must(control("kill")); }

void PrivatePostgres::start() {
  must(control("start"));
  std::ifstream(directory_ / "conninfo") >> conninfo_;
}

}  // namespace perk::test
