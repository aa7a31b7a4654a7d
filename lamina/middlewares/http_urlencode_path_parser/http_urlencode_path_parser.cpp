#include "lamina/middlewares/http_urlencode_path_parser/http_urlencode_path_parser.h"

#include "lamina/base/percent_encoding.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-urlencode-path-parser";

}  // namespace

http_urlencode_path_parser http_urlencode_path_parser::from_json(const json::object& options) {
  options_reader(options, package).finish();
  return {};
}

step http_urlencode_path_parser::before(request& request) const {
  json::value* parameters = json::find(request.event, "pathParameters");
  if (parameters == nullptr || !parameters->is_object()) return go_on();
  for (auto& [key, value] : parameters->get_object()) {
    if (!value.is_string() || value.get_string().find('%') == json::string::npos) continue;
    const auto decoded = decode_uri_component(value.get_string());
    if (!decoded) return fail(error(400, "Invalid path parameter encoding").with_cause(package, json::value(key)));
    value = *decoded;
  }
  return go_on();
}

}  // namespace lamina
