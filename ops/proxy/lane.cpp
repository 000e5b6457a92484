#include "ops/proxy/lane.h"

#include <algorithm>

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace perk::ops {

namespace asio = boost::asio;
using boost::system::error_code;

namespace {

constexpr std::size_t kReadBytes = 16 * 1024;
/// Waits are taken in pieces of this, so that a toxic cleared in mid-wait is soon forgotten.
constexpr std::chrono::milliseconds kLookAgain{20};

auto quietly(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

}  // namespace

Lane::Lane(Parts parts)
    : parts_(std::move(parts)),
      wake_reader_(parts_.from.get_executor()),
      wake_writer_(parts_.from.get_executor()),
      pause_(parts_.from.get_executor()) {
  wake_reader_.expires_at(Clock::time_point::max());
  wake_writer_.expires_at(Clock::time_point::max());
}

void Lane::close() {
  is_closed_ = true;
  wake_reader_.cancel();
  wake_writer_.cancel();
  pause_.cancel();
}

Lane::Clock::time_point Lane::due_time() {
  std::int64_t wait = 0;
  if (const auto& latency = parts_.toxics.latency) {
    const std::int64_t jitter = latency->jitter.count();
    wait =
        std::max<std::int64_t>(0, latency->delay.count() + parts_.chance.between(-jitter, jitter));
  }
  last_due_ = std::max(last_due_, Clock::now() + std::chrono::milliseconds(wait));
  return last_due_;
}

asio::awaitable<void> Lane::wait_for_room() {
  while (queued_bytes_ >= kLaneBytesMax && !is_closed_) {
    error_code woken;
    co_await wake_reader_.async_wait(quietly(woken));
  }
}

asio::awaitable<void> Lane::take_in() {
  std::vector<char> buffer(kReadBytes);
  while (!is_closed_) {
    co_await wait_for_room();
    error_code error;
    const std::size_t got =
        co_await parts_.from.async_read_some(asio::buffer(buffer), quietly(error));
    if (is_closed_) co_return;
    if (parts_.toxics.is_black_hole) {
      has_gap_ = true;
      parts_.swallowed_bytes += got;
      if (error) co_return;
      continue;
    }
    if (error && error != asio::error::eof) co_return parts_.reset();
    queue_.push_back(
        {{buffer.begin(), buffer.begin() + static_cast<std::ptrdiff_t>(got)}, due_time()});
    queued_bytes_ += got;
    wake_writer_.cancel();
    if (error) co_return;
  }
}

asio::awaitable<void> Lane::wait_for_parcel() {
  while (queue_.empty() && !is_closed_) {
    error_code woken;
    co_await wake_writer_.async_wait(quietly(woken));
  }
}

asio::awaitable<void> Lane::wait_until(const Parcel& parcel) {
  while (!is_closed_ && parts_.toxics.latency && Clock::now() < parcel.due) {
    pause_.expires_at(std::min(parcel.due, Clock::now() + kLookAgain));
    error_code woken;
    co_await pause_.async_wait(quietly(woken));
  }
}

asio::awaitable<void> Lane::pass_on() {
  while (true) {
    co_await wait_for_parcel();
    if (is_closed_) co_return;
    Parcel parcel = std::move(queue_.front());
    queue_.pop_front();
    co_await wait_until(parcel);
    if (is_closed_) co_return;
    if (parcel.bytes.empty()) {
      error_code ignored;
      parts_.to.shutdown(Socket::shutdown_send, ignored);
      co_return;
    }
    alter(parcel);
    if (!co_await write(parcel)) co_return;
    queued_bytes_ -= parcel.bytes.size();
    wake_reader_.cancel();
  }
}

void Lane::alter(Parcel& parcel) {
  constexpr std::uint64_t kBits = 8;
  const auto& every = parts_.toxics.altered_every_bytes;
  if (!every) return;
  for (char& byte : parcel.bytes) {
    if (parts_.chance.below(*every) == 0)
      byte = static_cast<char>(byte ^ (1 << parts_.chance.below(kBits)));
  }
}

std::size_t Lane::next_piece(std::size_t left) {
  std::uint64_t piece = left;
  if (const auto& slicer = parts_.toxics.slicer) piece = std::min(piece, slicer->bytes);
  if (const auto& rate = parts_.toxics.bytes_per_second) piece = std::min(piece, *rate / 20 + 1);
  if (const auto& limit = parts_.toxics.reset_after_bytes) {
    piece = std::min(piece, *limit > passed_ ? *limit - passed_ : 0);
    if (piece == 0) parts_.reset();
  }
  return static_cast<std::size_t>(piece);
}

asio::awaitable<bool> Lane::write(const Parcel& parcel) {
  std::size_t done = 0;
  while (done < parcel.bytes.size()) {
    const std::size_t piece = next_piece(parcel.bytes.size() - done);
    if (piece == 0) co_return false;
    error_code error;
    co_await asio::async_write(parts_.to, asio::buffer(parcel.bytes.data() + done, piece),
                               quietly(error));
    if (error && !is_closed_) parts_.reset();
    if (error || is_closed_) co_return false;
    done += piece;
    passed_ += piece;
    parts_.passed_bytes += piece;
    co_await rest_after(piece);
  }
  co_return !is_closed_;
}

asio::awaitable<void> Lane::rest_after(std::size_t written) {
  const auto start = Clock::now();
  const auto rest = [&]() -> std::chrono::microseconds {
    std::uint64_t micros = 0;
    if (const auto& slicer = parts_.toxics.slicer)
      micros += static_cast<std::uint64_t>(slicer->pause.count()) * 1000;
    if (const auto& rate = parts_.toxics.bytes_per_second) micros += written * 1'000'000 / *rate;
    return std::chrono::microseconds(micros);
  };
  while (!is_closed_ && Clock::now() < start + rest()) {
    pause_.expires_at(std::min<Clock::time_point>(start + rest(), Clock::now() + kLookAgain));
    error_code woken;
    co_await pause_.async_wait(quietly(woken));
  }
}

}  // namespace perk::ops
