#include "ops/cli/operator_key.h"

#include "sync/crypto/keys.h"

namespace perk::ops {

Result<PublicKey, std::string> make_operator_key(const MakeOperatorKey& what) {
  const sync::LogKey key = sync::LogKey::generate();
  const auto saved = key.save(what.path);
  if (!saved) return failed(std::string(saved.error()));
  return key.public_key();
}

std::string key_made_text(const PublicKey& key, OutputFormat format) {
  if (format == OutputFormat::Json) return "{\n  \"public_key\": \"" + to_hex(key) + "\"\n}\n";
  return to_hex(key) + "\n";
}

}  // namespace perk::ops
