// Bugs planted on purpose, so that it can be shown that the simulator's judge finds them
// (tests/simulation/mutation). In everything that ships PERK_PLANTED() is the constant false, and no code is left of it;
// only perk-simulate-mutants is compiled with PERK_PLANTS_MUTANTS, and chooses one at a time before a run. Pure.
#pragma once

namespace perk {

enum class Mutant {
  None,
  // What is decided.
  SpendsRightsOfOthers,  ///< A shop takes all that a card has for its own spending rights.
  RefundsIntoRights,     ///< A refund of a stand-in purchase becomes rights instead of repaying it.
  StandInLeavesOwnRights,  ///< What is approved beyond rights is taken from the shop's rights.
  CardCapIsForgotten,      ///< Stand-in looks at the allowance, not at its cap for one card.
  // Spending rights.
  GrantsWhatIsOut,    ///< The reserve is taken for all that a card has, whoever holds it.
  GrantKeepsReserve,  ///< A grant does not leave the reserve.
  // Acks and answers.
  AcksBeforeAppend,     ///< Head office acknowledges what has only been queued.
  AcksUnstoredGroup,    ///< A shard's group that must be tried again counts as stored.
  AnswersFailedCommit,  ///< The till answers, and a batch is acknowledged, though the commit failed.
  // Cursors.
  CursorPassesLastItem,  ///< A shop's cursor moves past an item that was not stored.
  CursorStaysBehind,     ///< A shop stores what it hears, and not how far.
  SkipsAtPageEnd,        ///< A page that is full leaves out its last event.
  SendsOnlyWhatIsNew,    ///< After a reconnection a shop goes on at its log's end.
  // Codecs.
  CodecDropsRequest,  ///< An event's bytes lack the request that led to it.
  CodecLosesSign,     ///< What leaves the reserve is written as what comes in.
  CodecDropsTender,   ///< A load's bytes lack how it was paid.
  // Counting once.
  RequestIsNotRemembered,    ///< An event is stored without the request: a repeat is decided anew.
  StoresDuplicates,          ///< Head office gives an event that comes again a second position.
  WrapCountsForEachBringer,  ///< An event of a closed log counts once for each log that brings it.
  FoldCountsRepeats,         ///< A card counts an event each time it is heard.
  // Projections and their checkpoints.
  CheckpointWithoutRows,  ///< A checkpoint is saved without the rows that it stands for.
  RowsBeginAnew,          ///< A run's rows replace what was counted before.
  RowCountsWrapTwice,     ///< A row counts what two logs brought twice.
  // Recovery.
  RestartForgetsLastEvent,  ///< A restart folds all of the log but its last event.
  ApprovesWhatWasInDoubt,   ///< After a commit in doubt all of it is answered as if it were stored.
  RestartTakesAllForHeld,   ///< After a restart all of a log is taken for what head office holds.
  RestartForgetsPast,       ///< A restart folds nothing of what was heard in past epochs.
  // Forks, clones and restored shops.
  GrownLogIsClosed,       ///< A log that has grown since it was heard is taken for a fork.
  WitnessIsIgnored,       ///< A node serves a till that knows a later head of its log.
  ClosedLogGoesOn,        ///< A log that was closed for ever is let in again.
  VerdictIsIgnored,       ///< A shop is told that its log is closed, and keeps it.
  ClosesOneTooFar,        ///< A log is closed as if one event more of it were held.
  FormerLogIsNotBrought,  ///< A new log brings nothing of the one before it.
  // Epochs.
  ReusesHeadOfficeSeqs,  ///< A restored head office goes on numbering its events where its backup ended.
  GrantsBeforeAllReported,  ///< A restored head office grants before every holder has reported.
  PastIsNotAskedFor,        ///< A restored head office does not ask for what shops heard of it.
  // Exposure and debts.
  ExposureForgetsAllowances,  ///< What allowances are out is not shown.
  RegrantsOnceDrawn,  ///< An allowance that was drawn on counts for none: its shop gets another.
  AllowanceForgetsDraws,  ///< A shop does not count what it drew.
  OverdraftStaysHidden,   ///< No overdraft is opened for a card that is below zero.
  // Double entry.
  RefundPostsOneSide,  ///< A refund leaves the liability, and no account takes it.
  // Chains, intake, receipts.
  ChainsToGroupsStart,     ///< Each event of a commit is chained to the one before the commit.
  TakesNewestFirst,        ///< Intake sorts a log's events into a shard out of their order.
  ReceiptsCoveredTooSoon,  ///< A till is told that head office holds what it was just sold.
  HandedBackIsForgotten,   ///< A receipt that was handed back is taken, and not kept.
  KeptIsCalledCovered,     ///< A till is told that head office holds what its node keeps.
};

}  // namespace perk

#ifdef PERK_PLANTS_MUTANTS
namespace perk {
/// What is planted now. Set between runs, by the one thread there is.
extern Mutant planted_mutant;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
}  // namespace perk
#define PERK_PLANTED(mutant) (::perk::planted_mutant == (mutant))
#else
#define PERK_PLANTED(mutant) false
#endif
