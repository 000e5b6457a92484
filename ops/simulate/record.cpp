#include "ops/simulate/record.h"

#include <filesystem>
#include <fstream>
#include <iterator>

namespace perk::ops {
namespace {

std::optional<std::string> content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
}

}  // namespace

Result<Record, std::string> load_record(const std::string& path) {
  const auto text = content_of(path);
  if (!text) return failed("the record " + path + " cannot be read");
  return parse_record(*text);
}

Result<RecordFile, std::string> RecordFile::open(const std::string& path, const Deck& deck,
                                                 Record& past) {
  past = Record{deck, {}, {}};
  const std::string held = content_of(path).value_or("");
  if (const std::size_t whole = held.rfind('\n') + 1; whole > 0) {
    auto read = parse_record(held);
    if (!read) return failed(path + ": " + read.error());
    if (read.value().deck != deck) {
      return failed(
          path + " is a record of other cards: go on with its seed and prefix, or name a new file");
    }
    past = std::move(read).value();
    std::error_code error;
    std::filesystem::resize_file(path, whole, error);
    if (error) return failed(path + " cannot be written: " + error.message());
  }
  // Always at its end, also what begins it: whoever stands at another till may write to it, too.
  if (past.asked.empty()) {
    std::error_code error;
    std::filesystem::resize_file(path, 0, error);  // There may be none.
  }
  std::FILE* file = std::fopen(path.c_str(), "ae");
  if (file == nullptr) return failed("the record " + path + " cannot be written");
  RecordFile record(file);
  if (past.asked.empty()) record.put(to_line(deck));
  return record;
}

void RecordFile::put(const std::string& line) {
  is_whole_ = std::fwrite(line.data(), 1, line.size(), file_.get()) == line.size() &&
              std::fflush(file_.get()) == 0 && is_whole_;
}

}  // namespace perk::ops
