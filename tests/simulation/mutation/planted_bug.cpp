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
    PlantedBug{SkipsAtPageEnd, "SkipsAtPageEnd", "cursor", "shop_burnt", 120},
    PlantedBug{SendsOnlyWhatIsNew, "SendsOnlyWhatIsNew", "cursor", "cut"},
    PlantedBug{CodecDropsRequest, "CodecDropsRequest", "codec"},
    PlantedBug{CodecLosesSign, "CodecLosesSign", "codec"},
    PlantedBug{CodecDropsTender, "CodecDropsTender", "codec", "all", 40, 2},
    PlantedBug{RequestIsNotRemembered, "RequestIsNotRemembered", "dedupe", "all", 40, 2},
    PlantedBug{StoresDuplicates, "StoresDuplicates", "dedupe", "all", 40, 6},
    PlantedBug{WrapCountsForEachBringer, "WrapCountsForEachBringer", "dedupe", "two_clones", 40, 2},
    PlantedBug{FoldCountsRepeats, "FoldCountsRepeats", "dedupe", "office_restored,shop_crash"},
    PlantedBug{CheckpointWithoutRows, "CheckpointWithoutRows", "projection"},
    PlantedBug{RowsBeginAnew, "RowsBeginAnew", "projection"},
    PlantedBug{RowCountsWrapTwice, "RowCountsWrapTwice", "projection", "two_clones", 40, 2},
    PlantedBug{RestartForgetsLastEvent, "RestartForgetsLastEvent", "recovery", "shop_crash"},
    PlantedBug{ApprovesWhatWasInDoubt, "ApprovesWhatWasInDoubt", "recovery", "shop_commit_fails"},
    PlantedBug{RestartTakesAllForHeld, "RestartTakesAllForHeld", "recovery", "burnt_while_cut"},
    PlantedBug{RestartForgetsPast, "RestartForgetsPast", "recovery", "office_restored,shop_crash",
               40, 53},
    PlantedBug{GrownLogIsClosed, "GrownLogIsClosed", "forks", "cut"},
    PlantedBug{WitnessIsIgnored, "WitnessIsIgnored", "forks", "shop_restored,cut", 40, 41},
    PlantedBug{ClosedLogGoesOn, "ClosedLogGoesOn", "forks", "shop_cloned", 40, 2},
    PlantedBug{VerdictIsIgnored, "VerdictIsIgnored", "forks", "shop_cloned", 40, 2},
    PlantedBug{ClosesOneTooFar, "ClosesOneTooFar", "forks", "two_clones", 40, 6},
    PlantedBug{FormerLogIsNotBrought, "FormerLogIsNotBrought", "forks", "two_clones"},
    PlantedBug{ReusesHeadOfficeSeqs, "ReusesHeadOfficeSeqs", "epochs", "office_restored", 40, 7},
    PlantedBug{GrantsBeforeAllReported, "GrantsBeforeAllReported", "epochs", "restored_while_cut",
               100, 2},
    PlantedBug{PastIsNotAskedFor, "PastIsNotAskedFor", "epochs", "office_restored", 40, 4},
    PlantedBug{ExposureForgetsAllowances, "ExposureForgetsAllowances", "exposure", "cut"},
    PlantedBug{RegrantsOnceDrawn, "RegrantsOnceDrawn", "exposure", "cut"},
    PlantedBug{AllowanceForgetsDraws, "AllowanceForgetsDraws", "exposure", "cut", 200, 12},
    PlantedBug{OverdraftStaysHidden, "OverdraftStaysHidden", "exposure", "shop_cloned,cut", 150},
    PlantedBug{RefundPostsOneSide, "RefundPostsOneSide", "conservation"},
    PlantedBug{ChainsToGroupsStart, "ChainsToGroupsStart", "chain", "all", 40, 2},
    PlantedBug{TakesNewestFirst, "TakesNewestFirst", "intake", "cut", 40, 3},
    PlantedBug{ReceiptsCoveredTooSoon, "ReceiptsCoveredTooSoon", "receipts", "shop_burnt,cut", 40,
               9},
    PlantedBug{HandedBackIsForgotten, "HandedBackIsForgotten", "receipts", "shop_burnt,cut", 40, 9},
    PlantedBug{KeptIsCalledCovered, "KeptIsCalledCovered", "receipts", "burnt_twice_while_cut"},
};

}  // namespace

std::span<const PlantedBug> planted_bugs() { return kBugs; }

}  // namespace perk::simulation
