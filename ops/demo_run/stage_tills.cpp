// What the tills of a stage's shops need: where their store is, which store, and papers of their own.
#include "ops/demo_run/stage.h"
#include "ops/simulate/simulation.h"
#include "store_node/enrolment.h"

namespace perk::ops {

std::string place_of(const Shop& shop) { return to_string(StorePlace{shop.terminals, shop.store}); }

Result<StoreLine, std::string> line_to(const Shop& shop, TerminalId terminal, Millis answer_max) {
  const auto security = shop.tills->of(terminal);
  if (!security) return failed(security.error());
  const std::uint64_t number = shop.store ? shop.store->value() : 0;
  return StoreLine(shop.terminals, terminal, answer_max, security.value(),
                   sync::Party::store(number));
}

Result<Shop, std::string> Stage::enrolled_shop(const std::string& name,
                                               const std::string& folder) const {
  const auto enrolment = store_node::read_enrolment(path(folder) / "enrolment.toml");
  if (!enrolment) return failed(enrolment.error().front());
  Shop shop;
  shop.name = name;
  shop.link = folder;
  shop.directory = path(folder);
  shop.store = enrolment.value().store;
  shop.tills = tills_;
  return shop;
}

std::string Stage::stores() const {
  std::string all;
  for (const Shop& shop : shops_) all += (all.empty() ? "" : ",") + place_of(shop);
  return all;
}

Result<std::vector<std::string>, std::string> Stage::till_arguments(
    std::uint64_t tills_per_shop) const {
  SimOptions tills;
  tills.tills_per_store = tills_per_shop;
  for (const Shop& shop : shops_) tills.stores.push_back({shop.terminals, shop.store});
  std::vector<std::string> arguments = {"--stores", stores(), "--terminals",
                                        std::to_string(tills_per_shop)};
  if (!is_private()) return arguments;
  for (const Post& post : posts_of(tills))
    if (const auto papers = tills_->of(post.terminal); !papers) return failed(papers.error());
  arguments.insert(arguments.end(), {"--tls", tills_->directory().string()});
  return arguments;
}

}  // namespace perk::ops
