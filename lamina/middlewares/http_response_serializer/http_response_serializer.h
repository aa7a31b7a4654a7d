#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/middleware.h"

namespace lamina {

namespace json::schemas {
class pattern;
}

// For media types that match `regex` (JavaScript's syntax, searched for anywhere), what to send instead of the
// response's body. A result with a member `body` replaces the whole response; nothing removes the body.
struct response_serializer {
  std::string regex{};
  std::function<std::optional<json::value>(const json::object& response)> serialize{};
  bool ignore_case = false;
};

struct http_response_serializer_options {
  std::vector<response_serializer> serializers{};
  // The media type to try when the client prefers none that has a serializer.
  std::optional<std::string> default_content_type{};
};

// Writes the response's body in the format the client prefers (the context's `preferredMediaTypes`, as
// http_content_negotiation leaves them) and says so in Content-Type. (@middy/http-response-serializer)
//
// Responses with a Content-Type are left alone. Media types longer than 128 bytes are passed over. Throws lamina::error
// when made with a regex that is none.
class http_response_serializer {
 public:
  static constexpr std::string_view name = "http-response-serializer";
  static http_response_serializer_options read_options(const json::object& options);
  static http_response_serializer from_json(const json::object& options);

  explicit http_response_serializer(http_response_serializer_options options = {});
  void after(request& request) const;
  void on_error(request& request) const;

 private:
  const response_serializer* serializer_for(std::string_view media_type) const;

  http_response_serializer_options options_;
  std::vector<std::shared_ptr<const json::schemas::pattern>> patterns_;
};

}  // namespace lamina
