#include "central/open_office.h"

namespace perk::central {

OpenOffice::OpenOffice(const OfficeSurroundings& around, const OfficeSettings& settings,
                       std::unique_ptr<sync::Doorway> stores, const std::optional<Signing>& signing,
                       OfficeRegister& office)
    : office_(around, settings),
      server_(around.places.home, office_.visitors(), around.board, std::move(stores),
              [this](sync::Channel channel) {
                if (newcomers_) newcomers_->meet(std::move(channel));
              }) {
  if (!signing) return;
  registrar_.emplace(around.events, office, settings.chain, around.clock, office_.gate(),
                     office_.numbers(), *signing);
  newcomers_.emplace(around.places, *registrar_, around.clock, around.log);
}

void OpenOffice::start() {
  office_.start();
  server_.start();
}

void OpenOffice::stop() {
  server_.stop();
  if (newcomers_) newcomers_->stop();
  office_.end_waits();
}

}  // namespace perk::central
