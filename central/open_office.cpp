#include "central/open_office.h"

namespace perk::central {

OpenOffice::OpenOffice(const OfficeSurroundings& around, const OfficeSettings& settings,
                       std::unique_ptr<sync::Doorway> stores)
    : office_(around, settings),
      server_(around.places.home, office_.visitors(), around.board, std::move(stores)) {}

void OpenOffice::start() {
  office_.start();
  server_.start();
}

void OpenOffice::stop() {
  server_.stop();
  office_.end_waits();
}

}  // namespace perk::central
