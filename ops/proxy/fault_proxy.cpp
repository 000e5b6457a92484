#include "ops/proxy/fault_proxy.h"

namespace perk::ops {

using boost::asio::ip::tcp;

FaultProxy::FaultProxy(boost::asio::any_io_executor executor, std::uint64_t seed)
    : executor_(std::move(executor)), seeds_(seed) {}

Result<tcp::endpoint, std::string> FaultProxy::add_link(const std::string& name,
                                                        const tcp::endpoint& listen,
                                                        const tcp::endpoint& upstream) {
  if (name.empty() || name.find_first_of(" \t\r\n") != std::string::npos) {
    return failed("a link's name is one word, and '" + name + "' is not");
  }
  if (links_.count(name) != 0) return failed("there are two links named '" + name + "'");
  auto link = std::make_unique<Link>(executor_, name, upstream, seeds_.next());
  auto address = link->open(listen);
  if (address) links_.emplace(name, std::move(link));
  return address;
}

Result<Link*, std::string> FaultProxy::find(const std::string& name) const {
  if (const auto found = links_.find(name); found != links_.end()) return found->second.get();
  std::string known;
  for (const auto& [link, unused] : links_) known += (known.empty() ? "" : ", ") + link;
  return failed("there is no link '" + name + "'; there are: " + known);
}

Result<Done, std::string> FaultProxy::set(const std::string& name,
                                          const std::vector<std::string>& toxic) {
  const auto link = find(name);
  if (!link) return failed(link.error());
  const auto toxics = with_toxic(link.value()->toxics(), toxic);
  if (!toxics) return failed(toxics.error());
  return link.value()->change(toxics.value());
}

Result<Done, std::string> FaultProxy::clear(const std::string& name) {
  const auto link = find(name);
  if (!link) return failed(link.error());
  return link.value()->change(LinkToxics{});
}

Result<Done, std::string> FaultProxy::clear_all() {
  Result<Done, std::string> outcome = Done{};
  for (const auto& [name, link] : links_) {
    if (auto changed = link->change(LinkToxics{}); !changed) outcome = changed;
  }
  return outcome;
}

std::vector<LinkStatus> FaultProxy::status() const {
  std::vector<LinkStatus> all;
  for (const auto& [name, link] : links_) all.push_back(link->status());
  return all;
}

void FaultProxy::stop() {
  for (const auto& [name, link] : links_) link->stop();
}

}  // namespace perk::ops
