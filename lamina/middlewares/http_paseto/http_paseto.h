#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/base/result.h"
#include "lamina/engine/middleware.h"
#include "lamina/middlewares/http_jwt/token_source.h"

namespace lamina {

struct http_paseto_options {
  // A name (a dotted path) in request.internal: an Ed25519 public key as SubjectPublicKeyInfo (DER bytes or PEM), or
  // {publicKey} with one. Needed.
  std::optional<std::string> internal_key{};

  std::string token_cookie_name{};
  std::string token_header_name{};
  std::string token_query_string_name{};  // all three empty: "Authorization: Bearer TOKEN"

  std::optional<std::string> audience{};
  std::optional<std::string> issuer{};
  std::chrono::milliseconds clock_tolerance{0};
  std::optional<std::chrono::milliseconds> max_token_age{};  // since "iat"

  std::string payload_key = "paseto";  // where the claims go in request.internal
  bool set_to_context = false;         // and in the context
};

// Lets only requests with a valid PASETO (version 4, public: signed with Ed25519) pass, and leaves its claims in
// request.internal. (@middy/http-paseto)
//
// Everything that is wrong with a token is 401 with cause.data the reason; a key that cannot be read is 500.
class http_paseto {
 public:
  static constexpr std::string_view name = "http-paseto";
  static http_paseto_options read_options(const json::object& options);
  static http_paseto from_json(const json::object& options);

  // Throws lamina::error (TypeError) without an internal key.
  explicit http_paseto(http_paseto_options options);
  task<step> before(request& request) const;

 private:
  struct kept_key;

  result<json::value> verify(std::string_view token, const json::value& material, system_time now) const;

  http_paseto_options options_;
  token_source source_;
  std::shared_ptr<kept_key> key_;
};

}  // namespace lamina
