#include "store_node/pairing_commands.h"

#include "store_node/pairings.h"

namespace perk::store_node {
namespace {

using Said = Result<std::string, std::string>;

Said run(const PairTill& task, const Pairings& pairings) {
  const auto key = pairings.pair(task.terminal);
  if (!key) return failed(key.error());
  if (task.out == "-") return key.value().secret_text();
  if (const auto saved = key.value().save(task.out); !saved) {
    // Nobody has the key: the till can be paired again at once.
    const auto undone = pairings.unpair(task.terminal);
    return failed(saved.error() + (undone ? "" : " " + undone.error()));
  }
  return "The key of " + to_string(sync::Party::terminal(task.terminal.value())) + " is in " +
         task.out + ": carry it to the till, and delete it here. It is not shown again.\n";
}

Said run(const UnpairTill& task, const Pairings& pairings) {
  if (const auto done = pairings.unpair(task.terminal); !done) return failed(done.error());
  return to_string(sync::Party::terminal(task.terminal.value())) +
         " is not paired any more: it is let in no more, and cut off within seconds if it is "
         "there.\n";
}

Said run(const ListTills&, const Pairings& pairings) {
  const auto tills = pairings.list();
  if (!tills) return failed(tills.error());
  std::string text;
  for (const PairedTill& till : tills.value())
    text += to_string(sync::Party::terminal(till.terminal.value())) + ", paired " +
            to_iso8601(till.since) + "\n";
  return text.empty() ? "No till is paired with this store.\n" : text;
}

}  // namespace

Said run_pairing(const PairingTask& task, const Config& config) {
  const bool is_plain = config.insecure_terminals || config.security.insecure_loopback;
  if (is_plain && std::holds_alternative<PairTill>(task))
    return failed(std::string(
        "This store's tills speak plainly, so nobody would look at a key: set tls.directory, and "
        "neither security.insecure_loopback nor terminals.insecure_loopback."));
  const Pairings pairings(config.data_directory, config.enrolment.store);
  return std::visit([&](const auto& which) { return run(which, pairings); }, task);
}

}  // namespace perk::store_node
