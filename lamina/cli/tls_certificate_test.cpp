#include "lamina/cli/tls_certificate.h"

#include <gtest/gtest.h>

#include <chrono>
#include <fstream>
#include <sstream>

#include "lamina/testing/temporary_folder.h"

namespace lamina::cli {
namespace {

using namespace std::chrono_literals;

const system_time now = std::chrono::system_clock::now();  // NOLINT: certificates are checked by the clock of OpenSSL

std::string text_of(const std::string& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(tls_certificate, nothing_is_asked_for_and_nothing_made) {
  const testing::temporary_folder folder;
  EXPECT_EQ(tls_identity_of({}, folder / "tls", now).value().tls, nullptr);
  EXPECT_FALSE(std::filesystem::exists(folder / "tls"));
}

TEST(tls_certificate, is_made_once_and_kept) {
  const testing::temporary_folder folder;
  const auto first = tls_identity_of({.self_made = true}, folder / "a" / "tls", now).value();
  ASSERT_NE(first.tls, nullptr);
  EXPECT_EQ(first.own_certificate, folder / "a/tls/certificate.pem");
  const std::string made = text_of(first.own_certificate);
  EXPECT_TRUE(made.starts_with("-----BEGIN CERTIFICATE-----"));
  EXPECT_EQ(std::filesystem::status(folder / "a/tls/key.pem").permissions(), std::filesystem::perms{0600});
  const auto second = tls_identity_of({.self_made = true}, folder / "a" / "tls", now).value();
  EXPECT_EQ(text_of(second.own_certificate), made);
}

TEST(tls_certificate, is_made_again_before_it_ends) {
  const testing::temporary_folder folder;
  tls_identity_of({.self_made = true}, folder.path(), now - 330 * 24h).value();
  const std::string old = text_of(folder / "certificate.pem");
  tls_identity_of({.self_made = true}, folder.path(), now).value();
  EXPECT_EQ(text_of(folder / "certificate.pem"), old);
  tls_identity_of({.self_made = true}, folder.path(), now + 10 * 24h).value();
  EXPECT_NE(text_of(folder / "certificate.pem"), old);
}

TEST(tls_certificate, is_made_again_without_its_key) {
  const testing::temporary_folder folder;
  tls_identity_of({.self_made = true}, folder.path(), now).value();
  const std::string old = text_of(folder / "certificate.pem");
  folder.write("key.pem", "no key");
  EXPECT_NE(tls_identity_of({.self_made = true}, folder.path(), now).value().tls, nullptr);
  EXPECT_NE(text_of(folder / "certificate.pem"), old);
}

TEST(tls_certificate, is_made_for_this_run_where_it_cannot_be_kept) {
  const testing::temporary_folder folder;
  folder.write("tls", "a file");
  const auto made = tls_identity_of({.self_made = true}, folder / "tls", now).value();
  EXPECT_NE(made.tls, nullptr);
  EXPECT_EQ(made.own_certificate, "");
}

TEST(tls_certificate, files_of_the_command_line_are_taken_or_named) {
  const testing::temporary_folder folder;
  tls_identity_of({.self_made = true}, folder.path(), now).value();
  const std::string certificate = folder / "certificate.pem";
  const std::string key = folder / "key.pem";
  const auto given = tls_identity_of({.certificate_file = certificate, .key_file = key}, folder / "none", now).value();
  EXPECT_NE(given.tls, nullptr);
  EXPECT_EQ(given.own_certificate, "");
  EXPECT_FALSE(std::filesystem::exists(folder / "none"));

  const auto half = tls_identity_of({.self_made = true, .certificate_file = certificate}, folder.path(), now);
  ASSERT_FALSE(half);
  EXPECT_EQ(half.error().message, "--tls-certificate and --tls-key are only good together");
  const auto wrong = tls_identity_of({.certificate_file = "/missing.pem", .key_file = key}, folder.path(), now);
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().message, "/missing.pem: cannot be read: No such file or directory");
}

}  // namespace
}  // namespace lamina::cli
