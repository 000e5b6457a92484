// Faults of a VirtualDisk as data: which call fails, how, and for how long. Knows nothing of files.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace perk::test {

/// What may fail. A directory's sync is a Sync; closing, sizes and names looked up are no calls.
enum class DiskCall { Open, Read, Write, Truncate, Sync, Remove, Rename, Any };

struct DiskFault {
  enum class Effect {
    Io,
    Full,
    SyncDrops,  ///< Of a file's sync: fails (Io), and its changes are never written. Of other calls: Io.
    PowerCut,  ///< This call and every later one fail (Io) until the disk's crash().
  };
  enum class Lasting { Once, FromThenOn };

  DiskCall call = DiskCall::Any;
  std::uint64_t nth = 1;  ///< Counted from when the faults were set; 1 is the next.
  Effect effect = Effect::Io;
  Lasting lasting = Lasting::Once;
};

class DiskFaults {
 public:
  DiskFaults() = default;
  explicit DiskFaults(std::vector<DiskFault> faults) : faults_(std::move(faults)) {}

  /// Counts the call, and says what happens to it, if not what it should.
  [[nodiscard]] std::optional<DiskFault::Effect> meet(DiskCall call) {
    std::optional<DiskFault::Effect> effect;
    ++calls_[static_cast<std::size_t>(DiskCall::Any)];
    ++calls_[static_cast<std::size_t>(call)];
    for (const DiskFault& fault : faults_)
      if (!effect && (fault.call == DiskCall::Any || fault.call == call) && is_due(fault))
        effect = fault.effect;
    if (is_dark_) effect = DiskFault::Effect::PowerCut;
    is_dark_ = effect == DiskFault::Effect::PowerCut;
    if (effect) ++hits_;
    return effect;
  }

  [[nodiscard]] bool is_dark() const { return is_dark_; }     ///< The power is cut.
  [[nodiscard]] std::uint64_t hits() const { return hits_; }  ///< Calls that failed.
  [[nodiscard]] std::uint64_t calls(DiskCall call) const {    ///< Since the faults were set.
    return calls_[static_cast<std::size_t>(call)];
  }

 private:
  [[nodiscard]] bool is_due(const DiskFault& fault) const {
    const std::uint64_t now = calls(fault.call);
    return fault.lasting == DiskFault::Lasting::Once ? now == fault.nth : now >= fault.nth;
  }

  std::vector<DiskFault> faults_;
  std::array<std::uint64_t, static_cast<std::size_t>(DiskCall::Any) + 1> calls_{};
  std::uint64_t hits_ = 0;
  bool is_dark_ = false;
};

}  // namespace perk::test
