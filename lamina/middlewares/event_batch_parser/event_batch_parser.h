#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "lamina/engine/middleware.h"
#include "lamina/json/javascript.h"

namespace lamina {

// The payload of one record, its base64 undone, and the Glue Schema Registry's frame taken off and decompressed.
struct batch_payload {
  std::string bytes{};
  std::optional<std::string> schema_version_id{};  // "b7b4a7f0-9c96-4e4a-a687-5cb6ad7cba7b" when it was framed
};
// Makes a document of it. What it fails with or throws becomes a 422.
using payload_parser = std::function<result<json::value>(const batch_payload& payload, const json::value& record)>;

// The payload as JSON; what is not UTF-8 becomes U+FFFD.
payload_parser parse_json_payload(json::reviver reviver = {});

struct event_batch_parser_options {
  // Which parts of a record to parse, by the name the service has for them; value, body and data are one part.
  payload_parser key{};  // of Kafka
  payload_parser value{};
  payload_parser body{};
  payload_parser data{};
  // Leave events of unknown services alone instead of failing.
  bool disable_event_source_error = false;
  std::size_t max_decompressed_bytes = 10'485'760;
};

// Parses the payloads of Kafka, Kinesis, Firehose, ActiveMQ, RabbitMQ and SQS records in place. Missing and null
// payloads stay. (@middy/event-batch-parser)
//
// Errors: 422 for a payload its parser refuses, 413 for one that decompresses to too much; errors without a status for
// unknown services and for a `key` where there is none.
class event_batch_parser {
 public:
  static constexpr std::string_view name = "event-batch-parser";
  static event_batch_parser_options read_options(const json::object& options);
  static event_batch_parser from_json(const json::object& options);

  explicit event_batch_parser(event_batch_parser_options options = {});
  step before(request& request) const;

 private:
  event_batch_parser_options options_;
};

}  // namespace lamina
