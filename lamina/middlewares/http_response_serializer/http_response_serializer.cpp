#include "lamina/middlewares/http_response_serializer/http_response_serializer.h"

#include <algorithm>
#include <utility>

#include "lamina/engine/options_reader.h"
#include "lamina/events/http_response.h"
#include "lamina/json/javascript.h"
#include "lamina/json/schema/internal/pattern.h"

namespace lamina {
namespace {

constexpr std::size_t max_media_type = 128;

bool is_letter_or_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// [a-z0-9][a-z0-9.+-]*
bool is_token(std::string_view text) {
  return !text.empty() && is_letter_or_digit(text[0]) &&
         std::ranges::all_of(text, [](char c) { return is_letter_or_digit(c) || c == '.' || c == '+' || c == '-'; });
}

// A bare type/subtype: the only thing that may go into a header, whatever the client sent.
bool is_media_type(std::string_view text) {
  const std::size_t slash = text.find('/');
  return slash != std::string_view::npos && is_token(text.substr(0, slash)) && is_token(text.substr(slash + 1));
}

bool has_content_type(const json::object& headers) {
  for (const std::string_view name : {"Content-Type", "content-type"})
    if (const json::value* type = headers.if_contains(name); type && !type->is_null()) return json::is_truthy(*type);
  return false;
}

}  // namespace

http_response_serializer_options http_response_serializer::read_options(const json::object& options) {
  http_response_serializer_options result;
  options_reader read(options, "@middy/http-response-serializer");
  const json::value* serializers = read.value("serializers");
  if (serializers && !serializers->is_array()) read.refuse("serializers", "array");
  if (serializers && !serializers->get_array().empty()) read.refuse("serializers[0].serializer", "instanceof Function");
  read.text("defaultContentType", result.default_content_type);
  read.finish();
  return result;
}

http_response_serializer http_response_serializer::from_json(const json::object& options) {
  return http_response_serializer(read_options(options));
}

http_response_serializer::http_response_serializer(http_response_serializer_options options)
    : options_(std::move(options)) {
  for (const response_serializer& one : options_.serializers)
    patterns_.push_back(json::schemas::pattern::compile(one.regex, one.ignore_case).value());
}

const response_serializer* http_response_serializer::serializer_for(std::string_view media_type) const {
  for (std::size_t i = 0; i < patterns_.size(); ++i)
    if (patterns_[i]->found_in(media_type)) return &options_.serializers[i];
  return nullptr;
}

void http_response_serializer::after(request& request) const {
  json::object& response = normalize_http_response(request.response, request.storage());
  json::value& headers = response["headers"];
  if (!headers.is_object() || has_content_type(headers.get_object())) return;

  std::vector<std::string> candidates;
  if (const json::value* types = request.context.document.if_contains("preferredMediaTypes");
      types && types->is_array())
    for (const json::value& type : types->get_array()) candidates.push_back(json::to_text(type));
  // Without a default Middy asks its patterns for the word "undefined"; so that /.*/ means any client.
  candidates.push_back(options_.default_content_type.value_or("undefined"));
  for (const std::string& type : candidates) {
    const response_serializer* found = type.size() > max_media_type ? nullptr : serializer_for(type);
    if (found == nullptr) continue;
    if (is_media_type(type)) headers.get_object()["Content-Type"] = type;
    std::optional<json::value> made = found->serialize(response);
    if (made && json::find(*made, "body"))
      request.response = std::move(made);
    else if (made)
      response["body"] = std::move(*made);
    else
      response.erase("body");
    return;
  }
}

void http_response_serializer::on_error(request& request) const {
  if (request.response) after(request);
}

}  // namespace lamina
