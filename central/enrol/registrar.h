// Who comes with a one-time code is given a certificate, and what else a shop needs to start. Blocking; safe
// from any thread. Knows no socket. It has the chain's authority: whoever is in this process can be anyone.
#pragma once

#include "central/event_store.h"
#include "central/log_gate.h"
#include "central/office_register.h"
#include "central/rights/number_book.h"
#include "ledger/clock.h"
#include "sync/enrol_messages.h"
#include "sync/tls/authority.h"

namespace perk::central {

/// From now on; begins an hour earlier, for shops whose clock is behind.
inline constexpr Millis kCertificateLifetime{90LL * 24 * 3'600'000};
inline constexpr Millis kClockAllowance{3'600'000};

/// Of head office that signs certificates itself.
struct Signing {
  sync::Authority authority;
  Millis lifetime = kCertificateLifetime;  ///< Of the certificates of stores.
};

class Registrar {
 public:
  /// All outlive it. The gate knows who was revoked, as long as this head office serves.
  Registrar(EventStore& events, OfficeRegister& office, const ChainSettings& chain,
            const Clock& clock, const LogGate& gate, const NumberBook& numbers, Signing signing)
      : events_(events),
        office_(office),
        chain_(chain),
        clock_(clock),
        gate_(gate),
        numbers_(numbers),
        signing_(std::move(signing)) {}

  /// The store is enrolled, durably, before its certificate exists. Refused in one way whatever is wrong:
  /// the proof, the code, the request, or that
  /// the store of that name was revoked.
  [[nodiscard]] sync::EnrolReply enrol(const sync::EnrolHello& hello);
  /// For a store that showed its certificate: another one, for the key of the request. Refused unless the
  /// hello is signed with the store's present log key. Its secret is none, and not looked at. A
  /// store that was revoked is refused.
  [[nodiscard]] sync::EnrolReply renew(StoreId store, const sync::EnrolHello& hello);
  /// For a store that showed its certificate: the chain's card numbers as they are now. Refused in one way if it
  /// asks as another store, or is none that is enrolled, or was revoked.
  [[nodiscard]] sync::NumberReply tell_numbers(StoreId store, const sync::NumberAsk& ask);

 private:
  /// Asked last of all: of a store that was revoked by another head office since, this one knows nothing.
  [[nodiscard]] bool serves();
  [[nodiscard]] sync::EnrolReply certify(const StoreRecord& store, const std::string& request);
  [[nodiscard]] Stored<sync::EnrolAnswer> answer_for(const StoreRecord& store);

  EventStore& events_;
  OfficeRegister& office_;
  const ChainSettings chain_;
  const Clock& clock_;
  const LogGate& gate_;
  const NumberBook& numbers_;
  const Signing signing_;
};

}  // namespace perk::central
