#pragma once

#include <string_view>

#include "lamina/engine/middleware.h"
#include "lamina/json/javascript.h"

namespace lamina {

struct sqs_json_body_parser_options {
  json::reviver reviver{};  // the second argument of JSON.parse
};

// Reads the bodies of SQS messages as JSON; a body that is none stays text. Also in events inside the messages of SNS.
// (@middy/sqs-json-body-parser of Middy 2.x; event_normalizer does the same and more)
class sqs_json_body_parser {
 public:
  static constexpr std::string_view name = "sqs-json-body-parser";
  static sqs_json_body_parser from_json(const json::object& options);

  explicit sqs_json_body_parser(sqs_json_body_parser_options options = {});
  void before(request& request) const;

 private:
  sqs_json_body_parser_options options_;
};

}  // namespace lamina
