#include "lamina/middlewares/http_partial_response/http_partial_response.h"

#include <algorithm>
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
  const bool is_text = body->is_string();
  const json::value document = is_text ? parse_if_json(*body) : *body;
  if (!document.is_object() && !document.is_array()) return;
  result<json::value> left = json_mask(selector).apply(document);
  if (!left) return;
  json::object& response = normalize_http_response(request.response);
  if (is_text)
    response["body"] = json::serialize(*left);
  else
    response["body"] = std::move(*left);
}

}  // namespace lamina
