#include "tests/simulation/mutation/planted_bug.h"

#include <array>

namespace perk::simulation {
namespace {

using enum Mutant;

constexpr std::array kBugs{
    PlantedBug{SpendsRightsOfOthers, "SpendsRightsOfOthers", "decide"},
    PlantedBug{RefundsIntoRights, "RefundsIntoRights", "decide"},
    PlantedBug{StandInLeavesOwnRights, "StandInLeavesOwnRights", "decide"},
    PlantedBug{CardCapIsForgotten, "CardCapIsForgotten", "decide", "cut"},
    PlantedBug{GrantsWhatIsOut, "GrantsWhatIsOut", "rights"},
    PlantedBug{GrantKeepsReserve, "GrantKeepsReserve", "rights"},
    PlantedBug{AcksBeforeAppend, "AcksBeforeAppend", "ack"},
    PlantedBug{AcksUnstoredGroup, "AcksUnstoredGroup", "ack", "office_unknown"},
    PlantedBug{AnswersFailedCommit, "AnswersFailedCommit", "ack", "shop_commit_fails"},
    PlantedBug{CursorPassesLastItem, "CursorPassesLastItem", "cursor", "shop_crash"},
    PlantedBug{CursorStaysBehind, "CursorStaysBehind", "cursor", "shop_crash"},
    PlantedBug{SkipsAtPageEnd, "SkipsAtPageEnd", "cursor", "cut"},
    PlantedBug{SendsOnlyWhatIsNew, "SendsOnlyWhatIsNew", "cursor", "cut"},
    PlantedBug{CodecDropsRequest, "CodecDropsRequest", "codec"},
    PlantedBug{CodecLosesSign, "CodecLosesSign", "codec"},
    PlantedBug{CodecDropsTender, "CodecDropsTender", "codec"},
    PlantedBug{RequestIsNotRemembered, "RequestIsNotRemembered", "dedupe"},
    PlantedBug{StoresDuplicates, "StoresDuplicates", "dedupe"},
    PlantedBug{WrapCountsForEachBringer, "WrapCountsForEachBringer", "dedupe", "shop_cloned"},
    PlantedBug{FoldCountsRepeats, "FoldCountsRepeats", "dedupe", "office_restored,shop_crash"},
    PlantedBug{CheckpointWithoutRows, "CheckpointWithoutRows", "projection"},
    PlantedBug{RowsBeginAnew, "RowsBeginAnew", "projection"},
    PlantedBug{RowCountsWrapTwice, "RowCountsWrapTwice", "projection", "shop_cloned"},
    PlantedBug{RestartForgetsLastEvent, "RestartForgetsLastEvent", "recovery", "shop_crash"},
    PlantedBug{SettlesWithoutReading, "SettlesWithoutReading", "recovery", "shop_commit_fails"},
    PlantedBug{ApprovesWhatWasInDoubt, "ApprovesWhatWasInDoubt", "recovery", "shop_commit_fails"},
    PlantedBug{ReopensUnsettledWal, "ReopensUnsettledWal", "recovery",
               "shop_commit_fails,shop_crash"},
    PlantedBug{RanBackIsBelieved, "RanBackIsBelieved", "forks", "shop_restored"},
    PlantedBug{WitnessIsIgnored, "WitnessIsIgnored", "forks", "shop_restored,cut"},
    PlantedBug{ClosedLogGoesOn, "ClosedLogGoesOn", "forks", "shop_cloned"},
    PlantedBug{FormerLogIsNotBrought, "FormerLogIsNotBrought", "forks", "shop_restored,cut"},
    PlantedBug{ForkedBatchIsTaken, "ForkedBatchIsTaken", "forks", "shop_cloned"},
    PlantedBug{ReusesHeadOfficeSeqs, "ReusesHeadOfficeSeqs", "epochs", "office_restored"},
    PlantedBug{GrantsBeforeAllReported, "GrantsBeforeAllReported", "epochs",
               "office_restored,cut"},
    PlantedBug{PastIsNotAskedFor, "PastIsNotAskedFor", "epochs", "office_restored"},
    PlantedBug{ExposureForgetsAllowances, "ExposureForgetsAllowances", "exposure", "cut"},
    PlantedBug{RegrantsAtEachLook, "RegrantsAtEachLook", "exposure"},
    PlantedBug{AllowanceForgetsDraws, "AllowanceForgetsDraws", "exposure", "cut"},
    PlantedBug{OverdraftStaysHidden, "OverdraftStaysHidden", "exposure", "shop_cloned,cut"},
    PlantedBug{ChainsToGroupsStart, "ChainsToGroupsStart", "chain"},
    PlantedBug{TakesNewestFirst, "TakesNewestFirst", "intake", "cut"},
    PlantedBug{ReceiptsCoveredTooSoon, "ReceiptsCoveredTooSoon", "receipts", "shop_burnt,cut"},
    PlantedBug{HandedBackIsForgotten, "HandedBackIsForgotten", "receipts", "shop_burnt,cut"},
};

}  // namespace

std::span<const PlantedBug> planted_bugs() { return kBugs; }

}  // namespace perk::simulation
