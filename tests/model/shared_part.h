// A part of the model's world that many worlds share until one of them changes it: exploring copies
// worlds by the hundred thousand, and a step changes one shop of them. Single-threaded.
#pragma once

#include <memory>
#include <utility>

namespace perk::model {

template <typename T>
class SharedPart {
 public:
  SharedPart() : part_(std::make_shared<T>()) {}
  explicit SharedPart(T part) : part_(std::make_shared<T>(std::move(part))) {}

  const T& operator*() const { return *part_; }
  const T* operator->() const { return part_.get(); }

  /// For changing it in this world alone.
  T& write() {
    if (part_.use_count() > 1) part_ = std::make_shared<T>(*part_);
    return *part_;
  }

 private:
  std::shared_ptr<T> part_;
};

}  // namespace perk::model
