#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/middleware.h"

namespace lamina {

struct http_content_encoding_options {
  // How hard to try, in the measure of each library. Absent: br 5, deflate and gzip 6, zstd 3.
  std::optional<int> br_level{}, deflate_level{}, gzip_level{}, zstd_level{};
  // The server's own order: the first of these the client accepts is taken instead of the client's favourite.
  std::vector<std::string> override_preferred_encoding{};
};

// Compresses the response's body with the encoding the client prefers (the context's `preferredEncoding`, as
// http_content_negotiation leaves it), when that makes it smaller. (@middy/http-content-encoding)
//
// Left alone: bodies that are no text, base64 or encoded already, and whatever is marked no-transform in the request's
// or the response's Cache-Control.
class http_content_encoding {
 public:
  static constexpr std::string_view name = "http-content-encoding";
  static http_content_encoding from_json(const json::object& options);

  explicit http_content_encoding(http_content_encoding_options options = {});
  void after(request& request) const;
  void on_error(request& request) const;

 private:
  http_content_encoding_options options_;
};

}  // namespace lamina
