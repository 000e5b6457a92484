// Scenarios of the protocol as text: what happens to one end, and what it asks for in return. See
// scenarios/README.md for the words. Single-threaded; no clock but its own.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sync/replicator.h"

namespace perk::test {

/// The words of one line: plain ones in order, and `key=value` ones by key.
class Line {
 public:
  explicit Line(const std::string& text);
  /// The plain word at a place; empty if there is none.
  [[nodiscard]] std::string word(std::size_t place) const;
  [[nodiscard]] std::optional<std::string> option(const std::string& key) const;
  [[nodiscard]] std::uint64_t number(const std::string& key, std::uint64_t otherwise) const;
  [[nodiscard]] Millis millis(const std::string& key, Millis otherwise) const;

 private:
  std::vector<std::string> words_;
  std::map<std::string, std::string> options_;
};

/// Thrown at a line that makes no sense: the scenario is wrong, not the protocol.
struct BadScenario {
  std::string sentence;
};

/// One end, told what happens line by line.
class Scenario {
 public:
  /// What the end asked for in return, as lines of a trace.
  std::vector<std::string> happens(const std::string& line);

 private:
  void begin(sync::Role role, const Line& line);
  void answer(const Line& line);
  void answer_read(const Line& line);
  void answer_append(const Line& line);
  [[nodiscard]] std::vector<std::string> take_trace();
  [[nodiscard]] std::optional<std::string> look_up(const std::string& what) const;

  std::optional<sync::Replicator> replicator_;
  Instant now_;
  std::map<sync::FeedId, sync::Cursor> reads_;
};

}  // namespace perk::test
