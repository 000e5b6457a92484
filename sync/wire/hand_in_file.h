// The file in which somebody carries a log to head office by hand, from a machine that no line leads from any more. One
// line says what is in it:
//
//   perk hand-in 1 store 3 log 4f2a9c0b11d3e507 after 120 through 131 hash 9b..(64 hex digits)
//
// and then, up to `through`, sealed batches of that log follow, framed as on the line (frame.h): just what its store would
// have sent. So it proves no more and no less than those. Pure; the bytes come from whoever has the file. Single-threaded.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.h"
#include "sync/messages.h"
#include "sync/wire/frame_assembler.h"

namespace perk::sync {

struct HandInHead {
  StoreId store;
  Origin log;
  Seq after;            ///< The first event in it is the one behind this.
  Seq through;          ///< The last one; more than `after`.
  Digest through_hash;  ///< Of the log's chain there.
  friend bool operator==(const HandInHead&, const HandInHead&) = default;
};

/// What the events of one batch may come to. Small, for the proof of each names all that follow it in its batch.
inline constexpr std::size_t kHandInBatchBytes = 4'096;
/// No event of a store is as small as 8 bytes.
inline constexpr std::size_t kHandInBatchEvents = kHandInBatchBytes / 8;

/// Whether a store would have cut it so: one event of any size, or some that come to no more than that.
[[nodiscard]] bool is_cut_to_hand_in(const Batch& batch);

/// With its newline. Each head has one form.
[[nodiscard]] std::string first_line(const HandInHead& head);
/// `line` without its newline. None: it is no such line.
[[nodiscard]] std::optional<HandInHead> head_in(std::string_view line);
[[nodiscard]] std::vector<std::uint8_t> framed(const Batch& batch);

/// Reads one from its beginning. What is wrong is a clause: "it is cut off behind event 124". After one nothing more may be
/// asked.
class HandInReader {
 public:
  /// Fills the beginning of the span and says how much; 0: there is no more.
  using Source = std::function<std::size_t(std::span<std::uint8_t>)>;
  explicit HandInReader(Source source) : source_(std::move(source)) {}

  /// Once, before all else.
  [[nodiscard]] Result<HandInHead, std::string> read_head();
  /// The next batch, which continues the one before and whose hashes add up; whether its seal is the store's is for head
  /// office to say. None: the file ends, and where its first line says.
  [[nodiscard]] Result<std::optional<Batch>, std::string> next();

 private:
  [[nodiscard]] Result<std::optional<Frame>, std::string> next_frame();
  [[nodiscard]] std::optional<std::string> fault_in(const Batch& batch) const;
  [[nodiscard]] std::string behind() const;

  Source source_;
  FrameAssembler frames_{FrameLimits()};
  HandInHead head_;
  Seq at_;
  std::optional<Digest>
      hash_;  ///< None before the first batch, which alone says what came before it.
};

}  // namespace perk::sync
