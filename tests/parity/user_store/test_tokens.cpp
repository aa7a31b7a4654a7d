#include "tests/parity/user_store/test_tokens.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>

#include "lamina/base/base64.h"

namespace parity_user_store {
namespace {

using namespace lamina;

std::string encode(std::string_view bytes) {
  std::string text = base64_encode(bytes);
  std::replace(text.begin(), text.end(), '+', '-');
  std::replace(text.begin(), text.end(), '/', '_');
  text.erase(std::min(text.find('='), text.size()));
  return text;
}

result<std::string> decode(std::string_view text) {
  std::string standard(text);
  std::replace(standard.begin(), standard.end(), '-', '+');
  std::replace(standard.begin(), standard.end(), '_', '/');
  std::string bytes;
  if (!base64_decode_to(bytes, standard)) return error("not base64url: " + std::string(text));
  return bytes;
}

}  // namespace

result<std::string> mint_token(std::string_view alg, const json::value& claims, std::string_view secret) {
  const std::string content =
      encode(json::serialize({{"alg", alg}, {"typ", "JWT"}})) + "." + encode(json::serialize(claims));
  if (alg == "none") return content + ".";
  const EVP_MD* digest = alg == "HS256"   ? EVP_sha256()
                         : alg == "HS384" ? EVP_sha384()
                         : alg == "HS512" ? EVP_sha512()
                                          : nullptr;
  if (!digest) return error("unknown algorithm " + std::string(alg));
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  HMAC(digest, secret.data(), static_cast<int>(secret.size()), reinterpret_cast<const unsigned char*>(content.data()),
       content.size(), mac.data(), &size);
  return content + "." + encode({reinterpret_cast<const char*>(mac.data()), size});
}

result<json::value> decode_token(std::string_view token) {
  std::array<json::value, 2> parts;
  for (auto& part : parts) {
    const std::size_t dot = token.find('.');
    if (dot == token.npos) return error("no token");
    auto bytes = decode(token.substr(0, dot));
    if (!bytes) return std::move(bytes).error();
    auto document = json::try_parse(*bytes);
    if (!document) return std::move(document).error();
    part = *std::move(document);
    token.remove_prefix(dot + 1);
  }
  const auto signature = decode(token);
  if (!signature) return signature.error();
  json::object read{{"header", parts[0]}, {"claims", parts[1]}, {"signature_bytes", signature->size()}};
  const json::value* issued = json::find(parts[1], "iat");
  const json::value* expires = json::find(parts[1], "exp");
  if (issued && expires) read["lifetime_s"] = expires->to_number<double>() - issued->to_number<double>();
  return json::value(read);
}

}  // namespace parity_user_store
