#include "store_node/node.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include <boost/asio/post.hpp>

#include "store_node/kept_enrolment.h"
#include "store_node/keys_in_order.h"
#include "store_node/net/terminal_server.h"
#include "store_node/net/uplink_thread.h"
#include "store_node/sqlite/former_logs.h"
#include "store_node/sqlite/open_journal.h"
#include "store_node/writer.h"
#include "sync/process/data_directory.h"
#include "sync/process/stop_signal.h"
#include "sync/process/system_clock.h"

namespace perk::store_node {
namespace {

namespace asio = boost::asio;

Origin draw_incarnation() {
  for (;;)
    if (const auto origin = Origin::incarnation(sync::random_bits())) return *origin;
}

/// For file names: "2026-11-21T10-15-00.123Z".
std::string stamp_of(WallTime wall) {
  std::string text = to_iso8601(wall);
  std::replace(text.begin(), text.end(), ':', '-');
  return text;
}

/// For scripts that let the system choose the port. Written whole, then named.
bool write_port(const std::filesystem::path& path, std::uint16_t port) {
  const std::filesystem::path draft = path.string() + ".new";
  std::ofstream(draft) << port << '\n';
  std::error_code error;
  std::filesystem::rename(draft, path, error);
  return !error;
}

TillSettings till_settings(const Config& config, const Enrolment& enrolment) {
  TillSettings settings;
  settings.store_name = enrolment.name;
  settings.limits = config.limits;
  settings.shard_count = enrolment.shard_count;
  settings.asking = config.asking;
  settings.idle_after = config.idle_after;
  settings.numbers = {enrolment.number_ranges, config.unknown_range};
  return settings;
}

UplinkSettings uplink_settings(const Config& config, const sync::Security& security) {
  UplinkSettings settings;
  settings.security = security;
  settings.endpoints = config.central;
  settings.shard_count = config.enrolment.shard_count;
  settings.backoff.cap = config.retry_max;
  settings.software = "perk-store " PERK_VERSION;
  return settings;
}

void note_doubt(const sync::Log& log, bool is_in_doubt) {
  if (is_in_doubt) {
    log.error("a commit failed; until the database can be reopened, sales are declined");
  } else {
    log.warning("the database was reopened; selling goes on");
  }
}

/// What outlives a log: a node that gives one up goes on with the next.
struct Premises {
  const Config& config;
  sync::Security
      security;  ///< As it was renewed; written by the uplink's thread, while it has one.
  const sync::Log& log;
  const sync::DataDirectory& directory;
  /// With what head office told of card numbers; written by the uplink's thread, while it has one.
  KeptEnrolment enrolment{config.enrolment_file, config.enrolment};
  const sync::SystemClock clock{};
  sync::Address terminals = config.terminals;  ///< With the port, once one was bound.
  std::map<Origin, ClosedWhy> ended{};         ///< Logs that were given up in this life.
  asio::io_context between_logs{};             ///< Hears of signals while no log is served.
  bool is_stopping = false;
  sync::StopSignal stop_signal{between_logs, [this](const std::string&) { is_stopping = true; }};

