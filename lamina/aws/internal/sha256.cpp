#include "lamina/aws/internal/sha256.h"

#include <openssl/evp.h>

#include <algorithm>
#include <memory>

namespace lamina::aws {
namespace {

// Looking the algorithm up costs more than a short text's digest: once per process, and one context per thread.
const EVP_MD* algorithm() {
  static const EVP_MD* const found = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return found;
}

struct free_context {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

EVP_MD_CTX* thread_context() {
  thread_local const std::unique_ptr<EVP_MD_CTX, free_context> context(EVP_MD_CTX_new());
  return context.get();
}

}  // namespace

digest sha256(std::initializer_list<std::string_view> parts) {
  digest made{};
  EVP_MD_CTX* const context = thread_context();
  EVP_DigestInit_ex2(context, algorithm(), nullptr);
  for (const std::string_view part : parts) EVP_DigestUpdate(context, part.data(), part.size());
  EVP_DigestFinal_ex(context, made.data(), nullptr);
  return made;
}

// RFC 2104. OpenSSL's HMAC() looks its algorithm up at each call.
digest hmac_sha256(std::string_view key, std::string_view text) {
  std::array<char, 64> pad{};
  std::copy(key.begin(), key.end(), pad.begin());
  for (char& c : pad) c = static_cast<char>(c ^ 0x36);
  const digest inner = sha256({{pad.data(), pad.size()}, text});
  for (char& c : pad) c = static_cast<char>(c ^ 0x36 ^ 0x5c);
  return sha256({{pad.data(), pad.size()}, bytes_of(inner)});
}

}  // namespace lamina::aws
