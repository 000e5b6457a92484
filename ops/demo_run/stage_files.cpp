#include "ops/demo_run/stage_files.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "ops/compare/comparison.h"

namespace perk::ops {
namespace {

bool is_running(const RunningProgram& program) {
  std::error_code error;
  const auto executable =
      std::filesystem::read_symlink("/proc/" + std::to_string(program.pid) + "/exe", error);
  // A program rebuilt since it was started reads "... (deleted)".
  return !error && executable.filename().string().rfind(program.name, 0) == 0;
}

/// Whether a command line (words that end in a zero byte) has a word that is a file in the folder.
bool names_file_in(const std::filesystem::path& directory, const std::string& command) {
  return ('\0' + command).find('\0' + directory.string() + "/") != std::string::npos;
}

}  // namespace

Result<Done, std::string> write_whole(const std::filesystem::path& path,
                                      const std::string& content) {
  const std::filesystem::path draft = path.string() + ".new";
  std::ofstream file(draft, std::ios::binary);
  file << content;
  file.close();
  std::error_code error;
  if (file.good()) std::filesystem::rename(draft, path, error);
  if (!file.good() || error) return failed("cannot write " + path.string());
  return Done{};
}

std::optional<std::string> read_whole(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

std::string central_settings(const std::filesystem::path& data, const std::string& conninfo,
                             const std::string& currency, const sync::Address& stores,
                             const sync::Address& admin) {
  std::ostringstream text;
  text << "[database]\nconninfo = '" << conninfo << "'\n\n"
       << "[chain]\ncurrency = '" << currency << "'\n\n"
       << "[central]\ndata_directory = '" << data.string() << "'\n\n"
       << "[sync]\nlisten = '" << to_string(stores) << "'\n\n"
       << "[admin]\nlisten = '" << to_string(admin) << "'\n";
  return text.str();
}

std::string stand_in_settings(Amount typical_purchase) {
  if (typical_purchase.is_zero()) return "";
  const compare::AllowanceSize size = compare::usual_allowance(typical_purchase);
  return "\n[stand_in]\namount = " + std::to_string(size.amount.minor()) +
         "\nper_card_cap = " + std::to_string(size.per_card_cap.minor()) +
         "\nper_purchase_cap = " + std::to_string(size.per_purchase_cap.minor()) + "\n";
}

std::string store_settings(const std::filesystem::path& directory, const sync::Address& terminals,
                           const sync::Address& head_office) {
  std::ostringstream text;
  text << "[store]\ndata_directory = '" << (directory / "data").string() << "'\n"
       << "enrolment = '" << (directory / "enrolment.toml").string() << "'\n"
       << "log_key = '" << (directory / "log.key").string() << "'\n\n"
       << "[terminals]\nlisten = '" << to_string(terminals) << "'\n\n"
       << "[central]\nendpoints = ['" << to_string(head_office) << "']\n"
       << "retry_max = '2s'\n";  // A demo lasts a minute, not a day.
  return text.str();
}

std::string insecure_settings() { return "\n[security]\ninsecure_loopback = true\n"; }

std::string private_office_settings(const std::filesystem::path& identity,
                                    const std::filesystem::path& authority) {
  return "\n[tls]\ndirectory = '" + identity.string() + "'\nauthority = '" + authority.string() +
         "'\n";
}

std::string private_shop_settings(const std::filesystem::path& identity) {
  return "\n[tls]\ndirectory = '" + identity.string() + "'\n";
}

std::string to_text(const std::vector<RunningProgram>& programs) {
  std::string text;
  for (const RunningProgram& program : programs)
    text += std::to_string(program.pid) + " " + program.name + "\n";
  return text;
}

std::vector<RunningProgram> running_programs(const std::string& text) {
  std::istringstream in(text);
  std::vector<RunningProgram> programs;
  for (RunningProgram program; in >> program.pid >> program.name;) programs.push_back(program);
  return programs;
}

std::vector<RunningProgram> programs_of(const std::filesystem::path& directory) {
  std::vector<RunningProgram> found;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", error)) {
    const std::string pid = entry.path().filename();
    if (pid.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::string command = read_whole(entry.path() / "cmdline").value_or("");
    if (!names_file_in(directory, command)) continue;
    for (const char* name : {"perk-sim", "perk-store", "perk-proxy", "perk-central"}) {
      const RunningProgram program{std::stoi(pid), name};
      if (is_running(program)) found.push_back(program);
    }
  }
  return found;
}

std::size_t end_programs(const std::vector<RunningProgram>& programs) {
  std::vector<RunningProgram> there;
  std::copy_if(programs.rbegin(), programs.rend(), std::back_inserter(there), is_running);
  for (const auto& [signal, patience] : {std::pair{SIGTERM, 500}, std::pair{SIGKILL, 500}}) {
    for (const RunningProgram& program : there) {
      if (is_running(program)) kill(program.pid, signal);
    }
    for (int tries = 0; tries < patience && std::any_of(there.begin(), there.end(), is_running);
         ++tries) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }
  return there.size();
}

}  // namespace perk::ops