  [[nodiscard]] std::filesystem::path database() const { return directory.file("store.db"); }
  [[nodiscard]] bool is_told_to_stop() {
    between_logs.poll();
    return is_stopping;
  }
  [[nodiscard]] int fail(const std::string& sentence, int code) const {
    log.error(sentence);
    return code;
  }
};

/// Former logs on this disk. Why an earlier life ended one is not written down.
GivenUp given_up_logs(const Premises& premises) {
  GivenUp given_up;
  for (const FormerLog& former : find_former_logs(premises.database())) {
    const auto ended = premises.ended.find(former.incarnation);
    given_up[former.incarnation] =
        ended == premises.ended.end() ? ClosedWhy::Replaced : ended->second;
  }
  return given_up;
}

/// Those that head office knows as closed. Once it was restored, nobody can say which of them it has forgotten
/// again: a shop that heard more than it did tells it of all, at each start.
std::set<Origin> known_closed(const GivenUp& given_up, const Incarnations& heard,
                              LogReader& reader) {
  std::set<Origin> closed;
  const auto past = reader.past_end();
  if (!past || past.value() > 0) return closed;
  for (const auto& [log, why] : given_up)
    if (heard.is_closed(log)) closed.insert(log);
  return closed;
}

/// Of the till's listener, which may be told to be plain while the line to head office is not.
sync::Security terminal_security(const Premises& premises) {
  return premises.config.insecure_terminals ? sync::Security::insecure_loopback()
                                            : premises.security;
}

/// Of tills that have a key of this shop in place of a certificate.
std::optional<Pairings> pairings_of(const Config& config) {
  if (config.insecure_terminals || config.security.insecure_loopback) return std::nullopt;
  return Pairings(config.data_directory, config.enrolment.store);
}

/// On the uplink's thread. The till uses what is new once it is kept.
void hear_of_numbers(Premises& premises, const sync::NumberNews& news, Writer& writer) {
  const auto heard = premises.enrolment.hear(news);
  if (!heard) return premises.log.warning(heard.error());
  if (!heard.value()) return;
  const Enrolment& now = premises.enrolment.now();
  writer.tell([keys = now.number_keys, ranges = now.number_ranges](Till& till) {
    till.use_numbers(keys, ranges);
  });
  premises.log.info(
      "head office told of card numbers: " + std::to_string(now.number_ranges.size()) +
      " ranges, and keys through version " + std::to_string(premises.enrolment.newest_key()));
}

/// Until a signal comes, or the log is given up.
int serve(Premises& premises, Till& till, LogReader& reader, const SigningKeys& keys) {
  const sync::Log& log = premises.log;
  asio::io_context io;
  Writer writer(till, premises.clock, WriterLimits());
  TerminalServer terminals(io, writer, log, premises.config.terminal_limits);
  UplinkSettings settings = uplink_settings(premises.config, premises.security);
  settings.given_up = given_up_logs(premises);
  settings.tls_directory = premises.config.security.tls_directory;
  settings.on_renewed = [&](const sync::Security& security) { premises.security = security; };
  settings.numbers = {premises.enrolment.newest_key(), [&](const sync::NumberNews& news) {
                        hear_of_numbers(premises, news, writer);
                      }};
  settings.closed = known_closed(settings.given_up, till.books().logs, reader);
  UplinkThread uplink(writer, reader, till.identity(), keys, premises.clock, log, settings);
  const auto opened =
      terminals.open(premises.terminals, terminal_security(premises), pairings_of(premises.config));
  if (!opened) return premises.fail(opened.error(), kExitFailed);
  premises.terminals = terminals.address();
  const auto stop = [&] {
    uplink.stop();
    writer.stop();
    asio::post(io, [&] { terminals.stop(); });  // After the last answers, which wait in line.
  };
  sync::StopSignal stop_signal(io, [&](const std::string& name) {
    log.info("stopping on " + name);
    premises.is_stopping = true;
    premises.stop_signal.disarm();
    stop();
  });
  writer.start({[&](LogHead head) { uplink.log_grew(head); },
                [&](bool is_in_doubt) { note_doubt(log, is_in_doubt); },
                [&](std::uint64_t line, auto words) { uplink.say(line, std::move(words)); },
                [&](ClosedWhy) {
                  asio::post(io, [&] {
                    stop_signal.disarm();
                    stop();
                  });
                }});
  uplink.start();
  if (!write_port(premises.directory.file("terminal.port"), terminals.address().port))
    log.warning("the port could not be written to terminal.port");
  log.info("store " + std::to_string(till.identity().store.value()) + " (" +
           premises.config.enrolment.name + ") listens on " + sync::to_string(terminals.address()));
  // A signal that came between two logs was heard by nobody else.
  if (premises.is_told_to_stop()) asio::post(io, [&] { stop_signal.disarm(), stop(); });
  io.run();
  log.info("stopped; the log ends at " + std::to_string(till.books().head.seq.value()));
  return kExitOk;
}

void report(const sync::Log& log, const OpenedJournal& opened) {
  const std::string incarnation = to_string(opened.journal->identity().incarnation);
  if (opened.set_aside) log.error(*opened.set_aside);
  if (opened.is_new) log.warning("a new log begins: incarnation " + incarnation);
  if (!opened.is_new) log.info("the log of incarnation " + incarnation + " is sound");
}

std::string sentence_of(ClosedWhy why) {
  return why == ClosedWhy::Witnessed ? "a till was given what it does not hold"
                                     : "head office holds another history of it";
}

/// Nothing of it is lost: head office is to get what it lacks.
std::optional<int> put_away(Premises& premises, Origin incarnation, ClosedWhy why) {
  const auto name = closed_name(premises.database(), incarnation);
  if (const auto done = set_aside(premises.database(), name); !done)
    return premises.fail(done.error(), kExitFailed);
  premises.ended[incarnation] = why;
  premises.log.error("the log of incarnation " + to_string(incarnation) + " is given up, for " +
                     sentence_of(why) + ": its database was set aside as " + name.string());
  return std::nullopt;
}

/// What is on this disk of former logs; one that cannot be read is passed over.
std::vector<std::unique_ptr<SqliteLogReader>> bring_from_former(const Premises& premises,
                                                                Till& till) {
  std::vector<std::unique_ptr<SqliteLogReader>> readers;
  for (const FormerLog& former : find_former_logs(premises.database())) {
    auto reader = SqliteLogReader::open(former.database);
    if (!reader) {
      premises.log.error("the former log " + former.database.string() +
                         " cannot be read: " + reader.error().detail);
      continue;
    }
    readers.push_back(std::move(reader).value());
    till.bring_from(former.incarnation, *readers.back());
  }
  return readers;
}

/// One log, from its opening to its end; an exit code, or none if another one is to begin.
std::optional<int> run_log(Premises& premises) {
  const Config& config = premises.config;
  const std::string path = premises.database();
  auto opened =
      open_journal(path, config.enrolment.store, draw_incarnation, stamp_of(premises.clock.wall()));
  if (!opened) return premises.fail(opened.error().sentence, kExitFailed);
  report(premises.log, opened.value());
  const Origin incarnation = opened.value().journal->identity().incarnation;
  std::optional<ClosedWhy> why;
  {
    const auto journal = std::move(opened.value().journal);
    auto reader = SqliteLogReader::open(path);
    if (!reader)
      return premises.fail("The database cannot be read: " + reader.error().detail, kExitFailed);
    const Enrolment& enrolment = premises.enrolment.now();
    const KeyFiles files(config.log_key);
    auto held = files.load();
    if (!held) return premises.fail(held.error(), kExitConfigured);
    const SigningKeys keys(std::move(held).value());
    Till till(*journal, premises.clock, keys, enrolment.number_keys,
              till_settings(config, enrolment));
    const auto former = bring_from_former(premises, till);
    if (const auto loaded = till.load(); !loaded)
      return premises.fail("The store cannot start: " + loaded.error().detail + ".", kExitFailed);
    if (const auto ready =
            put_keys_in_order(files, keys, till.books(), premises.clock.wall(), premises.log);
        !ready)
      return premises.fail(ready.error(), kExitConfigured);
    const int code = serve(premises, till, *reader.value(), keys);
    why = till.given_up();
    if (!why) return code;
  }  // Nobody has the database open any more.
  if (const auto code = put_away(premises, incarnation, *why)) return code;
  if (premises.is_told_to_stop()) return kExitOk;
  return std::nullopt;
}

}  // namespace

int run_node(const Config& config, const sync::Security& security, const sync::Log& log) {
  const auto directory = sync::DataDirectory::open(config.data_directory);
  if (!directory) {
    log.error(directory.error());
    return kExitConfigured;
  }
  Premises premises{config, security, log, directory.value()};
  for (;;)
    if (const auto code = run_log(premises)) return *code;
}

}  // namespace perk::store_node
