#include "ops/drill_run/databases.h"

#include <sstream>

#include "ops/demo_run/child.h"
#include "ops/demo_run/stage_files.h"

namespace perk::ops {
namespace {

constexpr const char* kPsql = "/usr/lib/postgresql/15/bin/psql";

}  // namespace

Result<std::unique_ptr<Databases>, std::string> Databases::start(
    const std::filesystem::path& scripts, const std::filesystem::path& directory) {
  std::error_code error;
  std::filesystem::create_directories(directory, error);
  if (error)
    return failed("cannot make the folder " + directory.string() + ": " + error.message());
  std::unique_ptr<Databases> databases(new Databases(scripts / "postgres", directory));
  if (const auto started = databases->start_again(); !started) return failed(started.error());
  std::istringstream text(read_whole(directory / "conninfo").value_or(""));
  if (!(text >> databases->server_))
    return failed("PostgreSQL left no connection string in " + directory.string());
  return databases;
}

Databases::~Databases() { static_cast<void>(control("remove")); }

Result<std::string, std::string> Databases::make(const std::string& name) {
  const auto made = run_to_end({kPsql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", server_, "-c",
                                "create database \"" + name + "\""},
                               directory_.string() + ".log");
  if (!made) return failed("the database " + name + " cannot be made: " + made.error());
  return server_.substr(0, server_.rfind('/') + 1) + name;
}

Result<Done, std::string> Databases::kill() { return control("kill"); }
Result<Done, std::string> Databases::start_again() { return control("start"); }

Result<Done, std::string> Databases::control(const std::string& command) {
  return run_to_end({script_, command, directory_}, directory_.string() + ".log");
}

}  // namespace perk::ops
