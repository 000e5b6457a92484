#include "tests/simulation/mutation/planted_bug.h"

#include <array>

namespace perk::simulation {
namespace {

using enum Mutant;

constexpr std::array kBugs{
    PlantedBug{SpendsRightsOfOthers, "SpendsRightsOfOthers", "decide", "cut"},
    PlantedBug{RefundsIntoRights, "RefundsIntoRights", "decide", "cut", 100, 8},
    PlantedBug{StandInLeavesOwnRights, "StandInLeavesOwnRights", "decide", "cut"},
    PlantedBug{CardCapIsForgotten, "CardCapIsForgotten", "decide", "cut", 200, 12},
    PlantedBug{GrantsWhatIsOut, "GrantsWhatIsOut", "rights", "cut"},
    PlantedBug{GrantKeepsReserve, "GrantKeepsReserve", "rights"},
    PlantedBug{AcksBeforeAppend, "AcksBeforeAppend", "ack"},
    PlantedBug{AcksUnstoredGroup, "AcksUnstoredGroup", "ack", "office_unknown", 300, 25},
    PlantedBug{AnswersFailedCommit, "AnswersFailedCommit", "ack", "shop_commit_fails"},
    PlantedBug{CursorPassesLastItem, "CursorPassesLastItem", "cursor", "shop_crash"},
    PlantedBug{CursorStaysBehind, "CursorStaysBehind", "cursor", "shop_crash"},
    PlantedBug{SkipsAtPageEnd, "SkipsAtPageEnd", "cursor", "shop_burnt", 200},
    PlantedBug{SendsOnlyWhatIsNew, "SendsOnlyWhatIsNew", "cursor", "cut"},
    PlantedBug{CodecDropsRequest, "CodecDropsRequest", "codec"},
    PlantedBug{CodecLosesSign, "CodecLosesSign", "codec"},
    PlantedBug{CodecDropsTender, "CodecDropsTender", "codec"},
    PlantedBug{RequestIsNotRemembered, "RequestIsNotRemembered", "dedupe"},
    PlantedBug{StoresDuplicates, "StoresDuplicates", "dedupe"},
    PlantedBug{WrapCountsForEachBringer, "WrapCountsForEachBringer", "dedupe", "two_clones"},
    PlantedBug{FoldCountsRepeats, "FoldCountsRepeats", "dedupe", "office_restored,shop_crash"},
    PlantedBug{CheckpointWithoutRows, "CheckpointWithoutRows", "projection"},
    PlantedBug{RowsBeginAnew, "RowsBeginAnew", "projection"},
    PlantedBug{RowCountsWrapTwice, "RowCountsWrapTwice", "projection", "two_clones"},
    PlantedBug{RestartForgetsLastEvent, "RestartForgetsLastEvent", "recovery", "shop_crash"},
    PlantedBug{ApprovesWhatWasInDoubt, "ApprovesWhatWasInDoubt", "recovery", "shop_commit_fails"},
    PlantedBug{RestartTakesAllForHeld, "RestartTakesAllForHeld", "recovery",
               "shop_crash,shop_burnt,cut"},
    PlantedBug{RestartForgetsPast, "RestartForgetsPast", "recovery", "office_restored,shop_crash"},
    PlantedBug{GrownLogIsClosed, "GrownLogIsClosed", "forks", "cut"},
    PlantedBug{WitnessIsIgnored, "WitnessIsIgnored", "forks", "shop_restored,cut", 40, 41},
    PlantedBug{ClosedLogGoesOn, "ClosedLogGoesOn", "forks", "shop_cloned"},
    PlantedBug{VerdictIsIgnored, "VerdictIsIgnored", "forks", "shop_restored"},
    PlantedBug{ClosesOneTooFar, "ClosesOneTooFar", "forks", "shop_cloned"},
    PlantedBug{FormerLogIsNotBrought, "FormerLogIsNotBrought", "forks", "shop_cloned"},
    PlantedBug{ReusesHeadOfficeSeqs, "ReusesHeadOfficeSeqs", "epochs", "office_restored"},
    PlantedBug{GrantsBeforeAllReported, "GrantsBeforeAllReported", "epochs", "office_restored,cut",
               100},
    PlantedBug{PastIsNotAskedFor, "PastIsNotAskedFor", "epochs", "office_restored"},
    PlantedBug{ExposureForgetsAllowances, "ExposureForgetsAllowances", "exposure", "cut"},
    PlantedBug{RegrantsOnceDrawn, "RegrantsOnceDrawn", "exposure", "cut"},
    PlantedBug{AllowanceForgetsDraws, "AllowanceForgetsDraws", "exposure", "cut", 200, 12},
    PlantedBug{OverdraftStaysHidden, "OverdraftStaysHidden", "exposure", "shop_cloned,cut", 150},
    PlantedBug{RefundPostsOneSide, "RefundPostsOneSide", "conservation"},
    PlantedBug{ChainsToGroupsStart, "ChainsToGroupsStart", "chain"},
    PlantedBug{TakesNewestFirst, "TakesNewestFirst", "intake", "cut"},
    PlantedBug{ReceiptsCoveredTooSoon, "ReceiptsCoveredTooSoon", "receipts", "shop_burnt,cut"},
    PlantedBug{HandedBackIsForgotten, "HandedBackIsForgotten", "receipts", "shop_burnt,cut"},
};

}  // namespace

std::span<const PlantedBug> planted_bugs() { return kBugs; }

}  // namespace perk::simulation
