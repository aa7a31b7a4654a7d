#include "lamina/tokens/internal/hmac.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <initializer_list>
#include <memory>

namespace lamina::tokens {
namespace {

// Looking an algorithm up costs more than a token's hash, and OpenSSL's HMAC() does it at each call: once per process,
// and one context per thread.
const EVP_MD* hash_of(algorithm how) {
  static const EVP_MD* const hashes[] = {EVP_MD_fetch(nullptr, "SHA256", nullptr),
                                         EVP_MD_fetch(nullptr, "SHA384", nullptr),
                                         EVP_MD_fetch(nullptr, "SHA512", nullptr)};
  return hashes[static_cast<std::size_t>(how)];
}

struct free_context {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

mac hash(const EVP_MD* with, std::initializer_list<std::string_view> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, free_context> context(EVP_MD_CTX_new());
  EVP_DigestInit_ex2(context.get(), with, nullptr);
  for (const std::string_view part : parts) EVP_DigestUpdate(context.get(), part.data(), part.size());
  mac made;
  unsigned int size = 0;
  EVP_DigestFinal_ex(context.get(), made.data(), &size);
  made.resize(size);
  return made;
}

std::string_view bytes_of(const mac& from) { return {reinterpret_cast<const char*>(from.data()), from.size()}; }

}  // namespace

mac hmac(algorithm how, std::string_view key, std::string_view text) {
  const EVP_MD* const with = hash_of(how);
  std::array<char, 128> pad{};
  const std::size_t block = how == algorithm::hs256 ? 64 : 128;
  mac short_key;
  if (key.size() > block) {
    short_key = hash(with, {key});
    key = bytes_of(short_key);
  }
  std::ranges::copy(key, pad.begin());
  for (char& c : pad) c = static_cast<char>(c ^ 0x36);
  const mac inner = hash(with, {{pad.data(), block}, text});
  for (char& c : pad) c = static_cast<char>(c ^ 0x36 ^ 0x5c);
  const mac made = hash(with, {{pad.data(), block}, bytes_of(inner)});
  OPENSSL_cleanse(pad.data(), pad.size());
  return made;
}

}  // namespace lamina::tokens
