#include "lamina/middlewares/sqs_json_body_parser/sqs_json_body_parser.h"

#include <utility>

#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

// JSON that begins as objects, lists and texts do; numbers and the like stay text. (util jsonSafeParse)
void parse_body(json::value& body, const json::reviver& reviver) {
  if (!body.is_string()) return;
  const std::string_view text = body.get_string();
  if (text.empty() || std::string_view("{[\"").find(text.front()) == std::string_view::npos) return;
  auto document = json::try_parse(text, body.storage());
  if (!document) return;
  body = reviver ? json::revive(std::move(*document), reviver) : std::move(*document);
}

void parse_records(json::value& event, const json::reviver& reviver) {
  json::value* const records = json::find(event, "Records");
  if (records == nullptr || !records->is_array()) return;
  for (json::value& record : records->get_array()) {
    const std::string_view source = json::find_string(record, "eventSource");
    if (source == "aws:sqs") {
      if (json::value* body = json::find(record, "body")) parse_body(*body, reviver);
    } else if (source == "aws:sns") {
      json::value* const notification = json::find(record, "Sns");
      if (json::value* message = notification ? json::find(*notification, "Message") : nullptr)
        parse_records(*message, reviver);
    }
  }
}

}  // namespace

sqs_json_body_parser sqs_json_body_parser::from_json(const json::object& options) {
  options_reader read(options, "@middy/sqs-json-body-parser");
  if (read.value("reviver") != nullptr) read.refuse("reviver", "instanceof Function");
  read.finish();
  return sqs_json_body_parser();
}

sqs_json_body_parser::sqs_json_body_parser(sqs_json_body_parser_options options) : options_(std::move(options)) {}

void sqs_json_body_parser::before(request& request) const { parse_records(request.event, options_.reviver); }

}  // namespace lamina
