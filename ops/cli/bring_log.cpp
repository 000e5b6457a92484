#include "ops/cli/bring_log.h"

#include <fstream>
#include <optional>

#include "ops/cli/render.h"
#include "sync/wire/hand_in_file.h"

namespace perk::ops {
namespace {

using Brought = Result<central::BringLogReply, NotBrought>;

/// Well below what head office takes at once.
constexpr std::size_t kRequestBytes = central::kBringBytesMax / 4;

Failed<NotBrought> wrong_file(const BringLog& what, const std::string& why) {
  return failed(NotBrought{
      ExitCode::Usage, {"file_wrong", "Nothing of " + what.file + " was brought: " + why + "."}});
}

/// One reading of the file, from its beginning.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : file_(path, std::ios::binary) {}
  [[nodiscard]] bool is_there() const { return file_.is_open(); }
  [[nodiscard]] sync::HandInReader& reader() { return reader_; }

 private:
  std::ifstream file_;
  sync::HandInReader reader_{[this](std::span<std::uint8_t> room) {
    file_.read(reinterpret_cast<char*>(room.data()), static_cast<std::streamsize>(room.size()));
    return static_cast<std::size_t>(file_.gcount());
  }};
};

/// What it says it is, once all of it was read.
Result<sync::HandInHead, NotBrought> read_through(const BringLog& what) {
  OpenFile file(what.file);
  if (!file.is_there())
    return wrong_file(what, "there is no such file, or it is not yours to read");
  const auto head = file.reader().read_head();
  if (!head) return wrong_file(what, head.error());
  for (;;) {
    const auto batch = file.reader().next();
    if (!batch) return wrong_file(what, batch.error());
    if (!batch.value()) return head.value();
  }
}

/// Asks for one request after another, and adds up what comes of them.
class Bringing {
 public:
  Bringing(const BringLog& what, const sync::HandInHead& head, const Ask& ask)
      : what_(what), head_(head), ask_(ask) {
    next_.store = head.store;
  }

  [[nodiscard]] Result<Done, NotBrought> add(sync::Batch batch) {
    // What reaches behind it is tied to all that came before; a file that ends before it is compared as a whole.
    const bool is_held =
        sum_ && head_.through >= sum_->held && batch.through.value() <= sum_->held.value();
    if (is_held) return Done{};
    bytes_ += sync::memory_of(batch);
    next_.batches.push_back(std::move(batch));
    return bytes_ < kRequestBytes ? Result<Done, NotBrought>(Done{}) : send();
  }
  /// It was whole when it was read before.
  [[nodiscard]] Failed<NotBrought> file_changed(const std::string& why) const {
    if (!sum_) return wrong_file(what_, why);
    return stopped(ExitCode::Usage,
                   {"file_wrong", what_.file + " was changed meanwhile: " + why + "."});
  }
  [[nodiscard]] Brought end() {
    if (!next_.batches.empty())
      if (const auto sent = send(); !sent) return failed(sent.error());
    sum_->through = head_.through;
    sum_->known = head_.through.value() - head_.after.value() - sum_->brought;
    return *sum_;
  }

 private:
  Result<Done, NotBrought> send() {
    next_.reason = what_.reason;
    next_.operator_name = what_.operator_name;
    const auto answer = ask_(next_);
    if (!answer) return stopped(ExitCode::Unreachable, {"head_office_unreachable", answer.error()});
    const auto* reply = std::get_if<central::BringLogReply>(&answer.value());
    const auto* fault = std::get_if<central::AdminFault>(&answer.value());
    if (reply == nullptr && fault == nullptr)
      return stopped(ExitCode::Refused, {"malformed", "Head office answered something else."});
    if (fault != nullptr) return stopped(exit_code_of(answer.value()), *fault);
    const std::uint64_t brought = sum_ ? sum_->brought : 0;
    const std::uint64_t useless = sum_ ? sum_->useless : 0;
    sum_ = *reply;
    sum_->brought += brought;
    sum_->useless += useless;
    next_.batches.clear();
    bytes_ = 0;
    return Done{};
  }
  [[nodiscard]] Failed<NotBrought> stopped(ExitCode code, central::AdminFault fault) const {
    if (sum_)
      fault.sentence = "It stopped behind event " + std::to_string(sum_->through.value()) +
                       "; what was brought before stands: say it again to go on. " + fault.sentence;
    return failed(NotBrought{code, std::move(fault)});
  }

  const BringLog& what_;
  const sync::HandInHead& head_;
  const Ask& ask_;
  central::BringLogRequest next_;
  std::size_t bytes_ = 0;
  std::optional<central::BringLogReply> sum_;
};

}  // namespace

Brought bring_log(const BringLog& what, const Ask& ask) {
  const auto head = read_through(what);
  if (!head) return failed(head.error());
  OpenFile file(what.file);
  if (const auto same = file.reader().read_head(); !same || same.value() != head.value())
    return wrong_file(what, "it was changed meanwhile");
  Bringing bringing(what, head.value(), ask);
  for (;;) {
    auto batch = file.reader().next();
    if (!batch) return bringing.file_changed(batch.error());
    if (!batch.value()) return bringing.end();
    if (const auto added = bringing.add(*std::move(batch).value()); !added)
      return failed(added.error());
  }
}

}  // namespace perk::ops
