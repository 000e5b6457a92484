// Small files that are written once and must not be lost: secrets, readable by their owner only, and
// what everybody may read. Errors are what the caller's sentence says after the file's name ("does not
// exist"), and never hold any of the file's content. For adapters; blocks.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ledger/result.h"

namespace perk::sync {

enum class Readers { OwnerOnly, Everybody };

/// Reads the whole file into `text`, at most `bytes_max` of it. A secret that others can read, or that is
/// no regular file, is refused. The caller wipes `text` where it holds a secret.
[[nodiscard]] Result<Done, std::string> read_small_file(const std::string& path, Readers readers,
                                                        std::size_t bytes_max, std::string& text);
/// Durable on return, and whole whenever it is there, also after a crash in the middle. Refuses to
/// overwrite; removes what it could not finish.
[[nodiscard]] Result<Done, std::string> write_new_file(const std::string& path, Readers readers,
                                                       std::string_view text);
/// Durable on return; who reads meanwhile finds the former text or this one, whole.
[[nodiscard]] Result<Done, std::string> replace_file(const std::string& path, Readers readers,
                                                     std::string_view text);
/// The file has that name from now on, in the place of what may be there. Durable on return.
[[nodiscard]] Result<Done, std::string> rename_file(const std::string& from, const std::string& to);
/// Durable on return; that there is none is no error.
[[nodiscard]] Result<Done, std::string> remove_file(const std::string& path);

}  // namespace perk::sync
