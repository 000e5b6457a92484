// Mistakes that a ledger like this could make, each a switch of the model's world. A test plants one
// and the explorer must find what comes of it (README.md has the whole list, with what is still to come).
#pragma once

#include <string_view>
#include <vector>

namespace perk::model {

enum class Defect {
  None,
  RefundsAnywhere,            ///< A shop takes back what another shop sold.
  StandInRefundedIntoRights,  ///< Taking back a purchase beyond rights gives the shop rights.
  GrantSentBeforeQuorum,      ///< Head office sends what a failover can still forget.
  GrantsBeforeAllReported,    ///< Restored, head office grants before it knows what it had granted.
  TwoCentres,                 ///< After a failover the former primary goes on and is believed.
  SnapshotCarriesOwnTotals,   ///< A snapshot tells a shop what it did itself, as of some time ago.
  ReturnedRightsNotShown,   ///< A lost shop's rights are returned, and no exposure is shown for it.
  AllowanceResetOnContact,  ///< A shop that hears from head office takes its allowance for unused.
  AnswersBeforeDurable,  ///< A coffee is poured before its event is durable; a restart forgets it.
  HeardStandInNotShown,  ///< Stand-in covered only by rights still out is not shown.
  GrantsInherited,       ///< A new incarnation takes its forerunner's grants for its own.
  HeadOfficeSeqsReused,  ///< Restored, head office goes on in the log it has forgotten.
  RefundRightDriftsByTime,   ///< Head office takes a purchase back because it is old.
  DelayedHelloBelieved,      ///< A Hello that was long on its way shows a log gone backwards.
  AllowanceExpiredByOffice,  ///< Head office stops showing an allowance when its own clock says so.
  CapRestoredWhileShort,     ///< A card's cap is given back while its reserve is below zero.
  ClosedTailDropped,         ///< What a closed log wrote unheard is not brought wrapped.
  WrappedCountsForEachCopy,  ///< Two copies of a log bring one event, and it counts twice.
  PaysOutBeforeHeld,         ///< Head office hands money back before a store holds the event.
  HoldLapsedByOffice,      ///< Head office gives back what a shop holds when its own clock says so.
  LoadReversedAfterSpent,  ///< A shop gives a load's money back, though its rights are gone.
  AcksBeforeQuorum,        ///< A shop is told that head office holds what a failover can forget.
};

/// As above: "refunds_anywhere".
[[nodiscard]] std::string_view name_of(Defect defect);

/// All but None.
[[nodiscard]] std::vector<Defect> all_defects();

}  // namespace perk::model
