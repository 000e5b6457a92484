#include "tests/enrolment/front_desk.h"

#include <boost/asio/post.hpp>

#include "sync/crypto/keys.h"
#include "sync/tls/certificate.h"

namespace perk::test {
namespace {

central::ChainSettings euro_chain() { return {*Currency::from_code("EUR"), 16, Epoch(1)}; }

}  // namespace

WallTime DeskClock::wall() const {
  const std::scoped_lock lock(mutex_);
  return time_now() + passed_;
}

Instant DeskClock::monotonic() const {
  const std::scoped_lock lock(mutex_);
  return Instant(1'000) + passed_;
}

void DeskClock::advance(Millis by) {
  const std::scoped_lock lock(mutex_);
  passed_ = passed_ + by;
}

FrontDesk::FrontDesk(Trust& chain, central::EnrolLimits limits)
    : events_(euro_chain(), {{1, {7}}}),
      authority_(*sync::fingerprint_of(chain.authority().certificate())),
      tails_(events_),
      risk_(events_, tails_, euro_chain().shard_count),
      numbers_(events_, risk_, euro_chain().shard_count),
      registrar_(events_, events_, euro_chain(), clock_, gate_, numbers_, {chain.authority()}),
      work_(io_.get_executor()) {
  const auto own = chain.identity(sync::Party::head_office());
  doorway_ = sync::Doorway::open(io_, {"127.0.0.1", 0}, sync::Security::tls(own),
                                 {.strangers = sync::Strangers::MayEnrol})
                 .value();
  server_ = std::make_unique<central::EnrolServer>(
      central::WorkPlaces{io_.get_executor(), io_.get_executor()}, registrar_, clock_,
      sync::Log::open({}).value(), limits);
  doorway_->start([this](sync::Channel channel) { server_->meet(std::move(channel)); });
  thread_ = std::thread([this] { io_.run(); });
}

FrontDesk::~FrontDesk() { close(); }

void FrontDesk::close() {
  if (!thread_.joinable()) return;
  boost::asio::post(io_, [this] {
    doorway_->stop();
    server_->stop();
    work_.reset();
  });
  thread_.join();
}

std::uint64_t FrontDesk::let_in() {
  close();
  return doorway_->counters().let_in;
}

bool FrontDesk::make_key(const std::string& prefix, const sync::SecretNumberKey& key) {
  if (!events_.add_number_key({key.version, key.key})) return false;
  central::DeskClock time(events_, clock_);
  central::OfficePen pen(events_, time, clock_, euro_chain().shard_count, [](const auto&) {});
  const NumberKeyMade made{prefix, key.version,
                           sync::CardNumberKey(key.version, key.key).commitment(), "as planned",
                           "ada"};
  return pen
      .write(pen.page_of(StoreId()),
             [&](const central::OfficeDesk& desk) {
               const Stamp stamp = desk.stamp();
               Event event;
               event.envelope.hlc = stamp.hlc;
               event.envelope.raw_clock = stamp.raw_clock;
               event.envelope.policy_version = stamp.policy_version;
               event.body = made;
               return std::vector{event};
             })
      .has_value();
}

sync::EnrolCode FrontDesk::code_for(const std::string& name) {
  const sync::EnrolCode code{sync::random_nonce(), sync::mark_of(authority_)};
  constexpr Millis hour(3'600'000);
  const central::OfferedCode offered{sync::hash_of(code.secret), name, clock_.wall() + hour};
  PERK_CHECK(events_.offer_code(offered, clock_.wall()).has_value(), "a test's code is not kept");
  return code;
}

}  // namespace perk::test
