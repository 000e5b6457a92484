// What the faults of a drill may touch: the stage, its database, and what has to be remembered from a fault's
// beginning to its end. The acts that more than one drill needs. Waits on the calling thread.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "ops/demo_run/report.h"
#include "ops/demo_run/stage.h"
#include "ops/drill_run/databases.h"
#include "ops/drill_run/drill.h"

namespace perk::ops {

/// What an upgrade puts in place.
struct Programs {
  std::filesystem::path store, head_office;
};

class Scene {
 public:
  /// Both outlive it.
  Scene(Stage& stage, Databases& databases, Programs newest)
      : stage_(stage), databases_(databases), newest_(std::move(newest)) {}
  [[nodiscard]] Stage& stage() { return stage_; }
  [[nodiscard]] Databases& databases() { return databases_; }
  [[nodiscard]] const Programs& newest() const { return newest_; }
  [[nodiscard]] const Shop& shop(std::size_t place) const { return stage_.shops()[place]; }
  /// Of what is done to networks.
  [[nodiscard]] std::filesystem::path network_log() const {
    return stage_.options().directory / "network.log";
  }
  /// What an act saw that the claim is about; judged with all the rest.
  void note(CheckLine seen) { notes_.push_back(std::move(seen)); }
  [[nodiscard]] const std::vector<CheckLine>& notes() const { return notes_; }

 private:
  Stage& stage_;
  Databases& databases_;
  Programs newest_;
  std::vector<CheckLine> notes_;
};

/// Breaks the lines of these shops by a toxic of the fault proxy (proxy/toxics.h).
[[nodiscard]] Act break_lines(std::vector<std::size_t> shops, std::string toxic);
[[nodiscard]] Act heal_lines(std::vector<std::size_t> shops);

/// SIGKILL; what starts it again returns before it serves.
[[nodiscard]] Act kill_shop(std::size_t shop);
[[nodiscard]] Act start_shop_again(std::size_t shop);
/// Of a shop that was killed.
[[nodiscard]] Act destroy_database(std::size_t shop);
/// As an operator does whose store is gone; waits until head office answers.
[[nodiscard]] Act declare_lost(std::size_t shop);
[[nodiscard]] Act kill_head_office();
[[nodiscard]] Act start_head_office_again();
[[nodiscard]] Act kill_database();
[[nodiscard]] Act start_database_again();

/// One after the other, until one fails; of none: nothing has to be done.
[[nodiscard]] Act in_turn(std::vector<Act> acts);

/// Head office's answer of this kind, or a sentence.
template <typename Reply>
[[nodiscard]] Result<Reply, std::string> asked(const Stage& stage,
                                               const central::AdminRequest& request) {
  const auto reply = stage.ask()(request);
  if (!reply) return failed(reply.error());
  if (const auto* wanted = std::get_if<Reply>(&reply.value())) return *wanted;
  const auto* fault = std::get_if<central::AdminFault>(&reply.value());
  return failed(fault == nullptr ? std::string("head office answered something else")
                                 : fault->sentence);
}

/// How head office has a store, by its name.
[[nodiscard]] Result<central::StoreRow, std::string> store_row(const Stage& stage,
                                                               const std::string& name);

/// Whether head office wrote a warning with these words into its own log.
[[nodiscard]] bool is_warned_of(const Stage& stage, const std::string& words);

/// Bytes that have passed a shop's line since the stage was set up.
struct LineBytes {
  std::uint64_t up = 0, down = 0;
};
[[nodiscard]] Result<LineBytes, std::string> bytes_of(Stage& stage, const Shop& shop);

/// The most memory that a process ever had resident, in bytes; 0 if it has ended.
[[nodiscard]] std::uint64_t memory_peak_of(int pid);

}  // namespace perk::ops
