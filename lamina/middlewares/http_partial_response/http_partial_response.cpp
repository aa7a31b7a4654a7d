#include "lamina/middlewares/http_partial_response/http_partial_response.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/events/http_response.h"
#include "lamina/middlewares/http_partial_response/json_mask.h"

namespace lamina {
namespace {

constexpr std::size_t max_selector = 2048;
constexpr auto max_depth = 100;

bool is_abusive(std::string_view selector) {
  return selector.size() > max_selector ||
         std::ranges::count_if(selector, [](char c) { return c == '/' || c == '('; }) > max_depth;
}

}  // namespace

http_partial_response http_partial_response::from_json(const json::object& options) {
  http_partial_response_options result;
  options_reader read(options, "@middy/http-partial-response");
  read.text("filteringKeyName", result.filtering_key_name);
  read.finish();
  return http_partial_response(std::move(result));
}

http_partial_response::http_partial_response(http_partial_response_options options) : options_(std::move(options)) {}

void http_partial_response::after(request& request) const {
  const json::value* query = json::find(request.event, "queryStringParameters");
  const std::string_view selector = query ? json::find_string(*query, options_.filtering_key_name) : "";
  if (selector.empty() || is_abusive(selector) || !request.response) return;

  const json::value* body = json::find(*request.response, "body");
  if (body == nullptr) return;
  // What a text stands for is wanted here alone.
  std::array<unsigned char, 4096> memory;
  json::monotonic_resource arena(memory.data(), memory.size());
  const json::string* text = body->if_string();
  const std::optional<json::value> parsed = text ? find_json(*text, &arena) : std::nullopt;
  const json::value& document = parsed ? *parsed : *body;
  if (!document.is_object() && !document.is_array()) return;
  result<json::value> left = json_mask(selector).apply(document, text ? &arena : body->storage());
  if (!left) return;
  json::object& response = normalize_http_response(request.response, request.storage());
  if (text != nullptr)
    json::set(response, "body", json::serialize(*left));
  else
    response["body"] = std::move(*left);
}

}  // namespace lamina
