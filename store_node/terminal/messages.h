// What a till and its store node say to each other, as plain values. Requests are made and kept by the
// till before it sends them; the same request sent again gets its first answer. The card number
// crosses the shop's own wire and is forgotten as soon as it is hashed.
// Frames as in sync/wire/frame.h; types: 1 TerminalHello, 2 TerminalWelcome, 3 SaleRequest,
// 4 SaleAnswer, 5 BalanceInquiry, 6 BalanceInquiryAnswer, 7 HandBack, 8 HandBackAnswer,
// 9 StatusRequest, 10 StatusAnswer, 11 TerminalFault.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ledger/command.h"
#include "ledger/rejection.h"
#include "sync/crypto/receipt.h"

namespace perk::store_node {

inline constexpr std::uint32_t kTerminalProtocolVersion = 1;

/// The last head a till was given: a node that is behind it has lost part of its log.
struct Witness {
  StoreId store;
  Origin incarnation;
  Seq seq;
  Digest hash;
  friend bool operator==(const Witness&, const Witness&) = default;
};

struct TerminalHello {
  std::uint32_t version = kTerminalProtocolVersion;
  TerminalId terminal;
  std::optional<Witness> witness;
  friend bool operator==(const TerminalHello&, const TerminalHello&) = default;
};

struct TerminalWelcome {
  std::uint32_t version = kTerminalProtocolVersion;
  StoreId store;
  std::string store_name;
  Origin incarnation;
  Seq log_end;
  Seq synced_through;
  friend bool operator==(const TerminalWelcome&, const TerminalWelcome&) = default;
};

enum class RequestKind : std::uint8_t {
  Unspecified = 0,
  Issue = 1,
  Load = 2,
  Redeem = 3,
  Reverse = 4,
  Hold = 5,  ///< Sets value aside until it is captured or released, by this shop.
  Capture = 6,
  ReleaseHold = 7,  ///< Gives back all that is left of a hold.
  ReverseLoad = 8   ///< Gives a load's money back.
};

/// Whether it takes spending rights, so that head office can help a shop that is short of them.
[[nodiscard]] constexpr bool takes_rights(RequestKind kind) {
  return kind == RequestKind::Redeem || kind == RequestKind::Hold ||
         kind == RequestKind::ReverseLoad;
}
/// Whether it is about an event before it, which it names.
[[nodiscard]] constexpr bool names_original(RequestKind kind) {
  return kind == RequestKind::Reverse || kind == RequestKind::Capture ||
         kind == RequestKind::ReleaseHold || kind == RequestKind::ReverseLoad;
}

/// The card number as the till read it: not yet checked, never logged.
struct SaleRequest {
  RequestId id;
  RequestKind kind = RequestKind::Unspecified;
  std::string card_number;
  Money money;  ///< For Issue and ReleaseHold: only its currency counts.
  PartialApproval partial = PartialApproval::Refused;
  std::optional<EventId> original;  ///< Of names_original() kinds: purchase, hold or load.
  ReversalReason reversal_reason = ReversalReason::Unspecified;
  Tender tender = Tender::Unspecified;
  ProgrammeId programme;
  std::string manager{};  ///< For Redeem: who overrides by hand, beyond rights; empty: nobody.
  Amount tip{};           ///< For Capture: the staff's part of the money.
  RestOfHold rest = RestOfHold::GivenBack;  ///< For Capture.
  friend bool operator==(const SaleRequest&, const SaleRequest&) = default;
};

enum class Outcome : std::uint8_t {
  Unspecified = 0,
  Approved = 1,
  PartiallyApproved = 2,
  Declined = 3,  ///< For good: the refusal is durable, and a repeat hears it again.
  Unknown = 4,   ///< Not final: an earlier try may have been approved. Ask again with the same id.
};

/// Whether an answer ends its request. Anything else, an outcome of a newer version too, means: ask
/// again with the same id.
[[nodiscard]] constexpr bool is_final(Outcome outcome) {
  return outcome == Outcome::Approved || outcome == Outcome::PartiallyApproved ||
         outcome == Outcome::Declined;
}

/// How fresh the store's knowledge was.
struct AsOf {
  WallTime wall;           ///< The newest fact known of the card.
  Position known_through;  ///< Of the card's shard.
  Millis cut_off_for;      ///< 0 while connected.
  friend bool operator==(const AsOf&, const AsOf&) = default;
};

/// Sent only after the event is durable in the store's log (SQLite WAL, synchronous=FULL).
struct SaleAnswer {
  RequestId id;
  Outcome outcome = Outcome::Unspecified;
  std::string reason;    ///< Name of the refusal (rejection_table), when declined or unknown.
  std::string sentence;  ///< For the person at the till.
  Retry retry = Retry::Useless;
  Money amount;     ///< Approved, set aside or given back; zero otherwise.
  Money remaining;  ///< Available on the card afterwards, as known here.
  Basis basis = Basis::Unspecified;
  AsOf as_of;
  /// When approved. None for a repeat of what an earlier log of this shop recorded: that came back from
  /// head office, so nobody has to prove it any more. The till keeps a receipt until it is covered:
  std::optional<sync::Receipt> receipt;
  Seq synced_through;            ///< head office holds this store's log through here.
  std::optional<EventId> event;  ///< When approved.
  friend bool operator==(const SaleAnswer&, const SaleAnswer&) = default;
};

struct BalanceInquiry {
  std::uint64_t number = 0;
  std::string card_number;
  friend bool operator==(const BalanceInquiry&, const BalanceInquiry&) = default;
};
struct BalanceInquiryAnswer {
  std::uint64_t number = 0;
  bool is_known = false;
  bool is_frozen = false;
  Money available;
  AsOf as_of;
  std::string reason;      ///< Name of the refusal when the number itself is bad; else empty.
  Amount own_rights{};     ///< Of what is available: what this shop may spend without asking.
  Amount beyond_rights{};  ///< What it would approve beyond them now, if head office said nothing.
  friend bool operator==(const BalanceInquiryAnswer&, const BalanceInquiryAnswer&) = default;
};

inline constexpr std::size_t kHandBackReceiptsMax = 1'000;  ///< In one message: each costs a check.
/// Receipts a till gives back to a node, which may have lost the events they prove.
struct HandBack {
  std::uint64_t number = 0;
  std::vector<sync::Receipt> receipts;
  friend bool operator==(const HandBack&, const HandBack&) = default;
};
/// A till lets a receipt go when it is covered, and hands back again what is not: a node may yet lose what it
/// holds or keeps.
enum class HandBackOutcome : std::uint8_t {
  Unspecified = 0,  ///< The store cannot say now.
  Held = 1,         ///< The log has this very event; head office not yet.
  Kept = 2,         ///< Not in the log; durable beside it, until it is brought to head office.
  Refused = 3,      ///< The signature or the hashes are wrong.
  Covered = 4,      ///< Head office holds this very event.
};
struct HandBackAnswer {
  std::uint64_t number = 0;
  std::vector<HandBackOutcome> outcomes;  ///< One for each receipt, in order.
  friend bool operator==(const HandBackAnswer&, const HandBackAnswer&) = default;
};

struct StatusRequest {
  std::uint64_t number = 0;
  friend bool operator==(const StatusRequest&, const StatusRequest&) = default;
};
struct StatusAnswer {
  std::uint64_t number = 0;
  StoreId store;
  std::string store_name;
  Origin incarnation;
  Seq log_end;
  Digest log_end_hash;
  Seq synced_through;
  bool is_connected = false;
  Millis cut_off_for;
  std::uint64_t approved = 0;  ///< Since this process started, as are the counts below.
  std::uint64_t declined = 0;
  Amount
      unsynced_value;  ///< Of purchases that head office has not acknowledged: the value at risk.
  std::uint64_t handed_back = 0;
  std::uint64_t frames_refused = 0;
  std::uint64_t cards = 0;
  std::uint64_t clock_too_far_ahead = 0;
  std::uint64_t replica_events = 0;
  // Connections of tills that were ended for what they cost (net/terminal_limits.h).
  std::uint64_t silent_closed = 0;  ///< No TerminalHello in its time.
  std::uint64_t turned_away = 0;    ///< Too many were open.
  std::uint64_t slow_closed = 0;    ///< Its answers piled up unread.
  std::string policy{};     ///< In force for cards of no particular programme (policy_name).
  Amount allowance_left{};  ///< Of the stand-in allowances that every purchase may draw on.
  Amount manager_allowance_left{};  ///< Of those for a manager's override.
  WallTime allowance_expires_at{};  ///< Of the last of the former to expire; 0: there is none.
  std::uint64_t asks_waiting = 0;   ///< Sales whose customers wait for head office now.
  bool is_line_slow = false;        ///< Customers wait no more: head office answers too late.
  // Purchases by their basis, since this process started.
  std::uint64_t on_rights = 0, on_cached = 0, on_stand_in = 0, on_central = 0;
  std::uint64_t wrong_numbers = 0;    ///< Numbers that are no cards, as far as was known here.
  std::uint64_t guesses_stopped = 0;  ///< Times that a terminal was made to wait for them.
  /// What former logs held and head office may lack was not all looked through yet (bringing.h): more events may follow.
  bool is_bringing = false;
  friend bool operator==(const StatusAnswer&, const StatusAnswer&) = default;
};

enum class TerminalFaultCode : std::uint32_t {
  Unspecified = 0,
  Malformed = 1,
  HelloMissing = 2,
  UnknownMessage = 3,
  Stopping = 4
};
struct TerminalFault {
  TerminalFaultCode code = TerminalFaultCode::Unspecified;
  std::string sentence;
  friend bool operator==(const TerminalFault&, const TerminalFault&) = default;
};

using TerminalMessage = std::variant<TerminalHello, TerminalWelcome, SaleRequest, SaleAnswer,
                                     BalanceInquiry, BalanceInquiryAnswer, HandBack, HandBackAnswer,
                                     StatusRequest, StatusAnswer, TerminalFault>;

}  // namespace perk::store_node
