// Serves perk-enrol/1: one hello, or a store's question about card numbers, one answer, and the connection
// ends. Whoever comes has proven nothing, so all is bounded: how often (request_rate.h), how many at once, how large a hello, how long it may take. Lives
// at home, on the io_context's one thread; codes are redeemed by the workers. Logs who enrolled, and that
// somebody was refused; never a secret.
#pragma once

#include <memory>

#include "central/enrol/registrar.h"
#include "central/enrol/request_rate.h"
#include "central/errand.h"
#include "sync/net/frame_stream.h"
#include "sync/process/log.h"

namespace perk::central {

struct EnrolLimits {
  RequestRates rates;
  std::size_t connections_max = 32;  ///< At once; who comes beyond it is told to try later.
  Millis hello_max{5'000};           ///< From coming in to having said hello.
};

class EnrolServer {
 public:
  /// What it is handed outlives it, and the work that it left with the workers.
  EnrolServer(WorkPlaces places, Registrar& registrar, const Clock& clock, sync::Log log,
              EnrolLimits limits = {});
  EnrolServer(const EnrolServer&) = delete;
  EnrolServer& operator=(const EnrolServer&) = delete;
  ~EnrolServer();

  /// Somebody who asked for Service::Enrolment.
  void meet(sync::Channel channel);
  /// Ends all connections.
  void stop();

 private:
  class Counter;
  std::shared_ptr<Counter> counter_;
};

}  // namespace perk::central
