// What a till keeps of its own: everything it asked, written down before it was sent, and everything it
// was finally answered; of what it gave up, the last it heard ("outcome":"unknown"), or nothing if it
// heard nothing: such a request may be in the ledger or not. At the end the record is held against the ledger (judge.h). A file of JSON lines that
// is only ever appended to; cards are named by their place in the deck, so it holds no card number.
// Single-threaded.
#pragma once

#include <cstdio>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ops/simulate/deck.h"
#include "store_node/terminal/messages.h"

namespace perk::ops {

struct Asked {
  RequestId id;
  store_node::RequestKind kind = store_node::RequestKind::Unspecified;
  std::size_t card = 0;  ///< Place in the deck.
  Amount amount;
  PartialApproval partial = PartialApproval::Refused;
  std::optional<EventId> original;
  std::string store;  ///< Where it was asked, as given to --stores.
  WallTime at;
  friend bool operator==(const Asked&, const Asked&) = default;
};

struct Answered {
  RequestId id;
  store_node::Outcome outcome = store_node::Outcome::Unspecified;
  std::string reason;  ///< When declined or unknown.
  Amount amount;
  std::optional<EventId> event;  ///< When approved.
  Millis cut_off_for;
  Seq synced_through;
  std::optional<sync::Receipt> receipt;
  WallTime at;
  friend bool operator==(const Answered&, const Answered&) = default;
};

struct Record {
  Deck deck;
  std::vector<Asked> asked;
  std::vector<Answered> answered;
};

/// A last line without its end (the simulator was killed while writing it) is left out; anything else
/// that cannot be read is refused, naming the line.
[[nodiscard]] Result<Record, std::string> parse_record(const std::string& text);
[[nodiscard]] Result<Record, std::string> load_record(const std::string& path);

[[nodiscard]] std::string to_line(const Deck& deck);
[[nodiscard]] std::string to_line(const Asked& asked);
[[nodiscard]] std::string to_line(const Answered& answered);

/// Appends to a record. Each line has left the process when write() returns: it outlives a kill of the
/// simulator, not a power cut.
class RecordFile {
 public:
  /// Opens, or begins with the deck, a record; `past` is what it held. Refuses a record of another deck.
  [[nodiscard]] static Result<RecordFile, std::string> open(const std::string& path,
                                                            const Deck& deck, Record& past);
  void write(const Asked& asked) { put(to_line(asked)); }
  void write(const Answered& answered) { put(to_line(answered)); }
  /// Whether every line was written; if not, the run proves nothing.
  [[nodiscard]] bool is_whole() const { return is_whole_; }

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  explicit RecordFile(std::FILE* file) : file_(file) {}
  void put(const std::string& line);
  std::unique_ptr<std::FILE, Close> file_;
  bool is_whole_ = true;
};

}  // namespace perk::ops
