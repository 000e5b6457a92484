// The certificates of a demo's tills, each made by the chain's authority when it is first asked for, in a folder of
// the till's number. Blocks; touches the disk. Errors are one sentence.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/ids.h"
#include "ledger/result.h"
#include "sync/tls/security.h"

namespace perk::ops {

class TillPapers {
 public:
  /// Without an authority (an empty path) tills speak plainly.
  TillPapers(std::filesystem::path authority, std::filesystem::path directory)
      : authority_(std::move(authority)), directory_(std::move(directory)) {}

  [[nodiscard]] Result<sync::Security, std::string> of(TerminalId terminal) const;
  [[nodiscard]] const std::filesystem::path& directory() const { return directory_; }

 private:
  std::filesystem::path authority_, directory_;
};

}  // namespace perk::ops
