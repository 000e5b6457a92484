// Operators of a town, each with the admin tool, a key and a certificate of their own.
#pragma once

#include <string>

#include <gtest/gtest.h>

#include "tests/end_to_end/town.h"

namespace perk::test {

/// The admin tool in the hands of one person, who has a key and a certificate in the same name.
class Person {
 public:
  Person(const Town& town, std::string name) : town_(town), name_(std::move(name)) {
    key_file_ = (town.directory() / (name_ + ".key")).string();
    const ShellOutcome made = town.perk("operator key --out " + shell_word(key_file_));
    EXPECT_EQ(made.exit_code, 0) << made.output;
    public_key_ = made.output.substr(0, 64);
    certificate_ = (town.directory() / (name_ + "-tls")).string();
    const ShellOutcome issued = town.perk("ca issue operator " + name_ + " --dir " +
                                          shell_word((town.directory() / "ca").string()) +
                                          " --out " + shell_word(certificate_));
    EXPECT_EQ(issued.exit_code, 0) << issued.output;
  }
  [[nodiscard]] ShellOutcome perk(const std::string& words) const { return perk_as(*this, words); }
  /// Signed by this one, from the machine of the other.
  [[nodiscard]] ShellOutcome perk_as(const Person& other, const std::string& words) const {
    return town_.perk("--tls " + shell_word(other.certificate_) + " --operator " + name_ +
                      " --operator-key " + shell_word(key_file_) + " " + words);
  }
  [[nodiscard]] std::string admitted_as(const std::string& role) const {
    return "operator add " + name_ + " --role " + role + " --key " + public_key_ +
           " --reason joined";
  }

 private:
  const Town& town_;
  std::string name_, key_file_, public_key_, certificate_;
};

}  // namespace perk::test
