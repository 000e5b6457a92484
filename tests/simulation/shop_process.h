// What a shop's machine has only while its process runs. For shop.cpp and shop_uplink.cpp.
#pragma once

#include "tests/simulation/shop.h"

namespace perk::simulation {

struct ShopMachine::Call {
  std::shared_ptr<Connection> connection;
  std::unique_ptr<store_node::Conversation> talk;
};

/// What is gone with the power. Order: the conversation goes before what it works with.
struct ShopMachine::Process {
  OpenedLog log;
  std::vector<std::unique_ptr<store_node::SqliteLogReader>> former;
  std::unique_ptr<store_node::Till> till;
  std::unique_ptr<store_node::Serving> serving;
  std::unique_ptr<store_node::LogFeed> source;
  std::unique_ptr<store_node::ReplicaSink> sink;
  std::unique_ptr<store_node::StoreIntroducer> introducer;
  store_node::WaitingWork waiting;
  std::unique_ptr<Call> call;
  std::optional<Instant> wakes_at;
};

}  // namespace perk::simulation
