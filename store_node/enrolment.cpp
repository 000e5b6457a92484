#include "store_node/enrolment.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_node/enrolment_ranges.h"
#include "sync/process/setting_sources.h"
#include "sync/process/setting_text.h"

namespace perk::store_node {
namespace {

constexpr std::string_view kKeySection = "number_keys.";
constexpr std::string_view kRangeSection = "number_ranges.";

/// Reads the fields of one file and collects what is wrong with them.
class EnrolmentReader {
 public:
  explicit EnrolmentReader(const std::filesystem::path& path)
      : path_(path.string()), raw_(sync::read_setting_sources({path, {}, {}})) {
    for (const std::string& problem : raw_.problems) problems.push_back(problem);
  }

  Enrolment read() {
    Enrolment enrolment;
    enrolment.store = StoreId(number("store", 1, INT64_MAX));
    enrolment.name = text("name");
    const auto currency = Currency::from_code(text("currency"));
    if (!currency) complain("currency", "is not an ISO 4217 code");
    enrolment.currency = currency.value_or(Currency());
    enrolment.shard_count = static_cast<std::uint16_t>(number("shard_count", 1, 4'096));
    enrolment.number_keys = keys();
    enrolment.number_ranges = ranges(enrolment.number_keys);
    return enrolment;
  }

  std::vector<std::string> problems;

 private:
  void complain(const std::string& key, const std::string& what) {
    problems.push_back(
        sync::one_line("In the enrolment file " + path_ + ", " + key + " " + what + "."));
  }

  std::uint64_t number(const std::string& key, std::int64_t min, std::int64_t max) {
    const sync::RawSetting* raw = raw_.find(key);
    const auto value = raw == nullptr ? std::nullopt : sync::parse_integer(raw->text);
    if (value && *value >= min && *value <= max) return static_cast<std::uint64_t>(*value);
    complain(key, "is not a number from " + std::to_string(min) + " to " + std::to_string(max));
    return static_cast<std::uint64_t>(min);
  }

  std::string text(const std::string& key) {
    const sync::RawSetting* raw = raw_.find(key);
    if (raw != nullptr && raw->kind == sync::RawSetting::Kind::Text) return raw->text;
    complain(key, "is not text");
    return {};
  }

  std::vector<sync::CardNumberKey> keys() {
    std::vector<sync::CardNumberKey> keys;
    for (const auto& [name, raw] : raw_.file) {
      if (!name.starts_with(kKeySection)) continue;
      const auto version = sync::parse_integer(name.substr(kKeySection.size()));
      if (!version || *version < 1 || *version > UINT32_MAX) {
        complain(name, "is not a key version");
        continue;
      }
      const auto key =
          sync::CardNumberKey::from_hex(static_cast<std::uint32_t>(*version), raw.text);
      if (key) {
        keys.push_back(key.value());
      } else {
        problems.push_back(key.error());
      }
    }
    if (keys.empty()) complain("number_keys", "holds no usable key");
    return keys;
  }

  std::vector<NumberRange> ranges(const std::vector<sync::CardNumberKey>& keys) {
    std::vector<NumberRange> ranges;
    for (const auto& [name, raw] : raw_.file) {
      if (!name.starts_with(kRangeSection)) continue;
      const auto range = parse_range(name.substr(kRangeSection.size()), raw.text);
      if (range) ranges.push_back(*range);
      if (!range) complain(name, "is not a range such as 6006-19 = \"self_proving:1\"");
    }
    const auto wrong = what_is_wrong_with(ranges, keys);
    if (wrong) complain("number_ranges", *wrong);
    return ranges;
  }

  std::string path_;
  sync::RawSettings raw_;
};

Failed<std::string> complaint(const std::filesystem::path& path, const std::string& what) {
  return failed("The enrolment file " + path.string() + " " + what + ".");
}

Result<Done, std::string> check_privacy(const std::filesystem::path& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0)
    return complaint(path, std::string("cannot be examined: ") + std::strerror(errno));
  if (!S_ISREG(status.st_mode)) return complaint(path, "is not a regular file");
  if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return complaint(path, "can be read by others than its owner; run: chmod 600 " + path.string());
  return Done{};
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char letter : sync::one_line(text)) {
    if (letter == '"' || letter == '\\') out += '\\';
    out += letter;
  }
  return out + "\"";
}

bool write_all(int file, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(file, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(count));
  }
  return ::fsync(file) == 0;
}

/// The directory's own entry for the file: a rename is durable only after it.
Result<Done, std::string> sync_directory(const std::filesystem::path& file) {
  const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
  const int directory = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool is_synced = directory >= 0 && ::fsync(directory) == 0;
  const std::string reason = std::strerror(errno);
  if (directory >= 0) ::close(directory);
  if (!is_synced) return complaint(file, "may not survive a power cut: " + reason);
  return Done{};
}

}  // namespace

std::string enrolment_text(const Enrolment& enrolment) {
  std::string text = "# Given by head office; keep it private. Written by: perk-store enrol\n";
  text += "store = " + std::to_string(enrolment.store.value()) + "\n";
  text += "name = " + toml_text(enrolment.name) + "\n";
  text += "currency = " + toml_text(enrolment.currency.code()) + "\n";
  text += "shard_count = " + std::to_string(enrolment.shard_count) + "\n\n[number_keys]\n";
  for (const sync::CardNumberKey& key : enrolment.number_keys)
    text += std::to_string(key.version()) + " = " + toml_text(key.secret_hex()) + "\n";
  if (!enrolment.number_ranges.empty()) text += "\n[number_ranges]\n";
  for (const NumberRange& range : enrolment.number_ranges)
    text += range_name(range) + " = " + toml_text(range_value(range)) + "\n";
  return text;
}

Result<Enrolment, std::vector<std::string>> read_enrolment(const std::filesystem::path& path) {
  if (auto is_private = check_privacy(path); !is_private)
    return failed(std::vector<std::string>{is_private.error()});
  EnrolmentReader reader(path);
  Enrolment enrolment = reader.read();
  if (!reader.problems.empty()) return failed(std::move(reader.problems));
  return enrolment;
}

Result<Done, std::string> replace_enrolment(const std::filesystem::path& path,
                                            const Enrolment& enrolment) {
  const std::filesystem::path draft = path.string() + ".new";
  ::unlink(draft.c_str());  // What a try that was cut off left behind.
  if (auto written = write_enrolment(draft, enrolment); !written) return written;
  if (::rename(draft.c_str(), path.c_str()) != 0)
    return complaint(path, std::string("cannot be replaced: ") + std::strerror(errno));
  return sync_directory(path);
}

Result<Done, std::string> write_enrolment(const std::filesystem::path& path,
                                          const Enrolment& enrolment) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0 && errno == EEXIST) return complaint(path, "exists already and is not overwritten");
  if (file < 0) return complaint(path, std::string("cannot be created: ") + std::strerror(errno));
  const bool is_written = write_all(file, enrolment_text(enrolment));
  const std::string reason = std::strerror(errno);
  ::close(file);
  if (is_written) return Done{};
  ::unlink(path.c_str());
  return complaint(path, "cannot be written: " + reason);
}

}  // namespace perk::store_node
