#include "ops/drill_run/own_network.h"

#include <unistd.h>

#include "ops/demo_run/child.h"

namespace perk::ops {
namespace {

using Outcome = Result<Done, std::string>;

constexpr const char* kIp = "/sbin/ip";

/// One process has one such network, and no other process the same.
std::string own_name() { return "perk" + std::to_string(getpid()); }
std::string line_cable() { return own_name() + "l"; }
std::string till_cable() { return own_name() + "t"; }

/// Two small networks of 10.209.0.0/16, which this machine should have no other use for.
std::string address(int last) {
  constexpr int kNetworks = 250;
  return "10.209." + std::to_string(getpid() % kNetworks) + "." + std::to_string(last);
}
const int kHeadOfficeHere = 1, kMachineOnLine = 2, kTillsHere = 5, kMachineAtTills = 6;

Outcome ip(const std::filesystem::path& log, std::vector<std::string> words) {
  words.insert(words.begin(), kIp);
  return run_to_end(words, log);
}

}  // namespace

Result<std::unique_ptr<OwnNetwork>, std::string> OwnNetwork::lay(const std::filesystem::path& log) {
  std::unique_ptr<OwnNetwork> network(new OwnNetwork(log));
  const auto made = ip(log, {"netns", "add", own_name()});
  if (!made)
    return failed(
        "a cable can only be pulled where networks may be made: run this drill as root (" +
        made.error() + ")");
  for (const auto& laid :
       {network->lay_cable(line_cable(), address(kHeadOfficeHere), address(kMachineOnLine)),
        network->lay_cable(till_cable(), address(kTillsHere), address(kMachineAtTills))})
    if (!laid) return failed(laid.error());
  return network;
}

/// Each end has the cable's name.
Outcome OwnNetwork::lay_cable(const std::string& cable, const std::string& here,
                              const std::string& there) const {
  const std::string space = own_name();
  const std::vector<std::vector<std::string>> steps = {
      {"link", "add", cable, "type", "veth", "peer", "name", cable, "netns", space},
      {"addr", "add", here + "/30", "dev", cable},
      {"link", "set", cable, "up"},
      {"-n", space, "addr", "add", there + "/30", "dev", cable},
      {"-n", space, "link", "set", cable, "up"},
  };
  for (const auto& step : steps)
    if (auto done = ip(log_, step); !done) return done;
  return Done{};
}

/// The cables first: a network goes some time after it was told to, and its cables only then.
OwnNetwork::~OwnNetwork() {
  for (const std::string& cable : {line_cable(), till_cable()})
    static_cast<void>(ip(log_, {"link", "del", cable}));
  static_cast<void>(ip(log_, {"netns", "del", own_name()}));
}

OtherPlace OwnNetwork::place() const {
  return {{kIp, "netns", "exec", own_name()}, address(kMachineAtTills), address(kHeadOfficeHere)};
}

Outcome pull_cable(const std::filesystem::path& log) {
  return ip(log, {"link", "set", line_cable(), "down"});
}

Outcome plug_cable_in(const std::filesystem::path& log) {
  return ip(log, {"link", "set", line_cable(), "up"});
}

}  // namespace perk::ops
