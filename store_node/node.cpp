#include "store_node/node.h"

#include <algorithm>
#include <fstream>
#include <thread>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include "store_node/net/terminal_server.h"
#include "store_node/net/uplink.h"
#include "store_node/sqlite/open_journal.h"
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

TillSettings till_settings(const Config& config) {
  TillSettings settings;
  settings.store_name = config.enrolment.name;
  settings.limits = config.limits;
  settings.shard_count = config.enrolment.shard_count;
  settings.asking = config.asking;
  settings.idle_after = config.idle_after;
  settings.numbers = {config.enrolment.number_ranges, config.unknown_range};
  return settings;
}

UplinkSettings uplink_settings(const Config& config) {
  UplinkSettings settings;
  settings.endpoints = config.central;
  settings.shard_count = config.enrolment.shard_count;
  settings.backoff.cap = config.retry_max;
  settings.software = "perk-store " PERK_VERSION;
  return settings;
}

/// The uplink with a thread and an io_context of its own.
class UplinkThread {
 public:
  UplinkThread(const Config& config, Writer& writer, LogReader& reader, LogIdentity log,
               const Clock& clock, const sync::Log& facts)
      : uplink_(io_, writer, reader, log, config.log_key, clock, facts, uplink_settings(config)),
        has_endpoints_(!config.central.empty()) {}
  ~UplinkThread() { stop(); }

  void start() {
    if (!has_endpoints_) return;
    uplink_.start();
    thread_ = std::thread([this] { io_.run(); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    uplink_.stop();
    thread_.join();
  }
  void log_grew(LogHead head) {
    if (has_endpoints_) uplink_.log_grew(head);
  }
  void say(std::uint64_t line, std::vector<sync::RightsRequest> words) {
    if (has_endpoints_) uplink_.say(line, std::move(words));
  }

 private:
  asio::io_context io_;
  Uplink uplink_;
  bool has_endpoints_;
  std::thread thread_;
};

void note_doubt(const sync::Log& log, bool is_in_doubt) {
  if (is_in_doubt) {
    log.error("a commit failed; until the database can be reopened, sales are declined");
  } else {
    log.warning("the database was reopened; selling goes on");
  }
}

int serve(const Config& config, const sync::Log& log, const sync::DataDirectory& directory,
          Till& till, LogReader& reader, const Clock& clock) {
  asio::io_context io;
  Writer writer(till, clock, WriterLimits());
  TerminalServer terminals(io, writer, log, config.terminal_limits);
  UplinkThread uplink(config, writer, reader, till.identity(), clock, log);
  if (const auto opened = terminals.open(config.terminals); !opened) {
    log.error(opened.error());
    return kExitFailed;
  }
  const sync::StopSignal stop_signal(io, [&](const std::string& name) {
    log.info("stopping on " + name);
    uplink.stop();
    writer.stop();
    asio::post(io, [&] { terminals.stop(); });  // After the last answers, which wait in line.
  });
  writer.start({[&](LogHead head) { uplink.log_grew(head); },
                [&](bool is_in_doubt) { note_doubt(log, is_in_doubt); },
                [&](std::uint64_t line, auto words) { uplink.say(line, std::move(words)); }});
  uplink.start();
  if (!write_port(directory.file("terminal.port"), terminals.address().port))
    log.warning("the port could not be written to terminal.port");
  log.info("store " + std::to_string(till.identity().store.value()) + " (" + config.enrolment.name +
           ") listens on " + sync::to_string(terminals.address()));
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

}  // namespace

int run_node(const Config& config, const sync::Log& log) {
  const auto fail = [&log](const std::string& sentence, int code) {
    log.error(sentence);
    return code;
  };
  const sync::SystemClock clock;
  const auto directory = sync::DataDirectory::open(config.data_directory);
  if (!directory) return fail(directory.error(), kExitConfigured);
  const std::string path = directory.value().file("store.db");
  auto opened =
      open_journal(path, config.enrolment.store, draw_incarnation, stamp_of(clock.wall()));
  if (!opened) return fail(opened.error().sentence, kExitFailed);
  report(log, opened.value());
  auto reader = SqliteLogReader::open(path);
  if (!reader) return fail("The database cannot be read: " + reader.error().detail, kExitFailed);
  Till till(*opened.value().journal, clock, config.log_key, config.enrolment.number_keys,
            till_settings(config));
  if (const auto loaded = till.load(); !loaded)
    return fail("The store cannot start: " + loaded.error().detail + ".", kExitFailed);
  return serve(config, log, directory.value(), till, *reader.value(), clock);
}

}  // namespace perk::store_node
