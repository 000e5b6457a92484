#include "ops/demo_run/child.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <fstream>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace perk::ops {
namespace {

std::string last_line_of(const std::filesystem::path& log) {
  std::ifstream file(log);
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) last = line;
  }
  return last;
}

/// In the new process, between fork and exec: only calls that are safe there.
[[noreturn]] void become(char* const* argv, int output, Lifetime lifetime, pid_t parent) {
  setsid();
  if (lifetime == Lifetime::EndsWithUs) {
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(127);  // It died before we asked to be told.
  }
  const int nothing = open("/dev/null", O_RDONLY);
  dup2(nothing, STDIN_FILENO);
  dup2(output, STDOUT_FILENO);
  dup2(output, STDERR_FILENO);
  execv(argv[0], argv);
  _exit(127);
}

}  // namespace

Result<std::unique_ptr<Child>, std::string> Child::start(const std::vector<std::string>& command,
                                                         const std::filesystem::path& log,
                                                         Lifetime lifetime) {
  const std::string name = std::filesystem::path(command.front()).filename();
  if (access(command.front().c_str(), X_OK) != 0)
    return failed("there is no program " + command.front() + ": build it first");
  const int output = open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (output < 0) return failed("cannot write " + log.string() + ": " + std::strerror(errno));
  std::vector<char*> argv;
  for (const std::string& word : command) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid == 0) become(argv.data(), output, lifetime, parent);
  const int fork_error = errno;
  close(output);
  if (pid < 0) return failed(name + " cannot be started: " + std::strerror(fork_error));
  return std::unique_ptr<Child>(new Child(pid, name, lifetime));
}

Child::~Child() {
  if (lifetime_ == Lifetime::EndsWithUs) stop();
}

bool Child::is_running() {
  if (has_ended_) return false;
  int status = 0;
  if (waitpid(pid_, &status, WNOHANG) != pid_) return true;
  has_ended_ = true;
  exit_code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return false;
}

void Child::stop() {
  if (!is_running()) return;
  kill(pid_, SIGTERM);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  while (is_running() && std::chrono::steady_clock::now() < deadline)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  if (is_running()) crash();
}

void Child::crash() {
  if (!is_running()) return;
  was_crashed_ = true;
  kill(pid_, SIGKILL);
  while (is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
}

Result<Done, std::string> run_to_end(const std::vector<std::string>& command,
                                     const std::filesystem::path& log) {
  auto child = Child::start(command, log, Lifetime::EndsWithUs);
  if (!child) return failed(child.error());
  while (child.value()->is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  if (child.value()->exit_code() == 0) return Done{};
  return failed(child.value()->name() + " failed: " + last_line_of(log));
}

}  // namespace perk::ops
