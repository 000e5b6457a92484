// `perk-store enrol`: a new machine makes its keys, shows head office its one-time code, and keeps what it gets:
// log.key, tls.key, tls.crt, ca.crt and enrolment.toml in one directory, readable by their owner only.
//
// Each file is durable and whole once it has its name, and the last is enrolment.toml. Interrupted at any
// point it can be done again with the same code, until that expires: the keys that are there are used. Blocks;
// reads the machine's random source.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/time.h"
#include "store_node/enrolment.h"
#include "sync/crypto/enrol_code.h"
#include "sync/net/address.h"

namespace perk::store_node {

struct EnrolByCode {
  sync::EnrolCode code;
  sync::Address head_office;
  std::filesystem::path directory;
  Millis deadline{20'000};  ///< For all that head office is waited for.
};

struct NotEnrolled {
  enum class Why {
    Files,        ///< Something in the directory is in the way; nothing was said to head office.
    Unreachable,  ///< Head office was not reached, or is not the code's: the secret was not said.
    Refused       ///< Head office's word, or what it answered makes no sense.
  };
  Why why = Why::Files;
  std::string sentence;
};

[[nodiscard]] Result<Enrolment, NotEnrolled> enrol_by_code(const EnrolByCode& order);

}  // namespace perk::store_node
