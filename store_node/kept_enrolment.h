// A shop's enrolment as it is now: what its file said at the start, and what head office has told of card numbers
// since. What is used stands in the file first. Owns a file's path, no thread; one thread at a time.
#pragma once

#include <filesystem>

#include "store_node/enrolment.h"
#include "sync/enrol_messages.h"

namespace perk::store_node {

/// With the keys and ranges of `news` beside those that are there: none is forgotten. The error is a sentence:
/// another key under a version that is there, a range of another kind, or numbers that fit together with none.
[[nodiscard]] Result<Enrolment, std::string> with_news(const Enrolment& enrolment,
                                                       const sync::NumberNews& news);

class KeptEnrolment {
 public:
  KeptEnrolment(std::filesystem::path file, Enrolment enrolment)
      : file_(std::move(file)), enrolment_(std::move(enrolment)) {}

  [[nodiscard]] const Enrolment& now() const { return enrolment_; }
  /// Of its keys.
  [[nodiscard]] std::uint32_t newest_key() const;
  /// True: there was something new, and it is durably in the file. The error is a sentence; nothing is changed then,
  /// but for a failure just after the file was replaced: it is asked for again.
  [[nodiscard]] Result<bool, std::string> hear(const sync::NumberNews& news);

 private:
  const std::filesystem::path file_;
  Enrolment enrolment_;
};

}  // namespace perk::store_node
