#include "lamina/middlewares/s3_key_normalizer/s3_key_normalizer.h"

#include <algorithm>
#include <string>

#include "lamina/base/percent_encoding.h"
#include "lamina/engine/options_reader.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/s3-key-normalizer";

json::value* find_path(json::value& document, std::string_view outer, std::string_view inner) {
  json::value* const found = json::find(document, outer);
  return found ? json::find(*found, inner) : nullptr;
}

result<void> decode_key(json::value& record) {
  if (!json::find_string(record, "eventVersion").starts_with("2.") && json::find_string(record, "eventVersion") != "2")
    return {};
  json::value* const object = find_path(record, "s3", "object");
  json::value* const key = object ? json::find(*object, "key") : nullptr;
  if (key == nullptr || !key->is_string()) return {};
  std::string text(key->get_string());
  std::ranges::replace(text, '+', ' ');
  const auto decoded = decode_uri_component(text);
  if (!decoded) return error("S3 key is not percent-encoded UTF-8: " + text).with_cause(package);
  *key = *decoded;
  return {};
}

// An event in a message in an event ...: as deep as documents may be.
result<void> decode_records(json::value& event) {
  json::value* const records = json::find(event, "Records");
  if (records == nullptr || !records->is_array()) return {};
  for (json::value& record : records->get_array()) {
    const std::string_view source = json::find_string(record, "eventSource");
    json::value* inner = nullptr;
    if (source == "aws:sqs") inner = json::find(record, "body");
    if (source == "aws:sns") inner = find_path(record, "Sns", "Message");
    auto done = source == "aws:s3" ? decode_key(record) : inner ? decode_records(*inner) : result<void>();
    if (!done) return done;
  }
  return {};
}

}  // namespace

s3_key_normalizer s3_key_normalizer::from_json(const json::object& options) {
  options_reader(options, package).finish();
  return {};
}

step s3_key_normalizer::before(request& request) const {
  auto done = decode_records(request.event);
  return done ? go_on() : fail(std::move(done).error());
}

}  // namespace lamina
