// Result<T, E>: a value, or the reason there is none. For "the world says no" (Rejection) and "the
// world broke" (StorageError); never for our own bugs, which stop the process (see check.h).
// Single-threaded value type; never throws of itself.
#pragma once

#include <utility>
#include <variant>

#include "ledger/check.h"

namespace perk {

template <typename E>
struct Failed {
  E error;
};

/// Wraps a reason so that it converts to any Result with that error type.
template <typename E>
[[nodiscard]] Failed<std::decay_t<E>> failed(E&& error) {
  return {std::forward<E>(error)};
}

template <typename T, typename E>
class [[nodiscard]] Result {
 public:
  // NOLINTNEXTLINE(google-explicit-constructor): a value is a Result by itself.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  // NOLINTNEXTLINE(google-explicit-constructor): so is a failure.
  Result(Failed<E> failure) : state_(std::in_place_index<1>, std::move(failure.error)) {}

  [[nodiscard]] bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  /// The value. Asking a failed Result for it is our bug and stops the process.
  [[nodiscard]] const T& value() const& {
    PERK_CHECK(has_value(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  [[nodiscard]] T& value() & {
    PERK_CHECK(has_value(), "value() of a failed Result");
    return *std::get_if<0>(&state_);
  }
  /// By value, so that `for (x : f().value())` does not walk what is gone.
  [[nodiscard]] T value() && {
    PERK_CHECK(has_value(), "value() of a failed Result");
    return std::move(*std::get_if<0>(&state_));
  }
  /// The reason. Asking a successful Result for it is our bug and stops the process.
  [[nodiscard]] const E& error() const {
    PERK_CHECK(!has_value(), "error() of a successful Result");
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, E> state_;
};

/// The value type of operations that only succeed or fail.
struct Done {
  friend bool operator==(Done, Done) = default;
};

}  // namespace perk
