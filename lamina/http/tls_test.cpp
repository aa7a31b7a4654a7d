#include "lamina/http/tls.h"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <chrono>

#include "lamina/http/internal/tls_channel.h"
#include "lamina/testing/temporary_folder.h"

namespace lamina::http {
namespace {

using namespace std::chrono_literals;

const system_time now = std::chrono::system_clock::now();  // NOLINT: certificates are checked by the clock of OpenSSL

std::string refusal(const std::string& certificate_file, const std::string& key_file) {
  const auto made = load_server_tls(certificate_file, key_file);
  return made ? "none" : made.error().message;
}

TEST(server_tls, takes_certificate_and_key_as_files_or_text) {
  const testing::temporary_folder folder;
  const pem_pair own = make_self_signed({"localhost"}, now).value();
  EXPECT_NE(make_server_tls(own).value()->open(false), nullptr);
  EXPECT_EQ(refusal(folder.write("certificate.pem", own.certificate), folder.write("key.pem", own.key)), "none");
}

TEST(server_tls, a_chain_comes_behind_the_certificate) {
  const pem_pair own = make_self_signed({"localhost"}, now).value();
  const pem_pair other = make_self_signed({"other"}, now).value();
  EXPECT_TRUE(make_server_tls({own.certificate + other.certificate, own.key}));
  const auto broken = make_server_tls({own.certificate + "-----BEGIN CERTIFICATE-----\nnonsense", own.key});
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().message, "the certificate: a certificate after the first cannot be read");
}

TEST(server_tls, says_which_file_is_wrong_and_what_was_expected) {
  const testing::temporary_folder folder;
  const pem_pair own = make_self_signed({"localhost"}, now).value();
  const std::string certificate = folder.write("certificate.pem", own.certificate);
  const std::string key = folder.write("key.pem", own.key);
  const std::string other = folder.write("other.pem", make_self_signed({"localhost"}, now).value().key);
  const std::string nothing = folder.write("nothing.pem", "");
  const std::string locked = folder.write("locked.pem", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIGb\n");
  const std::string missing = folder / "missing.pem";

  EXPECT_EQ(refusal(missing, key), missing + ": cannot be read: No such file or directory");
  EXPECT_EQ(refusal(certificate, missing), missing + ": cannot be read: No such file or directory");
  EXPECT_EQ(refusal(nothing, key), nothing + ": expected a certificate in PEM (-----BEGIN CERTIFICATE-----)");
  EXPECT_EQ(refusal(key, key), key + ": expected a certificate in PEM (-----BEGIN CERTIFICATE-----)");
  EXPECT_EQ(refusal(folder.path(), key),
            folder.path().string() + ": expected a certificate in PEM (-----BEGIN CERTIFICATE-----)");
  EXPECT_EQ(refusal(certificate, certificate),
            certificate + ": expected a private key in PEM (-----BEGIN PRIVATE KEY-----)");
  EXPECT_EQ(refusal(certificate, locked), locked + ": expected a private key without a pass phrase");
  EXPECT_EQ(refusal(certificate, other), other + ": this is not the key of the first certificate");
}

TEST(server_tls, reloading_a_broken_file_keeps_what_there_was) {
  const testing::temporary_folder folder;
  const pem_pair own = make_self_signed({"localhost"}, now).value();
  const std::string certificate = folder.write("certificate.pem", own.certificate);
  const auto made = load_server_tls(certificate, folder.write("key.pem", own.key)).value();
  folder.write("certificate.pem", "half of a");
  EXPECT_FALSE(made->reload());
  EXPECT_NE(made->open(false), nullptr);
  folder.write("certificate.pem", own.certificate);
  EXPECT_TRUE(made->reload());
}

X509* parsed(const std::string& pem) {
  BIO* const text = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  X509* const certificate = PEM_read_bio_X509(text, nullptr, nullptr, nullptr);
  BIO_free(text);
  return certificate;
}

TEST(self_signed_certificate, is_for_the_names_given_and_for_a_year) {
  const pem_pair own = make_self_signed({"localhost", "127.0.0.1", "::1"}, now).value();
  X509* const certificate = parsed(own.certificate);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(X509_check_host(certificate, "localhost", 0, 0, nullptr), 1);
  EXPECT_EQ(X509_check_host(certificate, "example.com", 0, 0, nullptr), 0);
  EXPECT_EQ(X509_check_ip_asc(certificate, "127.0.0.1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate, "::1", 0), 1);
  EXPECT_EQ(X509_check_ip_asc(certificate, "127.0.0.2", 0), 0);
  EXPECT_EQ(X509_check_purpose(certificate, X509_PURPOSE_SSL_SERVER, 0), 1);
  EXPECT_EQ(X509_verify(certificate, X509_get0_pubkey(certificate)), 1);
  EXPECT_LT(X509_cmp_current_time(X509_get0_notBefore(certificate)), 0);
  X509_free(certificate);
  const system_time end = end_of_certificate(own.certificate).value();
  EXPECT_LT(std::chrono::abs(end - (now + 365 * 24h)), 2s);
}

TEST(self_signed_certificate, differs_every_time) {
  EXPECT_NE(make_self_signed({"localhost"}, now).value().certificate,
            make_self_signed({"localhost"}, now).value().certificate);
}

TEST(self_signed_certificate, needs_a_name) { EXPECT_FALSE(make_self_signed({}, now)); }

TEST(end_of_certificate, of_something_else_is_an_error) { EXPECT_FALSE(end_of_certificate("no certificate")); }

}  // namespace
}  // namespace lamina::http
