#include "lamina/middlewares/http_json_body_parser/http_json_body_parser.h"

#include <utility>

#include "lamina/engine/options_reader.h"
#include "lamina/events/http_body.h"
#include "lamina/middlewares/http_json_body_parser/json_body.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/http-json-body-parser";

step refuse_type(const json::value& event) {
  const json::value* type = find_header(event, "content-type", "Content-Type");
  return fail(type ? error(415).with_cause(package, *type) : error(415).with_cause(package));
}

}  // namespace

http_json_body_parser_options http_json_body_parser::read_options(const json::object& options) {
  http_json_body_parser_options result;
  options_reader read(options, package);
  if (read.value("reviver") != nullptr) read.refuse("reviver", "instanceof Function");
  read.boolean("disableContentTypeCheck", result.disable_content_type_check);
  read.boolean("disableContentTypeError", result.disable_content_type_error);
  read.finish();
  return result;
}

http_json_body_parser http_json_body_parser::from_json(const json::object& options) {
  return http_json_body_parser(read_options(options));
}

http_json_body_parser::http_json_body_parser(http_json_body_parser_options options) : options_(std::move(options)) {}

step http_json_body_parser::before(request& request) const {
  if (!options_.disable_content_type_check && !is_json_media_type(content_type_of(request.event).value_or(""))) {
    if (options_.disable_content_type_error) return go_on();
    return refuse_type(request.event);
  }
  return parse_json_body(request, options_.reviver, package);
}

}  // namespace lamina
