#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lamina/engine/middleware.h"

namespace lamina {

struct http_content_negotiation_options {
  bool parse_charsets = true;
  std::optional<std::vector<std::string>> available_charsets{};
  bool default_to_first_charset = false;
  bool parse_encodings = true;
  std::optional<std::vector<std::string>> available_encodings{};
  bool default_to_first_encoding = false;
  bool parse_languages = true;
  std::optional<std::vector<std::string>> available_languages{};
  bool default_to_first_language = false;
  bool parse_media_types = true;
  std::optional<std::vector<std::string>> available_media_types{};
  bool default_to_first_media_type = false;
  // 406 when the client accepts nothing that is available; else the preference stays empty.
  bool fail_on_mismatch = true;
};

// Reads Accept-Charset, Accept-Encoding, Accept-Language and Accept, and leaves what the client prefers in the context:
// the list `preferredCharsets` and its first, `preferredCharset`, and so on. (@middy/http-content-negotiation)
//
// Does nothing for events without headers.
class http_content_negotiation {
 public:
  static constexpr std::string_view name = "http-content-negotiation";
  static http_content_negotiation from_json(const json::object& options);

  explicit http_content_negotiation(http_content_negotiation_options options = {});
  step before(request& request) const;

 private:
  http_content_negotiation_options options_;
};

}  // namespace lamina
