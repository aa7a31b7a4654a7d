#include "lamina/middlewares/cache/json_digest.h"

#include <openssl/evp.h>

#include <array>

#include "lamina/base/hex.h"

namespace lamina {

std::string json_digest(const json::value& document, digest_kind kind) {
  const std::string text = json::serialize(document);
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes;
  unsigned int size = 0;
  const EVP_MD* const algorithm = kind == digest_kind::md5 ? EVP_md5() : EVP_sha256();
  if (EVP_Digest(text.data(), text.size(), bytes.data(), &size, algorithm, nullptr) != 1)
    throw error(std::string(kind == digest_kind::md5 ? "MD5" : "SHA-256") + " is not available in this OpenSSL");
  return hex_encode({reinterpret_cast<const char*>(bytes.data()), size});
}

}  // namespace lamina
