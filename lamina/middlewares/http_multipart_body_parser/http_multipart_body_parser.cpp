#include "lamina/middlewares/http_multipart_body_parser/http_multipart_body_parser.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "lamina/base/base64.h"
#include "lamina/base/utf8.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/json/javascript.h"
#include "lamina/middlewares/http_multipart_body_parser/form_builder.h"
#include "lamina/middlewares/http_multipart_body_parser/header_parameters.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-multipart-body-parser";
constexpr std::size_t longest_boundary = 70;  // RFC 2046

bool is_letter_or_digit(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

// multipart/form-data; boundary=<1 to 70 letters, digits, dashes>, and perhaps a charset: what browsers send, in any
// case.
bool is_form_type(std::string_view content_type) {
  constexpr std::string_view start = "multipart/form-data; boundary=";
  constexpr std::string_view parameter = "charset=";
  if (lower_case(content_type.substr(0, start.size())) != start) return false;
  content_type.remove_prefix(start.size());
  const auto is_of_boundary = [](char c) { return is_letter_or_digit(c) || c == '-'; };
  const auto end = std::ranges::find_if_not(content_type, is_of_boundary);
  const auto length = static_cast<std::size_t>(end - content_type.begin());
  if (length == 0 || length > longest_boundary) return false;
  content_type.remove_prefix(length);
  if (content_type.empty()) return true;
  content_type.remove_prefix(1);
  if (*end != ';') return false;
  if (content_type.starts_with(' ')) content_type.remove_prefix(1);
  if (lower_case(content_type.substr(0, parameter.size())) != parameter) return false;
  content_type.remove_prefix(parameter.size());
  return !content_type.empty() &&
         std::ranges::all_of(content_type, [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
}

result<std::string> read_boundary(std::string_view content_type) {
  const auto read = read_header_parameters(content_type);
  if (!read || read->value != "multipart/form-data") return error(422, "the Content-Type is not multipart/form-data");
  const std::string* boundary = read->find("boundary");
  if (boundary == nullptr || boundary->empty() || boundary->size() > longest_boundary)
    return error(422, "the Content-Type has no boundary of 1 to 70 characters");
  return *boundary;
}

error malformed() { return error(422, "Invalid or malformed multipart/form-data was provided"); }

// As Node's Buffer.from(text, "latin1").
std::string to_latin1(std::string_view text) {
  std::string bytes;
  for (std::size_t at = 0; at < text.size();) {
    const char32_t point = next_code_point(text, at);
    if (point > 0xFFFF) bytes += static_cast<char>(((point - 0x10000) >> 10) & 0xFF);  // of a surrogate pair
    bytes += static_cast<char>(point & 0xFF);
  }
  return bytes;
}

std::string bytes_of(std::string_view body, bool is_base64, const std::string& charset) {
  if (is_base64 || charset == "base64") return base64_decode_leniently(body);
  return charset == "utf8" || charset == "utf-8" ? std::string(body) : to_latin1(body);
}

void read_limits(options_reader& busboy, multipart_limits& limits) {
  auto read = busboy.nested("limits");
  if (!read) return;
  const std::pair<std::string_view, std::size_t&> all[] = {{"fieldNameSize", limits.field_name_size},
                                                           {"fieldSize", limits.field_size},
                                                           {"fields", limits.fields},
                                                           {"fileSize", limits.file_size},
                                                           {"files", limits.files},
                                                           {"parts", limits.parts},
                                                           {"headerPairs", limits.header_pairs},
                                                           {"headerSize", limits.header_size}};
  for (const auto& [key, limit] : all) read->integer(key, limit, 0, INT64_MAX);
  read->finish();
}

void read_busboy(options_reader& read, http_multipart_body_parser_options& result) {
  auto busboy = read.nested("busboy");
  if (!busboy) return;
  if (busboy->value("isPartAFile") != nullptr) busboy->refuse("isPartAFile", "instanceof Function");
  busboy->boolean("preservePath", result.preserve_path);
  busboy->text("defCharset", result.default_charset);
  std::int64_t unused = 0;  // sizes of Node's stream buffers
  busboy->integer("highWaterMark", unused, 1);
  busboy->integer("fileHwm", unused, 1);
  read_limits(*busboy, result.limits);
  busboy->finish();
}

}  // namespace

http_multipart_body_parser http_multipart_body_parser::from_json(const json::object& options) {
  http_multipart_body_parser_options result;
  options_reader read(options, package);
  read_busboy(read, result);
  read.text("charset", result.charset);
  read.boolean("disableContentTypeCheck", result.disable_content_type_check);
  read.boolean("disableContentTypeError", result.disable_content_type_error);
  read.finish();
  return http_multipart_body_parser(std::move(result));
}

http_multipart_body_parser::http_multipart_body_parser(http_multipart_body_parser_options options)
    : options_(std::move(options)) {
  const std::string_view known[] = {"utf8", "utf-8", "latin1", "binary", "ascii", "base64"};
  if (std::ranges::find(known, options_.charset) == std::end(known))
    throw error("Option 'charset' must be one of [utf8, utf-8, latin1, binary, ascii, base64]").with_cause(package);
}

step http_multipart_body_parser::before(request& request) const {
  const json::value* type = find_header(request.event, "content-type", "Content-Type");
  if (!options_.disable_content_type_check && !is_form_type(content_type_of(request.event).value_or(""))) {
    if (options_.disable_content_type_error) return go_on();
    return fail(type ? error(415).with_cause(package, *type) : error(415).with_cause(package));
  }
  json::value* body = json::find(request.event, "body");
  if (body == nullptr) return fail(malformed().with_cause(package));
  result<json::object> form = parse(request);
  if (form) {
    *body = *std::move(form);
    return go_on();
  }
  error failure = std::move(form).error();
  if (failure.status_code != 422) return fail(std::move(failure));
  json::object cause{{"package", package}, {"data", *body}, {"message", failure.message}};
  error answer = malformed();
  answer.cause = std::move(cause);
  return fail(std::move(answer));
}

result<json::object> http_multipart_body_parser::parse(const request& request) const {
  const json::value& body = request.event.at("body");
  if (!body.is_string()) return error(422, "the body is no text");
  const result<std::string> boundary = read_boundary(content_type_of(request.event).value_or(""));
  if (!boundary) return boundary.error();
  form_builder form(options_, request.storage());
  multipart_reader reader(*boundary, form,
                          {.header_size = options_.limits.header_size, .header_pairs = options_.limits.header_pairs});
  const bool is_base64 = json::is_truthy(json::find(request.event, "isBase64Encoded"));
  if (auto taken = reader.take(bytes_of(body.get_string(), is_base64, options_.charset)); !taken) return taken.error();
  if (auto finished = reader.finish(); !finished) return finished.error();
  return form.take();
}

}  // namespace lamina
