#include "sync/tls/certificate.h"

#include <algorithm>
#include <ctime>

#include "sync/tls/x509.h"

namespace perk::sync {
namespace {

constexpr std::int64_t kYear10000 = 253'402'300'800;  // Seconds since 1970.

Result<CertificateSerial, std::string> serial_of(X509* certificate) {
  const openssl::Number number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nullptr));
  CertificateSerial serial;
  const int size = static_cast<int>(serial.bytes.size());
  if (!number || BN_is_negative(number.get()) != 0 ||
      BN_bn2binpad(number.get(), serial.bytes.data(), size) != size)
    return failed(std::string("its number is none that Perk gives"));
  return serial;
}

/// The one name, which is a URI; another name beside it might be believed by somebody else.
Result<Party, std::string> party_of(X509* certificate) {
  const openssl::Names names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)));
  if (!names) return failed(std::string("it names no party"));
  if (sk_GENERAL_NAME_num(names.get()) != 1)
    return failed(std::string("it does not name exactly one party"));
  int type = 0;
  const auto* name = static_cast<const ASN1_STRING*>(
      GENERAL_NAME_get0_value(sk_GENERAL_NAME_value(names.get(), 0), &type));
  if (type != GEN_URI || name == nullptr) return failed(std::string("it names no party"));
  const auto* letters = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name));
  const auto size = static_cast<std::size_t>(ASN1_STRING_length(name));
  auto party = parse_party_uri(std::string_view(letters, size));
  if (!party) return failed(std::string("it names no party"));
  return *std::move(party);
}

}  // namespace

Result<CertificateFacts, std::string> facts_of(X509* certificate) {
  CertificateFacts facts;
  auto party = party_of(certificate);
  if (!party) return failed(party.error());
  facts.party = std::move(party).value();
  const auto serial = serial_of(certificate);
  if (!serial) return failed(serial.error());
  facts.serial = serial.value();
  const auto from = to_wall_time(X509_get0_notBefore(certificate));
  const auto until = to_wall_time(X509_get0_notAfter(certificate));
  if (!from || !until) return failed(std::string("its dates cannot be read"));
  facts.not_before = from.value();
  facts.not_after = until.value();
  const auto fingerprint = fingerprint_of(certificate);
  if (!fingerprint) return failed(std::string("it cannot be hashed"));
  facts.fingerprint = *fingerprint;
  return facts;
}

std::optional<Digest> fingerprint_of(X509* certificate) {
  unsigned size = 0;
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
  Digest fingerprint;
  if (X509_digest(certificate, EVP_sha256(), hash.data(), &size) != 1 ||
      size != fingerprint.bytes.size())
    return std::nullopt;
  std::copy_n(hash.begin(), fingerprint.bytes.size(), fingerprint.bytes.begin());
  return fingerprint;
}

std::optional<Digest> fingerprint_of(std::string_view pem) {
  const openssl::QuietErrors quiet;
  if (pem.size() > kPemBytesMax) return std::nullopt;
  const auto certificate = openssl::certificate_from_pem(pem);
  return certificate ? fingerprint_of(certificate.get()) : std::nullopt;
}

Result<CertificateFacts, std::string> read_certificate(std::string_view pem) {
  const openssl::QuietErrors quiet;
  if (pem.size() > kPemBytesMax) return failed(std::string("it is too long"));
  const auto certificate = openssl::certificate_from_pem(pem);
  if (!certificate) return failed(std::string("it is no certificate"));
  return facts_of(certificate.get());
}

openssl::Time to_asn1_time(WallTime time) {
  const std::int64_t seconds = time.millis() / 1'000;
  if (time.millis() < 0 || seconds >= kYear10000) return nullptr;
  return openssl::Time(ASN1_TIME_set(nullptr, static_cast<std::time_t>(seconds)));
}

Result<WallTime, std::string> to_wall_time(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1)
    return failed(std::string("no time can be read"));
  return WallTime(static_cast<std::int64_t>(::timegm(&parts)) * 1'000);
}

bool begin_certificate(X509* certificate, EVP_PKEY* key, const std::string& name, WallTime from,
                       WallTime until) {
  const openssl::Number serial(BN_new());
  const auto first = to_asn1_time(from);
  const auto last = to_asn1_time(until);
  if (!serial || !first || !last) return false;
  X509_NAME* subject = X509_get_subject_name(certificate);
  const auto* letters = reinterpret_cast<const unsigned char*>(name.data());
  return X509_set_version(certificate, X509_VERSION_3) == 1 &&
         BN_rand(serial.get(), 128, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY) == 1 &&
         BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)) != nullptr &&
         X509_set1_notBefore(certificate, first.get()) == 1 &&
         X509_set1_notAfter(certificate, last.get()) == 1 &&
         X509_set_pubkey(certificate, key) == 1 &&
         X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8, letters,
                                    static_cast<int>(name.size()), -1, 0) == 1;
}

bool add_extension(X509* certificate, X509* issuer, int which, const char* value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, which, value);
  if (extension == nullptr) return false;
  const bool is_added = X509_add_ext(certificate, extension, -1) == 1;
  X509_EXTENSION_free(extension);
  return is_added;
}

}  // namespace perk::sync
