#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct http_header_normalizer_options {
  // "Content-Type" instead of "content-type".
  bool canonical = false;
  // Headers for requests that lack them: texts, or lists of texts.
  json::object default_headers{};
  // How a name is to be spelt. Empty: lower case, or canonical.
  std::function<std::string(std::string_view name, bool canonical)> normalize_header_key{};
};

// Gives all header names of an event one spelling, so that later middlewares and the handler find them.
// (@middy/http-header-normalizer)
//
// Changes `headers` and `multiValueHeaders` when they are there. Of two names that become the same the later wins.
class http_header_normalizer {
 public:
  static constexpr std::string_view name = "http-header-normalizer";
  static http_header_normalizer_options read_options(const json::object& options);
  static http_header_normalizer from_json(const json::object& options);

  explicit http_header_normalizer(http_header_normalizer_options options = {});
  void before(request& request) const;

  // Lower case, or each part after a dash capitalised but for names with a spelling of their own (ETag, DNT, ...).
  static std::string normalize(std::string_view name, bool canonical);

 private:
  bool is_normal(std::string_view name) const;
  void normalize_map(json::object& headers, const json::object& defaults) const;

  http_header_normalizer_options options_;
  json::object defaults_, multi_value_defaults_;
};

}  // namespace lamina
