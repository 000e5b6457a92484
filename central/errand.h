// Work sent out: something lives in one place (one thread of execution), and what blocks is done for it in
// another, by the workers. In the program home is the io_context's thread and the workers are a pool; in the
// simulator both are one queue.
#pragma once

#include <utility>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/post.hpp>

namespace perk::central {

struct WorkPlaces {
  boost::asio::any_io_executor home, workers;
};

/// Does `work` on the workers, then `answer` with its result at home; returns at once. Each keeps alive, by
/// what it captures, all that it needs.
template <typename Work, typename Answer>
void send_out(const WorkPlaces& places, Work work, Answer answer) {
  boost::asio::post(places.workers, [home = places.home, work = std::move(work),
                                     answer = std::move(answer)]() mutable {
    boost::asio::post(home, [result = work(), answer = std::move(answer)]() mutable {
      answer(std::move(result));
    });
  });
}

}  // namespace perk::central
