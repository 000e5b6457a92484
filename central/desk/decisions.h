// What an operator decides about rights: an overdraft is written off, a store is given up as lost. Each is
// written under its card's lock, and repeating it changes nothing. Blocking; safe from any thread.
#pragma once

#include "central/desk/held_rights.h"
#include "central/desk/risk_view.h"

namespace perk::central {

class Decisions {
 public:
  explicit Decisions(const DeskSurroundings& around) : around_(around) {}

  /// The chain bears what is left of an overdraft. Durable on return. Faults: overdraft_unknown,
  /// rejected (reason_missing; or nothing is left of it), malformed.
  [[nodiscard]] DeskAnswer<WriteOffReply> write_off(const WriteOffRequest& request);

  /// Every right that an incarnation of the store holds is declared to be back in the reserve, card by
  /// card; each durable before the next. Faults: store_unknown, store_connected (also if it came back
  /// meanwhile), rejected (reason_missing), malformed. Asked again it goes on where it stopped.
  [[nodiscard]] DeskAnswer<DeclareLostReply> declare_lost(const DeclareLostRequest& request,
                                                          const DeskProgress& on_progress);

 private:
  [[nodiscard]] bool is_connected(StoreId store) const;
  [[nodiscard]] DeskAnswer<Done> close_all(StoreId store, const std::vector<Origin>& logs,
                                           const std::optional<OperatorWord>& word);
  [[nodiscard]] DeskAnswer<Done> return_all(const DeclareLostRequest& request, StoreId store,
                                            const std::vector<HeldRights>& held,
                                            const DeskProgress& on_progress,
                                            DeclareLostReply& reply);

  const DeskSurroundings& around_;
};

}  // namespace perk::central
