// Secrets of a running chain, in whatever form somebody might have let them out, and the search for them in
// files. Reads files; nothing else.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace perk::test {

struct Secret {
  std::string what;                ///< "market/log.key", for people.
  std::vector<std::string> forms;  ///< Any of these in a file gives it away.
};

/// The digits as they are, or whatever text it is.
[[nodiscard]] Secret secret_text(std::string what, const std::string& text);
/// Sixteen bytes or more: as they are, in hex, in base64 wherever in a longer text it begins. The last eighteen
/// are enough: a line of PEM breaks in the middle of a key.
[[nodiscard]] Secret secret_bytes(std::string what, std::string_view bytes);

/// Of a file of one line of hex: a log's, an operator's or head office's own.
[[nodiscard]] Secret key_in_hex(std::string what, const std::filesystem::path& file);
/// Of what a till and its store share: the last line of a pairing file.
[[nodiscard]] Secret key_in_pairing(std::string what, const std::filesystem::path& file);
/// Of PEM: the scalar of a P-256 key.
[[nodiscard]] Secret key_in_pem(std::string what, const std::filesystem::path& file);

/// The indexes of those secrets that stand in the text, ascending.
class SecretSearch {
 public:
  explicit SecretSearch(const std::vector<Secret>& secrets);
  [[nodiscard]] std::vector<std::size_t> in(std::string_view text) const;

 private:
  struct Needle {
    std::string form;
    std::size_t secret;
  };
  std::vector<char> begins_;  ///< Whether any form begins with these two bytes.
  std::vector<std::vector<Needle>> by_beginning_;
};

}  // namespace perk::test
