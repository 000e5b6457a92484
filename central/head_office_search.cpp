// How head office finds its database, and whether it serves on it or stands by.
#include <boost/asio/post.hpp>

#include "central/epoch_command.h"
#include "central/head_office.h"

namespace perk::central {
namespace {

constexpr std::chrono::milliseconds kLookAgain{300};
/// Who serves says so, and who stands by looks, as often.
constexpr std::chrono::milliseconds kStayEvery{1'000};
/// Who stands by notes what is served with every so many looks.
constexpr unsigned kLooksBetweenNotes = 5;

}  // namespace

void HeadOffice::look_for_database() {
  boost::asio::post(workers_, [this] {
    boost::asio::post(io_, [this, found = find_database()] { on_looked(found); });
  });
}

Stored<HeadOffice::FoundDatabase> HeadOffice::find_database() {
  auto schema = database_.schema_state();
  const bool is_of_before = schema && schema.value() == SchemaState::Older;
  if (is_of_before) {
    schema = database_.upgrade();
    if (schema && schema.value() == SchemaState::Current)
      log_.info(
          "the database was of an earlier version of Perk: its tables were brought up to date");
  }
  if (!schema) return failed(schema.error());
  FoundDatabase found;
  found.schema = schema.value();
  if (schema.value() != SchemaState::Current) return found;
  const auto chain = database_.events().chain();
  if (!chain) return failed(chain.error());
  found.chain = chain.value();
  const auto said = database_.office().tenure();
  if (!said) return failed(said.error());
  const bool is_due = succession_->is_due(said.value(), clock_.monotonic());
  if (!is_due) found.other = said.value();
  if (!is_due && looks_++ % kLooksBetweenNotes != 0) return found;
  if (auto looked = look_at_history(found, is_of_before); !looked) return failed(looked.error());
  if (!is_due) note_what_is_served(found);
  if (!is_due || found.doubt) return found;
  if (auto taken = take_office(said.value(), found); !taken) return failed(taken.error());
  if (found.other) return found;
  const auto prepared = database_.projections().prepare(chain.value().shard_count);
  if (!prepared) return failed(prepared.error());
  return found;
}

/// What the database holds, and whether it lacks what this head office saw of it.
Stored<Done> HeadOffice::look_at_history(FoundDatabase& found, bool is_of_before) {
  const auto history = history_of(database_.events());
  if (!history) return failed(history.error());
  found.history = history.value();
  const auto witness = read_history(directory_->file(kHistoryFile));
  // A version from before there were witnesses left none; what a later one left is compared.
  if (witness && (!is_of_before || witness.value())) {
    auto doubt = why_in_doubt(database_.events(), witness.value());
    if (!doubt) return failed(doubt.error());
    found.doubt = std::move(doubt).value();
    found.is_newcomer = !witness.value();
  }
  if (!witness) found.doubt = witness.error() + ": run 'perk-central adopt' or 'begin-epoch'";
  return Done{};
}

/// So that it is missed if it is ever gone. To whoever never saw this database, the one who serves vouches for it.
void HeadOffice::note_what_is_served(FoundDatabase& found) {
  if (found.is_newcomer) found.doubt.reset();
  if (!found.doubt && succession_->has_seen_life())
    (void)write_history(directory_->file(kHistoryFile), found.history);
}

Stored<Done> HeadOffice::take_office(const Tenure& seen, FoundDatabase& found) {
  const auto taken = database_.office().take_office(seen, name_);
  if (!taken) return failed(taken.error());
  if (!taken.value()) {
    found.other = seen;
    return Done{};
  }
  log_.info("serves as head office in term " + std::to_string(taken.value()->value()));
  // Whoever served before may have written until a moment ago; from now on he does not.
  const auto history = history_of(database_.events());
  if (!history) return failed(history.error());
  found.history = history.value();
  return Done{};
}

void HeadOffice::on_looked(const Stored<FoundDatabase>& found) {
  if (is_stopping_) return;
  if (!found && found.error().failure == StorageFailure::GiveUp) {
    return refuse("the database refuses: " + found.error().detail);
  }
  if (!found) return look_again_later(found.error().detail);
  switch (found.value().schema) {
    case SchemaState::Absent:
      return refuse("the database was never initialised: run 'perk-central init' first");
    case SchemaState::Older:
    case SchemaState::Other:
      return refuse("the database was initialised by another version of Perk");
    case SchemaState::Current:
      if (found.value().doubt) return refuse(*found.value().doubt);
      if (found.value().other) return stand_by(*found.value().other);
      return open(found.value());
  }
}

void HeadOffice::look_again_later(const std::string& why) {
  if (!std::exchange(said_waiting_, true)) {
    log_.warning("the database is away, waiting for it: " + why);
  }
  look_again_in(kLookAgain);
}

void HeadOffice::look_again_in(std::chrono::milliseconds wait) {
  retry_.expires_after(wait);
  retry_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled && !is_stopping_) look_for_database();
  });
}

/// Nobody listens where stores connect, so that they find the other one without waiting.
void HeadOffice::stand_by(const Tenure& other) {
  said_waiting_ = false;
  stores_.reset();
  bool is_news = false;
  {
    const std::scoped_lock lock(mutex_);
    is_news = std::exchange(stands_by_for_, other.holder) != other.holder;
  }
  if (is_news)
    log_.info("stands by: " + other.holder + " serves, in term " +
              std::to_string(other.term.value()));
  look_again_in(kStayEvery);
}

/// As often as we can, and at once after a pause: then it is known soon whether we serve still.
void HeadOffice::stay_in_office() {
  boost::asio::post(stayer_, [this] {
    boost::asio::post(io_,
                      [this, stays = database_.office().stay_in_office()] { on_stayed(stays); });
  });
}

void HeadOffice::on_stayed(const Stored<bool>& stays) {
  if (is_stopping_) return;
  if (stays && !stays.value())
    return refuse(term_is_over().detail +
                  ": nothing of it is lost. Start it again, and it stands by.");
  stay_timer_.expires_after(kStayEvery);
  stay_timer_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled && !is_stopping_) stay_in_office();
  });
}

}  // namespace perk::central
