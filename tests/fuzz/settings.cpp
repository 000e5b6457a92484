// Input: whose file it is (a shop's, head office's, a shop's enrolment), then the file.
#include <cerrno>
#include <cstring>
#include <string>
#include <string_view>
#include <system_error>

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "central/config.h"
#include "store_node/config.h"
#include "sync/process/setting_text.h"
#include "tests/fuzz/input_reader.h"
#include "tests/fuzz/targets.h"

namespace perk::fuzz {
namespace {

/// A private file that is in memory only.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : file_(::memfd_create("fuzz", MFD_CLOEXEC)) {
    const bool is_written =
        file_ >= 0 && ::fchmod(file_, S_IRUSR | S_IWUSR) == 0 &&
        ::write(file_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    if (!is_written) throw std::system_error(errno, std::generic_category(), "memfd_create");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(file_); }

  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

constexpr std::string_view kEnrolment =
    "store = 3\nname = \"Main St\"\ncurrency = \"EUR\"\nshard_count = 16\n[number_keys]\n"
    "1 = \"202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f\"\n";
constexpr std::string_view kLogKey =
    "404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f\n";

using Problems = std::vector<std::string>;

void check_problems(const Problems& problems) {
  require(!problems.empty(), "what is refused is refused with a reason");
  for (const std::string& problem : problems)
    require(sync::one_line(problem) == problem, "a problem is one line of text");
}

void read_shop(std::string_view text) {
  const MemoryFile file(text);
  const MemoryFile enrolment(kEnrolment);
  const MemoryFile key(kLogKey);
  const auto config = store_node::read_config(
      {file.path(), {}, {"store.enrolment=" + enrolment.path(), "store.log_key=" + key.path()}});
  if (!config) return check_problems(config.error());
  require(!config.value().data_directory.empty(), "a shop has a place for its data");
  require(config.value().limits.purchase_max.is_positive(), "a limit lets something pass");
  require(config.value().retry_max >= Millis(200), "a shop does not try without a pause");
}

void read_head_office(std::string_view text) {
  const MemoryFile file(text);
  const auto config = central::read_config({file.path(), {}, {}});
  if (!config) return check_problems(config.error());
  require(config.value().shard_count >= 1, "there is a shard");
  require(!config.value().currency.is_none(), "the chain has a currency");
}

void read_enrolment(std::string_view text) {
  const MemoryFile file(text);
  const auto enrolment = store_node::read_enrolment(file.path());
  if (!enrolment) return check_problems(enrolment.error());
  const std::string written = store_node::enrolment_text(enrolment.value());
  const MemoryFile copy(written);
  const auto again = store_node::read_enrolment(copy.path());
  require(again.has_value(), "an enrolment that was written can be read");
  require(again.value().name == sync::one_line(enrolment.value().name), "a shop keeps its name");
  require(store_node::enrolment_text(again.value()) == written, "an enrolment is kept whole");
}

}  // namespace

void settings(Input input) {
  InputReader reader(input);
  const std::uint8_t whose = reader.byte() % 3;
  const std::string text = reader.rest_as_text();
  if (whose == 0) read_shop(text);
  if (whose == 1) read_head_office(text);
  if (whose == 2) read_enrolment(text);
}

}  // namespace perk::fuzz
