// What went wrong with a file or between two ends, in words that an operator understands, as in "its certificate
// has expired". For the files of this folder only. Pure.
#pragma once

#include <string>
#include <string_view>

#include <boost/system/error_code.hpp>

#include "ledger/result.h"

namespace perk::sync {

/// Of a certificate that this end refuses (X509_V_ERR_...).
inline constexpr std::string_view kRevokedWords = "it says that our certificate is revoked";

[[nodiscard]] std::string words_for_certificate(int error);
/// Of a handshake that the peer or the line ended.
[[nodiscard]] std::string words_for_handshake(const boost::system::error_code& error);
/// One sentence, as in "The key file tls/tls.key holds no P-256 key."
[[nodiscard]] Failed<std::string> complaint(const std::string& what, const std::string& path,
                                            const std::string& why);

}  // namespace perk::sync
