#include "lamina/middlewares/http_urlencode_body_parser/http_urlencode_body_parser.h"

#include <utility>

#include "lamina/base/percent_encoding.h"
#include "lamina/base/utf8.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-urlencode-body-parser";
constexpr std::string_view form_type = "application/x-www-form-urlencoded";
constexpr int max_pairs = 1000;  // of querystring.parse; empty ones count

bool is_form_type(std::string_view content_type) {
  const std::string_view type = content_type.substr(0, content_type.find(';'));
  return type.size() == form_type.size() && lower_case(type) == form_type;
}

void add_field(json::object& fields, const std::string& name, const std::string& text) {
  const auto [place, is_new] = fields.emplace(name, text);
  if (is_new) return;
  json::value& field = place->value();
  if (field.is_string()) field = json::array({std::move(field)}, fields.storage());
  field.get_array().emplace_back(text);
}

json::object parse_form(std::string_view form, const json::storage_ptr& storage) {
  json::object fields(storage);
  for (int pairs = 0; pairs < max_pairs && !form.empty(); ++pairs) {
    const std::size_t end = form.find('&');
    const std::string_view pair = form.substr(0, end);
    form.remove_prefix(end == std::string_view::npos ? form.size() : end + 1);
    if (pair.empty()) continue;
    const std::size_t equals = pair.find('=');
    add_field(fields, form_decode(pair.substr(0, equals)),
              equals == std::string_view::npos ? std::string() : form_decode(pair.substr(equals + 1)));
  }
  return fields;
}

}  // namespace

http_urlencode_body_parser http_urlencode_body_parser::from_json(const json::object& options) {
  http_urlencode_body_parser_options result;
  options_reader read(options, package);
  read.boolean("disableContentTypeCheck", result.disable_content_type_check);
  read.boolean("disableContentTypeError", result.disable_content_type_error);
  read.finish();
  return http_urlencode_body_parser(result);
}

http_urlencode_body_parser::http_urlencode_body_parser(http_urlencode_body_parser_options options)
    : options_(options) {}

step http_urlencode_body_parser::before(request& request) const {
  if (!options_.disable_content_type_check && !is_form_type(content_type_of(request.event).value_or(""))) {
    if (options_.disable_content_type_error) return go_on();
    const json::value* type = find_header(request.event, "content-type", "Content-Type");
    return fail(type ? error(415).with_cause(package, *type) : error(415).with_cause(package));
  }
  json::object* event = request.event.if_object();
  if (event == nullptr) return go_on();
  std::string buffer;
  json::object fields = parse_form(body_text(request.event, buffer).value_or(""), request.storage());
  (*event)["body"] = std::move(fields);
  return go_on();
}

}  // namespace lamina
