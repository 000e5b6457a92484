// SIGTERM and SIGINT as a call on the io_context's thread. The first asks the program to stop in
// order; after it the system's own handling is back, so that a second one ends it at once.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include <boost/asio/io_context.hpp>

namespace perk::sync {

class StopSignal {
 public:
  /// `on_stop` gets the signal's name, for the log; it is called at most once.
  StopSignal(boost::asio::io_context& io,
             std::function<void(const std::string& signal_name)> on_stop);
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();
  /// No longer wait: lets the io_context run out of work.
  void disarm();

 private:
  struct Signals;
  std::unique_ptr<Signals> signals_;
};

}  // namespace perk::sync
