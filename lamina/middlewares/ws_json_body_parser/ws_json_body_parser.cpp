#include "lamina/middlewares/ws_json_body_parser/ws_json_body_parser.h"

#include <utility>

#include "lamina/engine/options_reader.h"
#include "lamina/middlewares/http_json_body_parser/json_body.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/ws-json-body-parser";

}  // namespace

ws_json_body_parser_options ws_json_body_parser::read_options(const json::object& options) {
  options_reader read(options, package);
  if (read.value("reviver") != nullptr) read.refuse("reviver", "instanceof Function");
  read.finish();
  return {};
}

ws_json_body_parser ws_json_body_parser::from_json(const json::object& options) {
  return ws_json_body_parser(read_options(options));
}

ws_json_body_parser::ws_json_body_parser(ws_json_body_parser_options options) : options_(std::move(options)) {}

step ws_json_body_parser::before(request& request) const { return parse_json_body(request, options_.reviver, package); }

}  // namespace lamina
