#include "lamina/middlewares/event_batch_parser/event_batch_parser.h"

#include <array>
#include <utility>

#include "lamina/base/base64.h"
#include "lamina/base/hex.h"
#include "lamina/base/utf8.h"
#include "lamina/compression/compress.h"
#include "lamina/engine/options_reader.h"
#include "lamina/events/batch.h"

namespace lamina {
namespace {

constexpr std::string_view package = "@middy/event-batch-parser";

// Where a service keeps the payload of a record.
struct payload_place {
  std::string_view source;
  std::string_view outer;  // "" when there is none
  std::string_view field;
  bool is_base64;
  bool has_key;
};
constexpr std::array places = std::to_array<payload_place>({{"aws:kafka", "", "value", true, true},
                                                            {"SelfManagedKafka", "", "value", true, true},
                                                            {"aws:kinesis", "kinesis", "data", true, false},
                                                            {"aws:lambda:events", "", "data", true, false},
                                                            {"aws:amq", "", "data", true, false},
                                                            {"aws:rmq", "", "data", true, false},
                                                            {"aws:sqs", "", "body", false, false}});

const payload_place* place_of(std::string_view source) {
  for (const payload_place& place : places)
    if (place.source == source) return &place;
  return nullptr;
}

// The frame of the Glue Schema Registry: version 3, how it is compressed, the schema's id.
constexpr std::size_t frame_size = 18;
constexpr char frame_version = 3, frame_plain = 0, frame_zlib = 5;

std::string uuid_text(std::string_view bytes) {
  std::string text = hex_encode(bytes);
  for (const std::size_t dash : {8, 13, 18, 23}) text.insert(dash, 1, '-');
  return text;
}

result<batch_payload> unframed(std::string bytes, std::size_t max_size) {
  if (bytes.size() < frame_size || bytes[0] != frame_version) return batch_payload{.bytes = std::move(bytes)};
  batch_payload payload{.bytes = bytes.substr(frame_size), .schema_version_id = uuid_text(bytes.substr(2, 16))};
  if (bytes[1] == frame_plain) return payload;
  if (bytes[1] != frame_zlib) {
    return error("Unsupported Glue Schema Registry compression byte: 0x" + hex_encode({&bytes[1], 1}))
        .with_cause(package);
  }
  auto unpacked = decompress(content_coding::deflate, payload.bytes, max_size);
  if (unpacked) {
    payload.bytes = std::move(*unpacked);
    return payload;
  }
  if (unpacked.error().status_code != 413) return std::move(unpacked).error();
  error failure(413, "Decompressed payload exceeds cap");
  failure.cause = json::object{{"package", package}, {"maxDecompressedBytes", max_size}};
  return failure;
}

error invalid_payload(std::string_view source, std::string_view field, std::string_view message) {
  error failure(422, "Invalid record payload");
  failure.cause = json::object{{"package", package}, {"source", source}, {"field", field}, {"message", message}};
  return failure;
}

result<json::value> call(const payload_parser& parser, const batch_payload& payload, const json::value& record) {
  try {
    return parser(payload, record);
  } catch (const error& failure) {
    return failure;
  } catch (const std::exception& failure) {
    return error(failure.what());
  }
}

struct parse_job {
  const payload_place& place;
  const payload_parser& parser;
  std::string_view option;  // as the user named the part
  std::string_view field;   // as the service does
};

result<void> parse_field(json::value& record, const parse_job& job, std::size_t max_size) {
  json::value* holder = job.place.outer.empty() ? &record : json::find(record, job.place.outer);
  json::value* text = holder ? json::find(*holder, job.field) : nullptr;
  if (text == nullptr || !text->is_string()) return {};
  const std::string_view given = text->get_string();
  auto payload = job.place.is_base64 ? unframed(base64_decode_leniently(given), max_size)
                                     : result<batch_payload>(batch_payload{.bytes = std::string(given)});
  if (!payload) return std::move(payload).error();
  auto document = call(job.parser, *payload, record);
  if (!document) return invalid_payload(job.place.source, job.option, document.error().message);
  *text = std::move(*document);
  return {};
}

}  // namespace

payload_parser parse_json_payload(json::reviver reviver) {
  return [reviver = std::move(reviver)](const batch_payload& payload, const json::value&) -> result<json::value> {
    auto document = json::try_parse(replace_invalid_utf8(payload.bytes));
    if (!document || !reviver) return document;
    return json::revive(std::move(*document), reviver);
  };
}

event_batch_parser_options event_batch_parser::read_options(const json::object& options) {
  event_batch_parser_options result;
  options_reader read(options, package);
  for (const std::string_view field : {"key", "value", "body", "data"})
    if (read.value(field) != nullptr) read.refuse(field, "instanceof Function");
  read.boolean("disableEventSourceError", result.disable_event_source_error);
  read.integer("maxDecompressedBytes", result.max_decompressed_bytes, 0, 0x7fff'ffff);
  read.finish();
  return result;
}

event_batch_parser event_batch_parser::from_json(const json::object& options) {
  return event_batch_parser(read_options(options));
}

event_batch_parser::event_batch_parser(event_batch_parser_options options) : options_(std::move(options)) {}

step event_batch_parser::before(request& request) const {
  const std::string source(batch_source(request.event));
  const payload_place* place = place_of(source);
  if (place == nullptr) {
    if (options_.disable_event_source_error) return go_on();
    return fail(
        error("Unsupported event source").with_cause(package, source.empty() ? json::value() : json::value(source)));
  }
  if (options_.key && !place->has_key) {
    error failure("@middy/event-batch-parser: field \"key\" is not supported for event source \"" + source +
                  "\". Supported: value, body, data");
    failure.name = "TypeError";
    return fail(std::move(failure).with_cause(package));
  }
  const parse_job jobs[] = {{*place, options_.key, "key", "key"},
                            {*place, options_.value, "value", place->field},
                            {*place, options_.body, "body", place->field},
                            {*place, options_.data, "data", place->field}};
  for (json::value* record : batch_records(request.event))
    for (const parse_job& job : jobs)
      if (job.parser)
        if (auto done = parse_field(*record, job, options_.max_decompressed_bytes); !done)
          return fail(std::move(done).error());
  return go_on();
}

}  // namespace lamina
