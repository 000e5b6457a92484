// The files of a demo's folder: settings of the servers, ports they found, processes to end later.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "ledger/money.h"
#include "ledger/result.h"
#include "sync/net/address.h"

namespace perk::ops {

struct RunningProgram {
  int pid = 0;
  std::string name;
};

/// Whole or not at all.
[[nodiscard]] Result<Done, std::string> write_whole(const std::filesystem::path& path,
                                                    const std::string& content);
[[nodiscard]] std::optional<std::string> read_whole(const std::filesystem::path& path);

/// Of perk-central: allowances in typical purchases; nothing for a typical purchase of zero.
[[nodiscard]] std::string stand_in_settings(Amount typical_purchase);
/// How streams are protected: not at all, or by what is in these folders.
[[nodiscard]] std::string insecure_settings();
[[nodiscard]] std::string private_office_settings(const std::filesystem::path& identity,
                                                  const std::filesystem::path& authority);
[[nodiscard]] std::string private_shop_settings(const std::filesystem::path& identity);
/// Settings files (perk-central, perk-store), to be followed by one of those. Ports of 0 are any free ones.
[[nodiscard]] std::string central_settings(const std::filesystem::path& data,
                                           const std::string& conninfo, const std::string& currency,
                                           const sync::Address& stores, const sync::Address& admin);
[[nodiscard]] std::string store_settings(const std::filesystem::path& directory,
                                         const sync::Address& terminals,
                                         const sync::Address& head_office);

/// "1234 perk-store" a line.
[[nodiscard]] std::string to_text(const std::vector<RunningProgram>& programs);
[[nodiscard]] std::vector<RunningProgram> running_programs(const std::string& text);
/// The servers and tills that run from files in a folder, also if somebody started them again by hand.
[[nodiscard]] std::vector<RunningProgram> programs_of(const std::filesystem::path& directory);
/// Ends those of them that still run the program they are down as (a pid may have been given to another
/// since), in reverse order. Returns how many there were.
std::size_t end_programs(const std::vector<RunningProgram>& programs);

}  // namespace perk::ops
