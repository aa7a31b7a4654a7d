#include "lamina/middlewares/http_content_encoding/http_content_encoding.h"

#include <algorithm>
#include <utility>

#include "lamina/base/base64.h"
#include "lamina/compression/compress.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/events/http_response.h"
#include "lamina/json/javascript.h"

namespace lamina {
namespace {

// Appends to a list such as Vary; a lower-case one that is there already is the one that grows.
void add_part(json::object& headers, std::string_view title, std::string_view lower, std::string_view part) {
  json::value& header = headers[json::is_truthy(headers.if_contains(lower)) ? lower : title];
  std::string text = json::is_truthy(header) ? json::to_text(header) + ", " : std::string();
  header = text.append(part);
}

bool forbids_transform(const json::value* cache_control) {
  return cache_control && cache_control->is_string() &&
         cache_control->get_string().find("no-transform") != json::string::npos;
}

// The encoding to use; nothing when the client wants none of ours.
std::optional<content_coding> choose(const json::object& context, const std::vector<std::string>& own_order) {
  const json::value* first = context.if_contains("preferredEncoding");
  const auto favourite = first && first->is_string() ? parse_content_coding(first->get_string()) : std::nullopt;
  const json::value* accepted = context.if_contains("preferredEncodings");
  if (!favourite || accepted == nullptr || !accepted->is_array()) return favourite;
  for (const std::string& ours : own_order)
    if (std::ranges::find(accepted->get_array(), json::value(ours)) != accepted->get_array().end())
      return parse_content_coding(ours);
  return favourite;
}

// Node's settings: {"level": n} of zlib, {"params": {"1": n}} of brotli, {"params": {"100": n}} of zstd.
void read_level(options_reader& read, std::string_view key, std::string_view parameter, std::optional<int>& level) {
  const json::value* given = read.value(key);
  if (given == nullptr || given->is_bool()) return;
  if (!given->is_object()) read.refuse(key, "boolean or object");
  const json::value* parameters = json::find(*given, "params");
  const json::value* found = parameters ? json::find(*parameters, parameter) : nullptr;
  if (found == nullptr) found = json::find(*given, "level");
  if (found == nullptr) return;
  if (!found->is_number()) read.refuse(std::string(key) + ".level", "number");
  level = static_cast<int>(std::clamp(found->to_number<double>(), -1.0, 100.0));
}

}  // namespace

http_content_encoding http_content_encoding::from_json(const json::object& options) {
  http_content_encoding_options result;
  options_reader read(options, "@middy/http-content-encoding");
  read_level(read, "br", "1", result.br_level);
  read_level(read, "deflate", "", result.deflate_level);
  read_level(read, "gzip", "", result.gzip_level);
  read_level(read, "zstd", "100", result.zstd_level);
  read.list("overridePreferredEncoding", result.override_preferred_encoding);
  read.finish();
  return http_content_encoding(std::move(result));
}

http_content_encoding::http_content_encoding(http_content_encoding_options options) : options_(std::move(options)) {
  for (const std::string& ours : options_.override_preferred_encoding)
    if (!parse_content_coding(ours))
      throw error("overridePreferredEncoding: \"" + ours + "\" is none of br, deflate, gzip, zstd");
}

void http_content_encoding::after(request& request) const {
  json::object& response = normalize_http_response(request.response, request.storage());
  json::value& header_map = response["headers"];
  if (!header_map.is_object()) return;
  json::object& headers = header_map.get_object();
  if (forbids_transform(find_header(request.event, "cache-control", "Cache-Control")))
    add_part(headers, "Cache-Control", "cache-control", "no-transform");

  const auto coding = choose(request.context.document, options_.override_preferred_encoding);
  const json::value* body = response.if_contains("body");
  if (!coding || body == nullptr || !body->is_string() || body->get_string().empty() ||
      json::is_truthy(response.if_contains("isBase64Encoded")) ||
      json::is_truthy(find_header(*request.response, "Content-Encoding", "content-encoding")) ||
      forbids_transform(find_header(*request.response, "Cache-Control", "cache-control")))
    return;

  const std::optional<int> level = *coding == content_coding::br        ? options_.br_level
                                   : *coding == content_coding::deflate ? options_.deflate_level
                                   : *coding == content_coding::gzip    ? options_.gzip_level
                                                                        : options_.zstd_level;
  const auto packed = compress(*coding, body->get_string(), level);
  if (!packed || packed->size() >= body->get_string().size()) return;
  headers["Content-Encoding"] = name_of(*coding);
  response["body"] = base64_encode(*packed);
  response["isBase64Encoded"] = true;
  add_part(headers, "Vary", "vary", "Accept-Encoding");
}

void http_content_encoding::on_error(request& request) const {
  if (request.response) after(request);
}

}  // namespace lamina
