#include "tests/store_node/node_process.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_node/enrolment.h"
#include "tests/store_node/shop.h"

namespace perk::test {
namespace {

std::string whole_file(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

StoreFiles::StoreFiles() {
  const store_node::Enrolment enrolment{StoreId(3), "Main St", eur(), 16, {shop_number_key()}};
  PERK_CHECK(store_node::write_enrolment(file("enrolment.toml"), enrolment).has_value(),
             "a test can write its enrolment");
  PERK_CHECK(shop_log_key().save(file("log.key")).has_value(), "a test can write its key");
  std::ofstream(file("store.toml")) << "[store]\n"
                                    << "data_directory = \"" << data() << "\"\n"
                                    << "enrolment = \"" << file("enrolment.toml") << "\"\n"
                                    << "log_key = \"" << file("log.key") << "\"\n"
                                    << "[security]\ninsecure_loopback = true\n"
                                    << "[log]\nfile = \"" << file("store.log") << "\"\n";
}

std::vector<std::string> StoreFiles::arguments() const {
  return {PERK_STORE_PROGRAM, "run", "--config", file("store.toml")};
}

std::string StoreFiles::log() const { return whole_file(file("store.log")); }

NodeProcess::NodeProcess(const StoreFiles& files, const std::vector<std::string>& more) {
  std::error_code ignored;
  std::filesystem::remove(files.data() + "/terminal.port", ignored);
  std::vector<std::string> words = files.arguments();
  words.insert(words.end(), more.begin(), more.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  const std::string errors = files.file("stderr.txt");
  pid_ = ::fork();
  PERK_CHECK(pid_ >= 0, "a test can fork");
  if (pid_ == 0) {
    const int to = ::open(errors.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    ::dup2(to, STDERR_FILENO);
    ::execv(argv[0], argv.data());
    ::_exit(127);
  }
  wait_until_serving(files);
}

NodeProcess::~NodeProcess() { kill(); }

/// The port file appears once the node listens; a deadline of half a minute, in steps of 10 ms.
void NodeProcess::wait_until_serving(const StoreFiles& files) {
  for (int step = 0; step < 3'000; ++step) {
    std::ifstream file(files.data() + "/terminal.port");
    if (file >> port_) return;
    siginfo_t ended{};
    if (::waitid(P_PID, static_cast<id_t>(pid_), &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
        ended.si_pid == pid_)
      return;
    ::poll(nullptr, 0, 10);
  }
}

void NodeProcess::kill() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGKILL);
  wait();
}

int NodeProcess::stop() {
  ::kill(pid_, SIGTERM);
  return wait();
}

int NodeProcess::wait() {
  int status = 0;
  ::waitpid(std::exchange(pid_, -1), &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

}  // namespace perk::test
