#include "case_middlewares.h"
#include "case_values.h"
#include "lamina/base/utf8.h"
#include "lamina/middlewares/event_batch_parser/event_batch_parser.h"

namespace lamina::parity {
namespace {

// `parse-json`, `text`, `framing-id`, `fail`
payload_parser written_parser(const json::value& written) {
  const std::string name(json::find_string(written, "$fn"));
  if (name == "parse-json") return parse_json_payload();
  if (name == "text")
    return [](const batch_payload& payload, const json::value&) -> result<json::value> {
      return json::value(replace_invalid_utf8(payload.bytes));
    };
  if (name == "framing-id")
    return [](const batch_payload& payload, const json::value&) -> result<json::value> {
      const auto& id = payload.schema_version_id;
      return json::value(json::object{{"schemaVersionId", id ? json::value(*id) : json::value()},
                                      {"text", replace_invalid_utf8(payload.bytes)}});
    };
  return [function = input_function(written)](const batch_payload& payload, const json::value&) -> result<json::value> {
    return function(json::value(payload.bytes));
  };
}

}  // namespace

void add_case_batch_parser(registry& all, const recorder_ptr&) {
  all.add("event-batch-parser", [](json::object options) -> middleware {
    payload_parser parsers[4];
    const std::string_view fields[] = {"key", "value", "body", "data"};
    for (std::size_t i = 0; i < 4; ++i)
      if (const json::value* written = options.if_contains(fields[i])) {
        parsers[i] = written_parser(*written);
        options.erase(fields[i]);
      }
    event_batch_parser_options read = event_batch_parser::read_options(options);
    read.key = parsers[0];
    read.value = parsers[1];
    read.body = parsers[2];
    read.data = parsers[3];
    return event_batch_parser(std::move(read));
  });
}

}  // namespace lamina::parity
