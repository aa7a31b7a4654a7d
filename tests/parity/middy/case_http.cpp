#include "case_middlewares.h"
#include "case_values.h"
#include "lamina/middlewares/http_cors/http_cors.h"
#include "lamina/middlewares/http_error_handler/http_error_handler.h"
#include "lamina/middlewares/http_header_normalizer/http_header_normalizer.h"
#include "lamina/middlewares/http_json_body_parser/http_json_body_parser.h"

namespace lamina::parity {
namespace {

// Takes an option that is a function in the cases out of `options`, which the middleware's own reader then reads.
std::optional<json::value> take(json::object& options, std::string_view key) {
  const json::value* given = options.if_contains(key);
  if (given == nullptr || !json::find(*given, "$fn")) return std::nullopt;
  json::value taken = *given;
  options.erase(key);
  return taken;
}

middleware make_cors(json::object options) {
  const auto get_origin = take(options, "getOrigin");
  http_cors_options read = http_cors::read_options(options);
  if (get_origin)
    read.get_origin = [function = input_function(*get_origin)](std::string_view incoming, bool) {
      const json::value said = function(json::value(incoming));
      return said.is_string() ? std::optional(std::string(said.get_string())) : std::nullopt;
    };
  return http_cors(std::move(read));
}

// `{"$fn":"upper"}`
middleware make_header_normalizer(json::object options) {
  const auto normalize = take(options, "normalizeHeaderKey");
  http_header_normalizer_options read = http_header_normalizer::read_options(options);
  if (normalize)
    read.normalize_header_key = [function = input_function(*normalize)](std::string_view name, bool) {
      return std::string(function(json::value(name)).as_string());
    };
  return http_header_normalizer(std::move(read));
}

// `{"$fn":"double-numbers"}`
middleware make_json_body_parser(json::object options) {
  const auto reviver = take(options, "reviver");
  http_json_body_parser_options read = http_json_body_parser::read_options(options);
  if (reviver)
    read.reviver = [function = input_function(*reviver)](std::string_view, json::value member) {
      return std::optional<json::value>(function(member));
    };
  return http_json_body_parser(std::move(read));
}

}  // namespace

void add_case_http(registry& all, const recorder_ptr& record) {
  all.add("http-cors", make_cors);
  all.add("http-header-normalizer", make_header_normalizer);
  all.add("http-json-body-parser", make_json_body_parser);
  all.add("http-error-handler", [record](const json::object& options) -> middleware {
    http_error_handler_options read = http_error_handler::read_options(options);
    if (!options.contains("logger"))
      read.logger = [record](const error& failure) {
        record->logs.push_back({{"source", "http-error-handler"}, {"error", shown_error(failure)}});
      };
    return http_error_handler(std::move(read));
  });
}

}  // namespace lamina::parity
