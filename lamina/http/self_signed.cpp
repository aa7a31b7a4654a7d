#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <array>
#include <chrono>
#include <ctime>

#include "lamina/base/random.h"
#include "lamina/http/internal/openssl.h"
#include "lamina/http/tls.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;

constexpr auto before_now = 24h;  // clocks differ
constexpr auto after_now = 365 * 24h;

struct freed {
  void operator()(X509* one) const { X509_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
  void operator()(BIO* one) const { BIO_free(one); }
  void operator()(X509_EXTENSION* one) const { X509_EXTENSION_free(one); }
};
template <class Object>
using owned = std::unique_ptr<Object, freed>;

error cannot_make() { return error("cannot make a certificate: " + last_openssl_error("out of memory")); }

bool is_address(const std::string& name) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  return ::inet_pton(AF_INET, name.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, name.c_str(), bytes.data()) == 1;
}

bool add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const owned<X509_EXTENSION> made(X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()));
  return made && X509_add_ext(certificate, made.get(), -1) == 1;
}

bool set_name(X509* certificate, const std::string& name) {
  X509_NAME* const subject = X509_get_subject_name(certificate);
  const auto* bytes = reinterpret_cast<const unsigned char*>(name.data());
  return X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8, bytes, static_cast<int>(name.size()), -1, 0) == 1 &&
         X509_set_issuer_name(certificate, subject) == 1;
}

bool set_time(X509* certificate, system_time now) {
  const std::time_t from = std::chrono::system_clock::to_time_t(now - before_now);
  const std::time_t until = std::chrono::system_clock::to_time_t(now + after_now);
  return ASN1_TIME_set(X509_getm_notBefore(certificate), from) != nullptr &&
         ASN1_TIME_set(X509_getm_notAfter(certificate), until) != nullptr;
}

// A machine that has trusted an earlier one must not take this for the same.
bool set_serial(X509* certificate) {
  std::uint64_t number = 0;
  random_bytes(reinterpret_cast<char*>(&number), sizeof number);
  return ASN1_INTEGER_set_uint64(X509_get_serialNumber(certificate), number | 1) == 1;
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names)
    text.append(text.empty() ? "" : ",").append(is_address(name) ? "IP:" : "DNS:").append(name);
  return text;
}

bool fill(X509* certificate, const std::vector<std::string>& names, system_time now) {
  return X509_set_version(certificate, X509_VERSION_3) == 1 && set_serial(certificate) && set_time(certificate, now) &&
         set_name(certificate, "lamina at " + names.front()) &&
         add_extension(certificate, NID_basic_constraints, "critical,CA:FALSE") &&
         add_extension(certificate, NID_key_usage, "critical,digitalSignature") &&
         add_extension(certificate, NID_ext_key_usage, "serverAuth") &&
         add_extension(certificate, NID_subject_alt_name, alternative_names(names)) &&
         add_extension(certificate, NID_subject_key_identifier, "hash");
}

std::string taken_from(BIO* bio) {
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  return {bytes, static_cast<std::size_t>(size)};
}

}  // namespace

result<pem_pair> make_self_signed(const std::vector<std::string>& names, system_time now) {
  if (names.empty()) return error("cannot make a certificate: expected at least one name");
  const owned<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const owned<X509> certificate(X509_new());
  if (!key || !certificate || X509_set_pubkey(certificate.get(), key.get()) != 1 ||
      !fill(certificate.get(), names, now) || X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0)
    return cannot_make();
  const owned<BIO> certificate_text(BIO_new(BIO_s_mem()));
  const owned<BIO> key_text(BIO_new(BIO_s_mem()));
  if (!certificate_text || !key_text || PEM_write_bio_X509(certificate_text.get(), certificate.get()) != 1 ||
      PEM_write_bio_PKCS8PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return cannot_make();
  return pem_pair{taken_from(certificate_text.get()), taken_from(key_text.get())};
}

result<system_time> end_of_certificate(const std::string& pem) {
  const owned<BIO> text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  const owned<X509> certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  std::tm end{};
  if (!certificate || ASN1_TIME_to_tm(X509_get0_notAfter(certificate.get()), &end) != 1)
    return error("expected a certificate in PEM: " + last_openssl_error("its end cannot be read"));
  return std::chrono::system_clock::from_time_t(::timegm(&end));
}

}  // namespace lamina::http
