// What a store's pump works with: its own log as the feed to send, the writer as the place where head
// office's batches go, its log keys to introduce itself. All calls come on the uplink's thread; batches
// are answered there too.
#pragma once

#include <string>

#include <boost/asio/any_io_executor.hpp>

#include "store_node/signing_keys.h"
#include "store_node/till_inbox.h"
#include "sync/ports.h"
#include "sync/process/log.h"

namespace perk::store_node {

/// Reads what is durable of the own log, and signs each batch's end.
class LogFeed final : public sync::FeedSource {
 public:
  LogFeed(LogReader& reader, LogIdentity log, SigningKeys keys)
      : reader_(reader), log_(log), keys_(std::move(keys)) {}
  void read(const sync::Cursor& after, std::size_t bytes_max, OnRead done) override;

 private:
  [[nodiscard]] Result<sync::Batch, StorageError> past_after(const sync::Cursor& after,
                                                             std::size_t bytes_max);
  [[nodiscard]] Result<sync::Batch, StorageError> batch_after(const sync::Cursor& after,
                                                              std::size_t bytes_max);
  [[nodiscard]] Result<Done, StorageError> check_history(const sync::Cursor& after);

  LogReader& reader_;
  LogIdentity log_;
  SigningKeys keys_;
};

/// Hands head office's batches to the writer.
class ReplicaSink final : public sync::FeedSink {
 public:
  ReplicaSink(TillInbox& till, boost::asio::any_io_executor executor, sync::Log log)
      : till_(till), executor_(std::move(executor)), log_(std::move(log)) {}
  void append(sync::Batch batch, OnAppended done) override;

 private:
  TillInbox& till_;
  boost::asio::any_io_executor executor_;
  sync::Log log_;
};

/// Signs this store's durable state for a challenge.
class StoreIntroducer final : public sync::Introducer {
 public:
  struct Settings {
    std::uint16_t shard_count = 16;
    std::uint32_t credits = 8;
    std::string software;
  };
  StoreIntroducer(LogReader& reader, LogIdentity log, SigningKeys keys, Settings settings)
      : reader_(reader), log_(log), keys_(std::move(keys)), settings_(std::move(settings)) {}
  void introduce(const sync::Challenge& challenge, OnHello done) override;

 private:
  [[nodiscard]] Result<sync::Hello, StorageError> hello_for(const sync::Challenge& challenge);

  LogReader& reader_;
  LogIdentity log_;
  SigningKeys keys_;
  Settings settings_;
};

}  // namespace perk::store_node
