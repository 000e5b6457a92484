#include "tests/end_to_end/careful_writer.h"

namespace perk::test {
namespace {

constexpr std::chrono::milliseconds kAnswerMax{3'000};

}  // namespace

CarefulWriter::CarefulWriter(const std::string& url)
    : backend_(url + "&options=-csearch_path%3Dcareful", kAnswerMax) {}

bool CarefulWriter::begin() {
  return backend_.initialise(euro_chain(), number_key(), kMorning) &&
         backend_.events().register_incarnation(log_.store(), log_.origin(), kMorning);
}

Shard CarefulWriter::shard() { return shard_of(card(1), euro_chain().shard_count); }

central::Stored<central::AppendedGroup> CarefulWriter::append_through(std::uint64_t through) {
  central::ShardGroup group{shard(), {}};
  for (std::uint64_t seq = 1; seq <= through; ++seq)
    group.events.push_back(arrived(value_loaded(card(1), 100).recorded(log_.origin(), seq)));
  return backend_.events().append(group, kMorning);
}

central::Stored<std::size_t> CarefulWriter::count() {
  const auto events = backend_.events().read_shard(shard(), Position(), 1'000);
  if (!events) return failed(events.error());
  return events.value().size();
}

}  // namespace perk::test
