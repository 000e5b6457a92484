// perk-sim: wiring only. Runs a day of simulated tills, or checks a record against the ledger.
#include <csignal>
#include <fstream>
#include <iostream>

#include <boost/asio/signal_set.hpp>
#include <unistd.h>

#include "central/admin/admin_client.h"
#include "ops/simulate/ledger_view.h"
#include "ops/simulate/sim_command.h"
#include "ops/simulate/store_screen.h"
#include "sync/net/ticker.h"
#include "sync/process/system_clock.h"

namespace {

using namespace perk;
using namespace perk::ops;

int fail(const std::string& sentence, int code) {
  std::cerr << "perk-sim: " << sentence << "\n";
  return code;
}

int check(const SimCheck& what) {
  const auto record = load_record(what.record_file);
  if (!record) return fail(record.error(), 1);
  if (what.security.tls_directory.empty() != what.security.insecure_loopback)
    return fail(
        "say where your certificate is: --tls DIRECTORY, or set PERK_TLS; or "
        "--insecure-loopback, to try Perk out on one machine",
        2);
  const auto security = sync::open_security(what.security, sync::SystemClock().wall());
  if (!security) return fail(security.error(), 2);
  std::optional<central::OperatorIdentity> identity;
  if (!what.operator_key.empty()) {
    auto key = sync::LogKey::load(what.operator_key);
    if (!key) return fail(key.error(), 2);
    identity = central::OperatorIdentity{what.operator_name, std::move(key).value()};
  }
  central::AdminClient head_office(what.admin, security.value(), std::move(identity));
  const auto ledger =
      ledger_of(record.value(), [&](const auto& request) { return head_office.call(request); });
  if (!ledger) return fail(ledger.error(), 3);
  const Judgement judgement = judge(record.value(), ledger.value().entries);
  std::cout << (what.output == SimOutput::Json ? to_json(judgement) + "\n" : to_text(judgement));
  return judgement.holds() ? 0 : 1;
}

/// One line that is written over and over, on a terminal; nothing in a pipe.
void show_progress(const Simulation& simulation) {
  std::cerr << "\r  " << simulation.tally().approved() << " sold, " << simulation.tally().declined()
            << " declined   " << std::flush;
}

void print_summary(const Simulation& simulation, Currency currency) {
  const Tally& tally = simulation.tally();
  std::cout << tally.approved() << " purchases approved, " << tally.declined()
            << " requests declined, " << simulation.receipts_held() << " receipts still held\n";
  for (const auto& [reason, times] : tally.declined_by_reason())
    std::cout << "  declined " << times << " times: " << reason << "\n";
  for (const store_node::StatusAnswer& status : simulation.at_closing())
    std::cout << "  " << screen_line(status, currency) << "\n";
}

/// A request id is for ever, so a till that counts from one again is refused: nothing it says is new.
std::optional<std::string> tills_in_use(const SimRun& what, const Tally& tally) {
  const auto reasons = tally.declined_by_reason();
  if (!reasons.contains("request_id_reused")) return std::nullopt;
  return "the stores know tills " + std::to_string(what.options.first_terminal) +
         " and on already, and refused " + std::to_string(reasons.at("request_id_reused")) +
         " requests as used before; go on with the record those tills had (--record), or take "
         "other "
         "tills (--first-terminal)";
}

int finish(const SimRun& what, const Simulation& simulation, const RecordFile& record) {
  const std::string report = simulation.tally().to_json(std::string(what.options.currency.code()));
  if (!what.report_file.empty()) {
    std::ofstream file(what.report_file);
    file << report << "\n";
    file.close();
    if (!file.good()) return fail("the report " + what.report_file + " cannot be written", 1);
  }
  if (what.output == SimOutput::Json) {
    std::cout << report << "\n";
  } else {
    print_summary(simulation, what.options.currency);
  }
  if (const auto wrong = tills_in_use(what, simulation.tally())) return fail(*wrong, 1);
  return record.is_whole()
             ? 0
             : fail("the record " + what.record_file + " could not be written to its end", 1);
}

int run(SimRun what) {
  auto lines = open_till_lines(what.proofs, posts_of(what.options), sync::SystemClock().wall());
  if (!lines) return fail(lines.error(), 2);
  what.options.lines = std::move(lines).value();
  Record past;
  auto record = RecordFile::open(what.record_file, what.options.deck, past);
  if (!record) return fail(record.error(), 1);
  const bool on_terminal = isatty(STDERR_FILENO) != 0;
  std::ostream& phases = what.output == SimOutput::Json ? std::cerr : std::cout;
  Simulation simulation(what.options, record.value(), past, [&](const std::string& phase) {
    phases << "perk-sim: " << phase << std::endl;
  });
  boost::asio::signal_set signals(simulation.io(), SIGINT, SIGTERM);
  signals.async_wait([&](auto error, int) {
    if (!error) simulation.close_early();
  });
  std::optional<sync::Ticker> ticker;
  if (on_terminal)
    ticker.emplace(simulation.io().get_executor(), Millis(500), [&] { show_progress(simulation); });
  simulation.run();
  if (on_terminal) std::cerr << "\n";
  return finish(what, simulation, record.value());
}

int compare_story(const SimCompare& what) {
  const compare::Comparison comparison = compare::compare_policies(what.story, what.options);
  if (!what.chart_file.empty()) {
    std::ofstream file(what.chart_file);
    file << to_html(comparison, what.occasion);
    file.close();
    if (!file.good()) return fail("the chart " + what.chart_file + " cannot be written", 1);
  }
  std::cout << (what.output == SimOutput::Json ? to_json(comparison, what.occasion) + "\n"
                                               : to_text(comparison, what.occasion));
  return comparison.violations().empty() ? 0 : 1;
}

struct Carrier {
  int operator()(const SimRun& what) const { return run(what); }
  int operator()(const SimCheck& what) const { return check(what); }
  int operator()(const SimCompare& what) const { return compare_story(what); }
  int operator()(const SimUsage& what) const {
    (what.exit_code == 0 ? std::cout : std::cerr) << what.text;
    return what.exit_code;
  }
};

}  // namespace

int main(int argc, char** argv) { return std::visit(Carrier{}, parse_sim_command(argc, argv)); }
