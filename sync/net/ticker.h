// Calls back again and again, a period apart, until it is destroyed: what drives a pump's tick().
// Lives on the io_context's one thread. A late tick is not made up for.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/any_io_executor.hpp>

#include "ledger/time.h"

namespace perk::sync {

class Ticker {
 public:
  Ticker(const boost::asio::any_io_executor& executor, Millis period,
         std::function<void()> on_tick);
  Ticker(const Ticker&) = delete;
  Ticker& operator=(const Ticker&) = delete;
  ~Ticker();

 private:
  class Beat;
  std::shared_ptr<Beat> beat_;
};

}  // namespace perk::sync
