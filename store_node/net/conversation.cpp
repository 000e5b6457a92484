#include "store_node/net/conversation.h"

#include <utility>

#include "ledger/mutant.h"

namespace perk::store_node {

Conversation::Conversation(ConversationPorts ports, LogIdentity log, ConversationSettings settings)
    : ports_(ports),
      log_(log),
      settings_(settings),
      pump_(sync::Pump::opener(settings.replicator,
                               {ports.source, ports.sink, ports.link, *this, ports.clock},
                               ports.introducer)) {}

void Conversation::receive(sync::Message message) {
  note_refusal(message);
  note_parting(message);
  note_welcome(message);
  pump_->receive(std::move(message));
}

void Conversation::tick() {
  pump_->tick();
  note_heard();
  note_nothing_to_send();
}

void Conversation::log_grew(Seq end) {
  pump_->feed_grew(sync::FeedId::log(log_.incarnation), sync::FeedIndex(end.value()));
}

void Conversation::say(std::uint64_t line, const std::vector<sync::Word>& words) {
  if (line != line_) return;
  for (const sync::Word& word : words) pump_->say(word);
}

void Conversation::lost(const std::string& sentence) {
  pump_->abandon({sync::RefusalCode::Unspecified, sentence, Millis(0)});
  ports_.till.tell([](Till& till) { till.head_office_lost(); });
}

/// As the answer to a Hello, head office's verdict on this log; later on it may be about anything.
void Conversation::note_refusal(const sync::Message& message) {
  const auto* refusal = std::get_if<sync::Refusal>(&message);
  const bool is_verdict =
      refusal != nullptr && refusal->code == sync::RefusalCode::Forked && !pump_->is_streaming();
  if (is_verdict && !PERK_PLANTED(Mutant::VerdictIsIgnored))
    ports_.till.tell([](Till& till) { till.give_up(ClosedWhy::Forked); });
}

/// Head office was restored: this shop goes back to where the histories part, then shakes hands again.
void Conversation::note_parting(const sync::Message& message) {
  const auto* refusal = std::get_if<sync::Refusal>(&message);
  if (refusal == nullptr || refusal->code != sync::RefusalCode::EpochBegun) return;
  ports_.watcher.on_parted(*refusal);
  ports_.till.tell(
      [partings = refusal->partings](Till& till) { till.head_office_parted(partings); });
}

/// A Welcome says what head office holds of this log, also when nothing is left to send; if that is
/// something else than what this log has there, the log was copied or ran back.
void Conversation::note_welcome(const sync::Message& message) {
  const auto* welcome = std::get_if<sync::Welcome>(&message);
  if (welcome == nullptr || welcome->cursors.empty()) return;
  ports_.till.tell(
      [known = welcome->event_type_max](Till& till) { till.head_office_knows(known); });
  const sync::Cursor held = welcome->cursors.front();
  if (held.feed != sync::FeedId::log(log_.incarnation)) return;
  ports_.till.tell([held](Till& till) {
    const Seq seq(held.index.value());
    const bool is_ours =
        till.confirms({till.identity().store, till.identity().incarnation, seq, held.hash});
    is_ours ? till.head_office_holds(seq) : till.give_up(ClosedWhy::Forked);
  });
}

void Conversation::note_heard() {
  if (!std::exchange(was_heard_, false)) return;
  ports_.till.tell([](Till& till) { till.head_office_heard(); });
}

/// A handshake proves nothing: head office may refuse what follows, each time. A line on which nothing
/// waits to be sent, for long enough, does.
void Conversation::note_nothing_to_send() {
  if (!pump_->is_streaming() || pump_->backlog() > 0) calm_since_ = ports_.clock.monotonic();
  if (ports_.clock.monotonic() - calm_since_ >= settings_.calm_proves_good)
    ports_.watcher.on_proven_good();
}

void Conversation::on_streaming() {
  calm_since_ = ports_.clock.monotonic();
  line_ = ports_.watcher.on_connected();
  ports_.till.tell([](Till& till) { till.head_office_connected(); });
}

void Conversation::on_peer_holds(const sync::Durable& held) {
  if (held.feed() != sync::FeedId::log(log_.incarnation)) return;
  ports_.watcher.on_proven_good();
  ports_.till.tell(
      [seq = Seq(held.through().value())](Till& till) { till.head_office_holds(seq); });
}

void Conversation::on_word(const sync::Word& word) {
  ports_.till.tell([word](Till& till) { till.head_office_said(word); });
}

void Conversation::on_ended(const sync::Refusal& why) { ports_.watcher.on_ended(why); }

}  // namespace perk::store_node
