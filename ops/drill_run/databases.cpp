#include "ops/drill_run/databases.h"

#include <chrono>
#include <optional>
#include <sstream>
#include <thread>
#include <utility>
#include <vector>

#include "ops/demo_run/child.h"
#include "ops/demo_run/stage_files.h"

namespace perk::ops {
namespace {

namespace fs = std::filesystem;

constexpr const char* kPsql = "/usr/lib/postgresql/15/bin/psql";
constexpr const char* kFind = "/usr/bin/find";
constexpr const char* kCopy = "/usr/bin/cp";

fs::path log_beside(const fs::path& directory) { return directory.string() + ".log"; }

Result<Done, std::string> make_folder(const fs::path& directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (!error) return Done{};
  return failed("cannot make the folder " + directory.string() + ": " + error.message());
}

class Server : public Databases {
 public:
  Server(fs::path script, fs::path directory)
      : script_(std::move(script)), directory_(std::move(directory)) {}
  ~Server() override { static_cast<void>(control("remove")); }

  Outcome start() {
    if (auto made = make_folder(directory_); !made) return made;
    if (auto started = start_again(); !started) return started;
    std::istringstream text(read_whole(directory_ / "conninfo").value_or(""));
    if (text >> conninfo_) return Done{};
    return failed("PostgreSQL left no connection string in " + directory_.string());
  }

  Result<std::string, std::string> make(const std::string& name) override {
    const auto made = run_to_end({kPsql, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", conninfo_, "-c",
                                  "create database \"" + name + "\""},
                                 log_beside(directory_));
    if (!made) return failed("the database " + name + " cannot be made: " + made.error());
    made_ = conninfo_.substr(0, conninfo_.rfind('/') + 1) + name;
    return made_;
  }
  Outcome kill() override { return control("kill"); }
  Outcome start_again() override { return control("start"); }
  Outcome back_up() override { return replaced(data(), saved()); }
  Result<std::string, std::string> restore() override {
    if (auto restored = replaced(saved(), data()); !restored) return failed(restored.error());
    return made_;
  }

 private:
  [[nodiscard]] Outcome control(const std::string& command) {
    return run_to_end({script_, command, directory_}, log_beside(directory_));
  }
  [[nodiscard]] fs::path data() const { return directory_ / "data"; }
  [[nodiscard]] fs::path saved() const { return directory_ / "saved"; }
  /// The files of `to` become those of `from`, with their owners; nobody has them open.
  [[nodiscard]] Outcome replaced(const fs::path& from, const fs::path& to) {
    if (auto killed = kill(); !killed) return killed;
    if (auto made = make_folder(to); !made) return made;
    const fs::path log = log_beside(directory_);
    if (auto emptied = run_to_end({kFind, to.string() + "/", "-mindepth", "1", "-delete"}, log);
        !emptied)
      return emptied;
    if (auto copied = run_to_end({kCopy, "-a", from.string() + "/.", to.string() + "/"}, log);
        !copied)
      return copied;
    return start_again();
  }
  fs::path script_, directory_;
  std::string conninfo_;  ///< Of its own database.
  std::string made_;      ///< Of the one that was made last.
};

class Cluster : public Databases {
 public:
  Cluster(fs::path script, fs::path directory)
      : script_(std::move(script)), directory_(std::move(directory)) {}
  ~Cluster() override { static_cast<void>(control({"remove"})); }

  Outcome start() {
    if (auto made = make_folder(directory_); !made) return made;
    return control({"up", "--fast"});
  }

  Result<std::string, std::string> make(const std::string& /*name*/) override {
    return said_to({"url"});
  }

  /// The next primary may not have been chosen yet.
  Outcome kill() override {
    constexpr std::chrono::seconds kElectionMax{90};
    const auto began = std::chrono::steady_clock::now();
    while (true) {
      const auto table = said_to({"status"});
      if (!table) return failed(table.error());
      if (const auto primary = primary_in(table.value())) {
        killed_ = *primary;
        return control({"kill", *primary});
      }
      if (std::chrono::steady_clock::now() - began > kElectionMax)
        return failed("the cluster has no primary to kill: " + table.value());
      std::this_thread::sleep_for(std::chrono::milliseconds(500));
    }
  }

  Outcome start_again() override {
    if (killed_.empty()) return Done{};
    return control({"rejoin", std::exchange(killed_, "")});
  }
  /// The moment is the one by which the backup was whole.
  Outcome back_up() override {
    if (auto kept = control({"backup", backup_}); !kept) return kept;
    std::getline(std::istringstream(read_whole(backup_ / "wal.time").value_or("")), moment_);
    return moment_.empty() ? Outcome(failed("there is no time in " + backup_.string())) : Done{};
  }
  /// Into a cluster of its own, to a point in time: the first is gone, and its archive went on after that moment.
  Result<std::string, std::string> restore() override {
    if (auto kept = control({"backup", backup_}); !kept) return failed(kept.error());
    if (auto removed = control({"remove"}); !removed) return failed(removed.error());
    directory_ += "-restored";
    const auto restored =
        run_to_end({script_, "restore", backup_, "--to", moment_, "--into", directory_},
                   log_beside(directory_));
    if (!restored) return failed(restored.error());
    return said_to({"url"});
  }

 private:
  /// Of what `ops/cluster status` says: a node in a line, and its role.
  [[nodiscard]] static std::optional<std::string> primary_in(const std::string& table) {
    std::istringstream lines(table);
    for (std::string line; std::getline(lines, line);) {
      std::istringstream words(line);
      std::string node, role;
      if (words >> node >> role && role == "primary") return node;
    }
    return std::nullopt;
  }
  [[nodiscard]] std::vector<std::string> command(const std::vector<std::string>& words) const {
    std::vector<std::string> all = {script_};
    all.insert(all.end(), words.begin(), words.end());
    all.insert(all.end(), {"--dir", directory_});
    return all;
  }
  [[nodiscard]] Outcome control(const std::vector<std::string>& words) {
    return run_to_end(command(words), log_beside(directory_));
  }
  /// Whatever its exit code, which says how the cluster is.
  [[nodiscard]] Result<std::string, std::string> said_to(const std::vector<std::string>& words) {
    const fs::path answer = directory_.string() + ".said";
    std::error_code error;
    fs::remove(answer, error);
    static_cast<void>(run_to_end(command(words), answer));
    auto said = read_whole(answer);
    while (said && said->ends_with('\n')) said->pop_back();
    if (!said || said->empty()) return failed(std::string("ops/cluster says nothing"));
    return *said;
  }

  fs::path script_, directory_;
  fs::path backup_ = directory_.string() + "-backup";
  std::string killed_;  ///< The node that was killed last and did not come back yet.
  std::string moment_;  ///< As PostgreSQL says it; empty: there is no backup.
};

template <typename Kind>
MadeDatabases started(const fs::path& script, const fs::path& directory) {
  auto databases = std::make_unique<Kind>(script, directory);
  if (const auto up = databases->start(); !up) return failed(up.error());
  return std::unique_ptr<Databases>(std::move(databases));
}

}  // namespace

MadeDatabases start_server(const fs::path& scripts, const fs::path& directory) {
  return started<Server>(scripts / "postgres", directory);
}

MadeDatabases start_cluster(const fs::path& scripts, const fs::path& directory) {
  return started<Cluster>(scripts / "cluster", directory);
}

}  // namespace perk::ops
