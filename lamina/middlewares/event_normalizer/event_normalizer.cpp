#include "lamina/middlewares/event_normalizer/event_normalizer.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "lamina/base/base64.h"
#include "lamina/base/percent_encoding.h"
#include "lamina/base/utf8.h"
#include "lamina/compression/compress.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/batch.h"
#include "lamina/events/http_body.h"
#include "lamina/events/unmarshall.h"
#include "lamina/json/javascript.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/event-normalizer";

// A text that looks like JSON becomes the document it stands for, when it is one. Fails only for forbidden keys.
result<void> parse_guarded(json::value* text) {
  if (text == nullptr || !text->is_string()) return {};
  const std::string_view given = text->get_string();
  if (given.empty() || std::string_view("{[\"").find(given.front()) == std::string_view::npos) return {};
  result<json::value> document = parse_body(given, package, text->storage());
  if (document)
    *text = std::move(*document);
  else if (document.error().cause)
    return document.error();
  return {};
}

result<void> decode_guarded(json::value* data) {
  if (data == nullptr || !data->is_string()) return {};
  *data = replace_invalid_utf8(base64_decode_leniently(data->get_string()));
  return parse_guarded(data);
}

void parse_plainly(json::value* text) {
  if (text) *text = parse_if_json(std::move(*text));
}

json::value* find_path(json::value& document, std::initializer_list<std::string_view> path) {
  json::value* at = &document;
  for (const std::string_view key : path)
    if (at = json::find(*at, key); at == nullptr) return nullptr;
  return at;
}

// Has it a member by which events are told? Most bodies of messages have none, and nothing else is asked of them.
bool may_be_event(const json::value& document) {
  constexpr auto told_by = std::to_array<std::string_view>(
      {"eventSource", "deliveryStreamArn", "invocationSchemaVersion", "Records", "records", "messages", "tasks",
       "events", "rmqMessagesByQueue", "configRuleId", "awslogs", "CodePipeline.job"});
  const json::object* members = document.if_object();
  return members != nullptr && std::ranges::any_of(*members, [&](const auto& member) {
           return std::ranges::find(told_by, std::string_view(member.key())) != told_by.end();
         });
}

class normalizer {
 public:
  explicit normalizer(const event_normalizer_options& options) : options_(options) {}

  result<void> event(json::value& event) const {
    if (!may_be_event(event)) return {};
    std::string source(batch_source(event));
    const json::value* list = record_list(event);
    if (list == nullptr || !list->is_array()) {
      if (source.empty()) source = source_without_records(event);
      return record(source, event);
    }
    for (json::value* one : batch_records(event))
      if (auto done = record(source, *one); !done) return done;
    return {};
  }

 private:
  static std::string_view source_without_records(const json::value& event) {
    if (json::is_truthy(json::find(event, "configRuleId"))) return "aws:config";
    if (json::is_truthy(json::find(event, "awslogs"))) return "aws:cloudwatch";
    if (json::is_truthy(json::find(event, "CodePipeline.job"))) return "aws:codepipeline";
    return {};
  }

  result<void> record(std::string_view source, json::value& record) const {
    if (source == "aws:sqs") return sqs(record);
    if (source == "aws:sns") return message(find_path(record, {"Sns", "Message"}));
    if (source == "aws:kinesis") return decode_guarded(find_path(record, {"kinesis", "data"}));
    if (source == "aws:amq" || source == "aws:lambda:events") return decode_guarded(json::find(record, "data"));
    if (source == "aws:dynamodb") return dynamodb(record);
    if (source == "aws:s3") return s3_key(find_path(record, {"s3", "object", "key"}));
    if (source == "aws:s3:batch") return s3_key(json::find(record, "s3Key"));
    if (source == "aws:cloudwatch") return logs(find_path(record, {"awslogs", "data"}));
    if (source == "aws:kafka" || source == "SelfManagedKafka") return each_message(record, {"key", "value"});
    if (source == "aws:rmq") return each_message(record, {"data"});
    if (source == "aws:config") {
      parse_plainly(json::find(record, "invokingEvent"));
      parse_plainly(json::find(record, "ruleParameters"));
    } else if (source == "aws:codepipeline") {
      parse_plainly(
          find_path(record, {"CodePipeline.job", "data", "actionConfiguration", "configuration", "UserParameters"}));
    }
    return {};
  }

  // A text that may be an event of another service.
  result<void> message(json::value* text) const {
    if (text == nullptr) return {};
    if (auto parsed = parse_guarded(text); !parsed) return parsed;
    return text->is_object() ? event(*text) : result<void>();
  }

  result<void> sqs(json::value& record) const {
    json::value* body = json::find(record, "body");
    if (auto parsed = parse_guarded(body); !parsed) return parsed;
    if (body == nullptr || !body->is_object()) return {};
    return json::find_string(*body, "Type") == "Notification" ? message(json::find(*body, "Message")) : event(*body);
  }

  result<void> dynamodb(json::value& record) const {
    json::value* change = json::find(record, "dynamodb");
    if (change == nullptr || !change->is_object()) return {};
    for (const std::string_view image : {"Keys", "NewImage", "OldImage"}) {
      auto plain = unmarshall(json::find(*change, image), options_.wrap_numbers);
      if (!plain) return std::move(plain).error().with_cause(package);
      change->get_object()[image] = std::move(*plain);
    }
    return {};
  }

  static result<void> s3_key(json::value* key) {
    if (key == nullptr || !key->is_string()) return {};
    std::string text(key->get_string());
    std::ranges::replace(text, '+', ' ');
    const auto decoded = decode_uri_component(text);
    if (!decoded) return error("S3 key is not percent-encoded UTF-8: " + text);
    *key = *decoded;
    return {};
  }

  result<void> logs(json::value* data) const {
    if (data == nullptr || !data->is_string()) return {};
    auto text =
        decompress(content_coding::gzip, base64_decode_leniently(data->get_string()), options_.max_decompressed_bytes);
    if (!text) return error("awslogs.data: " + text.error().message);
    *data = parse_if_json(json::value(replace_invalid_utf8(std::move(*text)), data->storage()));
    return {};
  }

  static result<void> each_message(json::value& event, std::initializer_list<std::string_view> fields) {
    for (json::value* message : batch_records(event))
      for (const std::string_view field : fields)
        if (auto done = decode_guarded(json::find(*message, field)); !done) return done;
    return {};
  }

  const event_normalizer_options& options_;
};

}  // namespace

event_normalizer event_normalizer::from_json(const json::object& options) {
  event_normalizer_options result;
  options_reader read(options, package);
  read.boolean("wrapNumbers", result.wrap_numbers);
  read.integer("maxDecompressedBytes", result.max_decompressed_bytes, 0, 0x7fff'ffff);
  read.finish();
  return event_normalizer(result);
}

step event_normalizer::before(request& request) const {
  auto done = normalizer(options_).event(request.event);
  return done ? go_on() : fail(std::move(done).error());
}

}  // namespace lamina
