#include "lamina/cli/tls_certificate.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <iterator>
#include <vector>

namespace lamina::cli {
namespace {

constexpr auto last_month = std::chrono::hours(30 * 24);

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A key is its owner's to read.
bool write(const std::filesystem::path& file, const std::string& text, mode_t mode) {
  std::error_code ignored;
  std::filesystem::remove(file, ignored);
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
  if (descriptor < 0) return false;
  const bool is_written = ::write(descriptor, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return ::close(descriptor) == 0 && is_written;
}

bool is_still_good(const std::filesystem::path& certificate, system_time now) {
  const auto end = http::end_of_certificate(text_of(certificate));
  return end && *end > now + last_month;
}

result<tls_identity> self_made(const std::filesystem::path& kept, system_time now) {
  const std::filesystem::path certificate = kept / "certificate.pem";
  const std::filesystem::path key = kept / "key.pem";
  if (is_still_good(certificate, now))
    if (auto loaded = http::load_server_tls(certificate, key)) return tls_identity{*std::move(loaded), certificate};
  const auto made = http::make_self_signed({"localhost", "127.0.0.1", "::1"}, now);
  if (!made) return made.error();
  std::error_code failure;
  std::filesystem::create_directories(kept, failure);
  write(kept / ".gitignore", "*\n", 0644);
  const bool is_kept = write(key, made->key, 0600) && write(certificate, made->certificate, 0644);
  auto tls = http::make_server_tls(*made);
  if (!tls) return tls.error();
  return tls_identity{*std::move(tls), is_kept ? certificate.string() : std::string()};
}

}  // namespace

result<tls_identity> tls_identity_of(const tls_options& options, const std::filesystem::path& kept, system_time now) {
  if (options.certificate_file.empty() != options.key_file.empty())
    return error("--tls-certificate and --tls-key are only good together");
  if (!options.certificate_file.empty()) {
    auto loaded = http::load_server_tls(options.certificate_file, options.key_file);
    if (!loaded) return loaded.error();
    return tls_identity{*std::move(loaded)};
  }
  return options.self_made ? self_made(kept, now) : tls_identity{};
}

}  // namespace lamina::cli
