#pragma once

#include <cstddef>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/engine/middleware.h"

namespace lamina {

struct multipart_limits {
  static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();

  std::size_t field_name_size = 100;     // UTF-16 units, as JavaScript counts; a longer name is 422
  std::size_t field_size = 1024 * 1024;  // bytes; what a field has more is dropped
  std::size_t fields = 1000;             // more are dropped
  std::size_t file_size = none;          // bytes; a larger file is 413
  std::size_t files = none;              // more are dropped
  std::size_t parts = 1000;              // fields and files; more are dropped
  std::size_t header_pairs = 2000;       // headers of one part; more are not looked at
  std::size_t header_size = 80 * 1024;   // bytes of one part's header; more is 422
};

struct http_multipart_body_parser_options {
  multipart_limits limits{};
  // Keep the folders in names of files. Never open a file of such a name.
  bool preserve_path = false;
  // Of fields whose part names none.
  std::string default_charset = "utf8";
  // Is this part a file? By default: it has a filename, or its type is application/octet-stream.
  std::function<bool(std::string_view name, std::string_view content_type, const std::optional<std::string>& filename)>
      is_part_a_file{};
  // How a body that is not base64 becomes bytes: utf8, latin1 (also binary, ascii) or base64.
  std::string charset = "utf8";
  // Parse whatever the Content-Type says, as long as it is multipart/form-data with a boundary.
  bool disable_content_type_check = false;
  // Leave bodies of other types alone instead of answering 415.
  bool disable_content_type_error = false;
};

// Replaces `event.body`, a form with files (multipart/form-data), by an object of its fields and files.
// (@middy/http-multipart-body-parser)
//
//   {"title": "cat", "tags": ["a", "b"],   // fields: the last of a name counts, but names like tags[] make a list
//    "photo": {"filename": "cat.png", "mimetype": "image/png", "encoding": "7bit", "truncated": false,
//              "content": bytes}}           // several files of one name: a list, the newest first
//
// `content` is a JSON string that holds any bytes; it is no UTF-8. Errors: 415 when the Content-Type is not
// `multipart/form-data; boundary=...`, 422 for a form that is missing or malformed, 413 for a file over the limit.
class http_multipart_body_parser {
 public:
  static constexpr std::string_view name = "http-multipart-body-parser";
  static http_multipart_body_parser from_json(const json::object& options);

  explicit http_multipart_body_parser(http_multipart_body_parser_options options = {});
  step before(request& request) const;

 private:
  result<json::object> parse(const request& request) const;

  http_multipart_body_parser_options options_;
};

}  // namespace lamina
