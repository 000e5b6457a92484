#include "store_node/net/uplink_thread.h"

namespace perk::store_node {

UplinkThread::UplinkThread(TillInbox& till, LogReader& reader, LogIdentity log,
                           const SigningKeys& keys, const Clock& clock, const sync::Log& facts,
                           const UplinkSettings& settings)
    : uplink_(io_, till, reader, log, keys, clock, facts, settings),
      has_endpoints_(!settings.endpoints.empty()) {}

UplinkThread::~UplinkThread() { stop(); }

void UplinkThread::start() {
  if (!has_endpoints_) return;
  uplink_.start();
  thread_ = std::thread([this] { io_.run(); });
}

void UplinkThread::stop() {
  if (!thread_.joinable()) return;
  uplink_.stop();
  thread_.join();
}

void UplinkThread::log_grew(LogHead head) {
  if (has_endpoints_) uplink_.log_grew(head);
}

void UplinkThread::say(std::uint64_t line, std::vector<sync::Word> words) {
  if (has_endpoints_) uplink_.say(line, std::move(words));
}

}  // namespace perk::store_node
