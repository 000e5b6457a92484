// The lines between shops and head office, in virtual time. Messages cross them as bytes: encoded, framed, cut
// into pieces, assembled and decoded by the code that ships. As TCP has it, a connection gives its bytes
// in order or breaks; a line that is cut holds them back until it is whole again. An unfaithful line does worse
// to whole frames. Single-threaded; randomness from the line's own seed.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "sync/ports.h"
#include "sync/wire/frame_assembler.h"
#include "tests/simulation/agenda.h"
#include "tests/support/random.h"

namespace perk::simulation {

enum class Side : std::uint8_t { Shop, Office };
[[nodiscard]] constexpr Side other(Side side) {
  return side == Side::Shop ? Side::Office : Side::Shop;
}

/// What one end of a connection is told.
struct Ears {
  std::function<void(sync::Message)> on_message;
  std::function<void(std::size_t)> on_bytes;
  std::function<void(const std::string&)> on_closed;  ///< Once, last.
};

/// Told of every message that is sent, before anything happens to it.
class Eavesdropper {
 public:
  virtual ~Eavesdropper() = default;
  virtual void on_sent(std::size_t shop, Side from, const sync::Message& message) = 0;
};

struct LineState {
  bool is_up_cut = false, is_down_cut = false;
  Millis delay_min{5}, delay_max{60};
  bool is_unfaithful = false;
  [[nodiscard]] bool is_cut_from(Side side) const {
    return side == Side::Shop ? is_up_cut : is_down_cut;
  }
};

class Line;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(Line& line);

  [[nodiscard]] sync::Link& link(Side side) { return end(side).link; }
  void listen(Side side, Ears ears) { end(side).ears = std::move(ears); }
  /// What is under way is lost; both ends notice after a while.
  void tear();
  /// The machine at this end died: it hears and says nothing more, and the other end is told nothing.
  void forget(Side side);
  /// The line is whole again: what it held back arrives.
  void let_through();
  [[nodiscard]] bool is_over() const;

 private:
  class EndLink final : public sync::Link {
   public:
    EndLink(Connection& connection, Side side) : connection_(connection), side_(side) {}
    void send(const sync::Message& message) override { connection_.send(side_, message); }
    void close() override { connection_.close(side_); }

   private:
    Connection& connection_;
    Side side_;
  };
  struct End {
    explicit End(Connection& connection, Side side) : link(connection, side) {}
    EndLink link;
    Ears ears{};
    bool is_deaf = false, has_closed = false;
    Instant last_arrival{};  // Of what it sends, at the other end.
    std::deque<std::vector<std::uint8_t>> held_back{};
    sync::FrameAssembler assembler{sync::FrameLimits()};
  };

  [[nodiscard]] End& end(Side side) { return side == Side::Shop ? shop_ : office_; }
  void send(Side from, const sync::Message& message);
  void carry(Side from, std::vector<std::uint8_t> bytes, Millis extra);
  void arrive(Side from, std::vector<std::uint8_t> bytes);
  void hear(Side at, const std::vector<std::uint8_t>& bytes);
  void close(Side side);
  void tell_closed(Side side, Instant when, const std::string& why);

  Line& line_;
  End shop_, office_;
};

/// One shop's line, over all its connections.
class Line {
 public:
  Line(Agenda& time, Eavesdropper& told, std::size_t of_shop, std::uint64_t seed)
      : agenda(time), listener(told), shop(of_shop), random(seed) {}

  [[nodiscard]] bool is_cut() const { return state.is_up_cut || state.is_down_cut; }
  /// Whole in both directions, fast and faithful again.
  void mend();
  void tear();
  /// A new connection, or none: the line is cut. Older ones stay until they end.
  [[nodiscard]] std::shared_ptr<Connection> connect();

  Agenda& agenda;
  Eavesdropper& listener;
  const std::size_t shop;
  test::Random random;
  LineState state;

 private:
  std::vector<std::weak_ptr<Connection>> connections_;
};

}  // namespace perk::simulation
